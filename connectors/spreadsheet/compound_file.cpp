// Sector chains and the directory: [MS-CFB] 2.2 to 2.6. Every chain is bounded by the number of sectors.
#include "compound_file.hpp"

#include "text_encoding.hpp"

#include <algorithm>

namespace lt::spreadsheet {
namespace {

constexpr std::uint32_t last_regular_sector = 0xFFFFFFFA;
constexpr std::size_t directory_entry_bytes = 128;
constexpr std::size_t header_table_slots = 109;
constexpr std::uint8_t kind_stream = 2, kind_root = 5;

[[noreturn]] void fail_chain() {
  throw FileError("the workbook is damaged (a chain of its sectors is broken): open it in Excel and save it again");
}

void append_u32(std::string_view sector, std::vector<std::uint32_t>& out) {
  const Bytes bytes(sector);
  for (std::size_t i = 0; i + 4 <= bytes.size(); i += 4) out.push_back(bytes.u32(i));
}

}  // namespace

CompoundFile::CompoundFile(std::string_view file) : file_(file) {
  const auto shift = file_.u16(30), mini_shift = file_.u16(32);
  if ((shift != 9 && shift != 12) || mini_shift != 6)
    throw FileError("the workbook is damaged in its header: copy it again");
  sector_bytes_ = std::size_t{1} << shift;
  mini_bytes_ = std::size_t{1} << mini_shift;
  read_table();
  read_directory();
}

std::string_view CompoundFile::sector(std::uint32_t index) const {
  const std::size_t at = (std::size_t{index} + 1) << (sector_bytes_ == 512 ? 9 : 12);
  if (at >= file_.size()) fail_chain();
  // The last sector of a file may be shorter than the others.
  return file_.view(at, std::min(sector_bytes_, file_.size() - at));
}

void CompoundFile::read_table() {
  std::vector<std::uint32_t> table_sectors;
  append_u32(file_.view(76, header_table_slots * 4), table_sectors);
  std::uint32_t more = file_.u32(68);
  for (std::size_t steps = 0; more < last_regular_sector; ++steps) {
    if (steps > file_.size() / sector_bytes_) fail_chain();
    append_u32(sector(more), table_sectors);
    more = table_sectors.back();
    table_sectors.pop_back();
  }
  const std::size_t sectors = file_.size() / sector_bytes_ + 1;
  for (const auto index : table_sectors) {
    if (index >= last_regular_sector) continue;
    if (next_.size() > sectors + sector_bytes_ / 4) break;
    append_u32(sector(index), next_);
  }
}

std::string CompoundFile::chain(std::uint32_t first, std::uint64_t max_bytes) const {
  std::string out;
  std::size_t steps = 0;
  for (auto index = first; index < last_regular_sector && out.size() < max_bytes; index = next_[index]) {
    if (index >= next_.size() || ++steps > next_.size()) fail_chain();
    out += sector(index);
  }
  return out;
}

void CompoundFile::read_directory() {
  const auto directory = chain(file_.u32(48), UINT64_MAX);
  const Bytes bytes(directory);
  for (std::size_t at = 0; at + directory_entry_bytes <= bytes.size(); at += directory_entry_bytes) {
    const auto kind = bytes.u8(at + 66);
    const std::size_t name_bytes = std::min<std::size_t>(bytes.u16(at + 64), 64);
    const Entry entry{bytes.u32(at + 116), sector_bytes_ == 512 ? bytes.u32(at + 120) : bytes.u64(at + 120)};
    if (kind == kind_root) mini_stream_ = chain(entry.first_sector, entry.bytes);
    if (kind == kind_stream && name_bytes >= 2) {
      entries_.try_emplace(utf16le_to_utf8(bytes.view(at, name_bytes - 2)), entry);
    }
  }
  const auto mini_table = chain(file_.u32(60), UINT64_MAX);
  append_u32(mini_table, mini_next_);
}

std::string CompoundFile::mini_chain(const Entry& entry) const {
  std::string out;
  const Bytes mini(mini_stream_);
  std::size_t steps = 0;
  for (auto index = entry.first_sector; index < last_regular_sector && out.size() < entry.bytes;
       index = mini_next_[index]) {
    if (index >= mini_next_.size() || ++steps > mini_next_.size()) fail_chain();
    const std::size_t at = std::size_t{index} * mini_bytes_;
    if (at >= mini.size()) fail_chain();
    out += mini.view(at, std::min(mini_bytes_, mini.size() - at));
  }
  return out;
}

std::string CompoundFile::read(const std::string& stream) const {
  const auto found = entries_.find(stream);
  if (found == entries_.end()) throw FileError("the workbook is damaged: its stream " + stream + " is missing");
  const auto& entry = found->second;
  auto out = entry.bytes < file_.u32(56) ? mini_chain(entry) : chain(entry.first_sector, entry.bytes);
  if (out.size() < entry.bytes) fail_chain();
  out.resize(static_cast<std::size_t>(entry.bytes));
  return out;
}

}  // namespace lt::spreadsheet
