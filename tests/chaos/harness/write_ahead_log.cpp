// Big-endian numbers at known places.
#include "chaos/write_ahead_log.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <string>

namespace lt::chaos {
namespace {

constexpr std::size_t log_header = 32;
constexpr std::size_t frame_header = 24;

std::uint32_t number_at(const std::string& bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = number << 8U | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

std::string content(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void overwrite(const std::filesystem::path& file, std::uint64_t at, const std::string& bytes) {
  std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
  out.seekp(static_cast<std::streamoff>(at));
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out.flush()) throw std::runtime_error("cannot overwrite " + file.string());
}

std::string rubbish(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 131U + 7U);
  return bytes;
}

}  // namespace

WriteAheadLog::WriteAheadLog(const std::filesystem::path& store) : store_(store), log_(store.string() + "-wal") {
  const std::string bytes = content(log_);
  if (bytes.size() < log_header) return;
  page_size_ = number_at(bytes, 8);
  salts_.assign(bytes.begin() + 16, bytes.begin() + 24);
  std::size_t committed = 0;
  for (std::size_t at = log_header; at + frame_header + page_size_ <= bytes.size(); at += frame_header + page_size_) {
    const auto salts = bytes.begin() + static_cast<std::ptrdiff_t>(at) + 8;
    if (!std::equal(salts_.begin(), salts_.end(), salts)) break;
    frames_.push_back({.offset = at, .page = number_at(bytes, at), .commits = number_at(bytes, at + 4) != 0});
    if (frames_.back().commits) committed = frames_.size();
  }
  frames_.resize(committed);
}

void WriteAheadLog::tear_what_came_after() const {
  if (salts_.empty()) return;
  const std::uint64_t end = frames_.empty() ? log_header : frames_.back().offset + frame_header + page_size_;
  std::string begun = rubbish((frame_header + page_size_) + page_size_ / 2);
  std::copy(salts_.begin(), salts_.end(), begun.begin() + 8);  // so that only the check sum tells
  overwrite(log_, end, begun);
}

void WriteAheadLog::tear_last_transaction() const {
  if (frames_.empty()) return;
  overwrite(log_, frames_.back().offset + frame_header + page_size_ / 2, rubbish(page_size_ / 2));
}

void WriteAheadLog::tear_pages_of_store() const {
  const std::uint64_t size = std::filesystem::file_size(store_);
  std::set<std::uint32_t> pages;
  for (const WalFrame& frame : frames_) pages.insert(frame.page);
  for (const std::uint32_t number : pages) {
    const std::uint64_t end = static_cast<std::uint64_t>(number) * page_size_;
    if (end <= size) overwrite(store_, end - page_size_ / 2, rubbish(page_size_ / 2));
  }
}

}  // namespace lt::chaos
