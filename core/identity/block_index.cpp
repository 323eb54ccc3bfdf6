// Keys of records and the chains that hold them.
#include "identity/block_index.hpp"

#include "base/hash.hpp"
#include "identity/text_similarity.hpp"

#include <algorithm>
#include <bit>

namespace lt::identity {
namespace {

// Appends the key's form of the text; false where it has none.
bool append_form(const KeyPart& part, std::string_view text, std::string& out) {
  switch (part.form) {
    case KeyForm::whole:
      out += text;
      return true;
    case KeyForm::sorted: {
      Words words(text);
      words.sort();
      for (const std::string_view word : words.all()) (out += word) += ' ';
      return true;
    }
    case KeyForm::first:
    case KeyForm::last: {
      const Words words(text);
      if (words.count == 0) return false;
      out += part.form == KeyForm::first ? words[0] : words[words.count - 1];
      return true;
    }
    case KeyForm::ends: {
      const Words words(text);
      if (words.count < 2) return false;
      const auto [a, b] = std::minmax({words[0], words[words.count - 1]});
      ((out += a) += ' ') += b;
      return true;
    }
    case KeyForm::year:
      out += text.substr(0, 4);
      return text.size() >= 4;
    case KeyForm::turned: {
      if (text.size() != 10) return false;
      const auto [a, b] = std::minmax({text.substr(5, 2), text.substr(8, 2)});
      ((out += text.substr(0, 4)) += a) += b;
      return true;
    }
    case KeyForm::start:
      out += text.substr(0, static_cast<std::size_t>(part.letters));
      return text.size() >= static_cast<std::size_t>(part.letters);
  }
  return false;
}

}  // namespace

void BlockKeys::add(const RecordTable& table, const RecordView& record, std::uint16_t rule, std::size_t part) {
  const auto& parts = model_.rules[rule].parts;
  if (part == parts.size()) {
    keys_.push_back({static_cast<std::uint64_t>(content_hash(text_, rule)), rule});
    return;
  }
  const std::size_t size = text_.size();
  const LinkageField& field = model_.fields[static_cast<std::size_t>(parts[part].field)];
  for (int slot = field.slot; slot < field.slot + field.values; ++slot) {
    if (!table.filled(record, slot)) break;
    if (append_form(parts[part], table.text(record, slot), text_)) {
      text_ += '\x1f';
      add(table, record, rule, part + 1);
    }
    text_.resize(size);
  }
}

std::span<const BlockKeys::Key> BlockKeys::of(const RecordTable& table, const RecordView& record) {
  keys_.clear();
  for (std::size_t rule = 0; rule < model_.rules.size(); ++rule) {
    text_.clear();
    add(table, record, static_cast<std::uint16_t>(rule), 0);
  }
  return keys_;
}

BlockIndex::BlockIndex() : heads_(4096), entries_(1) {}

void BlockIndex::rechain(std::size_t heads) {
  // Heads go by the last bits of the tag, so entries can be chained anew without their keys.
  heads_.assign(heads, 0);
  for (std::uint32_t i = 1; i < entries_.size(); ++i) {
    std::uint32_t& head = heads_[entries_[i].tag & (heads_.size() - 1)];
    entries_[i].next = head;
    head = i;
  }
}

void BlockIndex::add(RecordNumber record, std::span<const BlockKeys::Key> keys) {
  for (const BlockKeys::Key& key : keys) {
    const auto tag = static_cast<std::uint32_t>(key.hash ^ key.hash >> 32);
    std::uint32_t& head = heads_[tag & (heads_.size() - 1)];
    entries_.push_back({tag, head, record});
    head = static_cast<std::uint32_t>(entries_.size() - 1);
  }
  if (entries_.size() > heads_.size()) rechain(heads_.size() * 2);
}

void BlockIndex::reserve(std::size_t keys) {
  entries_.reserve(keys + 1);
  if (keys > heads_.size()) rechain(std::bit_ceil(keys));
}

std::size_t BlockIndex::find(std::span<const BlockKeys::Key> keys, const LinkageModel& model, RecordNumber end,
                             std::vector<RecordNumber>& out) const {
  out.clear();
  std::size_t passed_over = 0;
  for (const BlockKeys::Key& key : keys) {
    const auto tag = static_cast<std::uint32_t>(key.hash ^ key.hash >> 32);
    const auto most = static_cast<std::size_t>(model.rules[key.rule].at_most);
    const std::size_t before = out.size();
    std::size_t members = 0;
    for (std::uint32_t at = heads_[tag & (heads_.size() - 1)]; at != 0 && members <= most; at = entries_[at].next) {
      if (entries_[at].tag != tag) continue;
      ++members;
      if (entries_[at].record < end) out.push_back(entries_[at].record);
    }
    if (members > most) {
      out.resize(before);
      ++passed_over;
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return passed_over;
}

}  // namespace lt::identity
