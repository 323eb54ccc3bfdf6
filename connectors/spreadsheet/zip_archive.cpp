// Zip entries by minizip.
#include "zip_archive.hpp"

#include <minizip/unzip.h>

#include <utility>
#include <vector>

namespace lt::spreadsheet {
namespace {

constexpr int ignore_case = 2;
constexpr std::uint64_t ratio_looked_at = 32ULL << 20;

[[noreturn]] void fail_damaged(const std::string& entry) {
  throw FileError("the workbook is damaged in its part " + entry + ": copy the file again or save it again in Excel");
}

}  // namespace

struct ZipArchive::State {
  unzFile zip = nullptr;
  Limits limits;

  ~State() {
    if (zip) unzClose(zip);
  }

  void guard(std::uint64_t inflated, std::uint64_t stored, const std::string& entry) const {
    const auto refuse = [&](const std::string& size) {
      throw FileError("the part " + entry + " unpacks to more than " + size +
                      ": refused, the file looks like a zip bomb");
    };
    if (inflated > limits.inflated_bytes) refuse(std::to_string(limits.inflated_bytes >> 20) + " MiB");
    if (inflated > ratio_looked_at && inflated / limits.inflate_ratio > stored) {
      refuse(std::to_string(limits.inflate_ratio) + " times its size");
    }
  }
};

ZipArchive::ZipArchive(const std::filesystem::path& file, const Limits& limits) : state_(std::make_unique<State>()) {
  state_->limits = limits;
  state_->zip = unzOpen64(file.c_str());
  if (!state_->zip) {
    throw FileError("the workbook is cut short or damaged (its zip directory is missing): copy the file again");
  }
}

ZipArchive::~ZipArchive() = default;

bool ZipArchive::contains(const std::string& entry) const {
  return unzLocateFile(state_->zip, entry.c_str(), ignore_case) == UNZ_OK;
}

void ZipArchive::stream(const std::string& entry, const std::function<bool(std::string_view)>& take) {
  auto& s = *state_;
  unz_file_info64 info{};
  if (!contains(entry) || unzGetCurrentFileInfo64(s.zip, &info, nullptr, 0, nullptr, 0, nullptr, 0) != UNZ_OK) {
    throw FileError("the workbook lacks its part " + entry + ": save it again in Excel");
  }
  if (info.flag & 1U) throw FileError("the zip is protected by a password: remove the password and send it again");
  if (unzOpenCurrentFile(s.zip) != UNZ_OK) fail_damaged(entry);
  struct Closer {
    unzFile zip;
    bool open = true;
    ~Closer() {
      if (open) unzCloseCurrentFile(zip);
    }
  } closer{s.zip};
  std::vector<char> piece(64 << 10);
  std::uint64_t inflated = 0;
  for (int got = 0; (got = unzReadCurrentFile(s.zip, piece.data(), static_cast<unsigned>(piece.size()))) != 0;) {
    if (got < 0) fail_damaged(entry);
    inflated += static_cast<std::uint64_t>(got);
    s.guard(inflated, info.compressed_size, entry);
    if (!take(std::string_view(piece.data(), static_cast<std::size_t>(got)))) return;
  }
  closer.open = false;
  if (unzCloseCurrentFile(s.zip) != UNZ_OK) fail_damaged(entry);
}

std::string ZipArchive::read(const std::string& entry) {
  std::string all;
  stream(entry, [&](std::string_view piece) {
    all += piece;
    if (all.size() > state_->limits.part_bytes) {
      throw FileError("the part " + entry + " is larger than " + std::to_string(state_->limits.part_bytes >> 20) +
                      " MiB: refused");
    }
    return true;
  });
  return all;
}

}  // namespace lt::spreadsheet
