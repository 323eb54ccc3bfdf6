// Interning values and keeping records.
#include "identity/record_table.hpp"

#include "base/hash.hpp"

#include <algorithm>
#include <cstring>

namespace lt::identity {
namespace {

constexpr std::size_t block_size = std::size_t{1} << 18;
constexpr std::size_t longest_kept = 0xFFFF;

std::size_t hash_of(std::string_view text) { return static_cast<std::size_t>(content_hash(text)); }

}  // namespace

Vocabulary::Vocabulary() : places_(1024), starts_{""}, sizes_{0}, counts_{0} {}

// The place that holds the text, or the free one where it belongs.
std::size_t Vocabulary::place_of(std::string_view text) const {
  const std::size_t mask = places_.size() - 1;
  for (std::size_t at = hash_of(text) & mask;; at = (at + 1) & mask) {
    if (places_[at] == 0 || this->text(places_[at]) == text) return at;
  }
}

const char* Vocabulary::keep(std::string_view text) {
  if (left_ < text.size()) {
    size_of_last_ = std::max(block_size, text.size());
    blocks_.push_back(std::make_unique<char[]>(size_of_last_));
    left_ = size_of_last_;
  }
  char* place = blocks_.back().get() + (size_of_last_ - left_);
  left_ -= text.size();
  std::memcpy(place, text.data(), text.size());
  return place;
}

void Vocabulary::grow() {
  places_.assign(places_.size() * 2, 0);
  for (ValueId id = 1; id < starts_.size(); ++id) places_[place_of(text(id))] = id;
}

ValueId Vocabulary::add(std::string_view text) {
  if (text.empty()) return 0;
  text = text.substr(0, longest_kept);
  ++total_;
  const std::size_t place = place_of(text);
  if (const ValueId known = places_[place]) {
    ++counts_[known];
    return known;
  }
  const auto id = static_cast<ValueId>(starts_.size());
  starts_.push_back(keep(text));
  sizes_.push_back(static_cast<std::uint16_t>(text.size()));
  counts_.push_back(1);
  places_[place] = id;
  if (starts_.size() * 10 > places_.size() * 7) grow();
  return id;
}

ValueId Vocabulary::find(std::string_view text) const {
  return text.empty() ? 0 : places_[place_of(text.substr(0, longest_kept))];
}

double Vocabulary::chance_of_equals() const {
  if (total_ < 2) return 0;
  double pairs = 0;
  for (const std::uint32_t count : counts_) pairs += static_cast<double>(count) * (static_cast<double>(count) - 1);
  return pairs / (static_cast<double>(total_) * (static_cast<double>(total_) - 1));
}

RecordTable::RecordTable(const LinkageModel& model)
    : model_(model), slots_(static_cast<std::size_t>(model.slots)), vocabularies_(model.fields.size()) {
  for (std::size_t field = 0; field < model.fields.size(); ++field) {
    field_of_slot_.insert(field_of_slot_.end(), static_cast<std::size_t>(model.fields[field].values), field);
  }
}

RecordNumber RecordTable::add(std::span<const std::string_view> values) {
  const auto number = static_cast<RecordNumber>(size());
  for (std::size_t slot = 0; slot < slots_; ++slot)
    ids_.push_back(vocabularies_[field_of_slot_[slot]].add(values[slot]));
  return number;
}

void RecordTable::remove(RecordNumber record) {
  const auto first = ids_.begin() + static_cast<std::ptrdiff_t>(record * slots_);
  for (std::size_t slot = 0; slot < slots_; ++slot) {
    ValueId& id = first[static_cast<std::ptrdiff_t>(slot)];
    if (id != 0) vocabularies_[field_of_slot_[slot]].forget(id);
    id = 0;
  }
}

RecordView RecordTable::view(std::span<const std::string_view> values, std::vector<ValueId>& ids) const {
  ids.resize(slots_);
  for (std::size_t slot = 0; slot < slots_; ++slot) ids[slot] = vocabularies_[field_of_slot_[slot]].find(values[slot]);
  return {ids, values};
}

}  // namespace lt::identity
