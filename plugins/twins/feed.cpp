// Which record stands at which position, and what is wrong with it.
#include "twins/feed.hpp"

#include "twins/random.hpp"
#include "twins/writing.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <stdexcept>

namespace lt::twins {
namespace {

enum FeedUse : std::uint64_t { doubles = 100, roles, sources, changes };

constexpr std::int64_t second_ms = 1000;
constexpr std::uint64_t most_records = 8'000'000;

// All injections lie before 2023; the list's times start there, one record a second, advances follow one a day from
// 1/6/2023.
std::int64_t first_time() { return days_of({2023, 1, 1}) * day_ms; }
std::int64_t advance_time(std::uint64_t version) {
  return (days_of({2023, 6, 1}) + static_cast<std::int64_t>(version)) * day_ms;
}

// A step that visits every number below `count` once and scatters neighbours.
std::uint64_t scattering_stride(std::uint64_t count) {
  if (count < 3) return 1;
  auto stride = count * 38 / 61 | 1U;
  while (std::gcd(stride, count) != 1) ++stride;
  return stride;
}

}  // namespace

std::string_view to_string(Reason reason) {
  static constexpr std::array<std::string_view, reason_count> names{"bad_birth_date",
                                                                    "unknown_vaccine",
                                                                    "missing_name",
                                                                    "bad_citizen_id",
                                                                    "sex_contradicts_citizen_id",
                                                                    "unknown_commune",
                                                                    "dose_number_not_a_number",
                                                                    "injection_in_future",
                                                                    "missing_injection_date",
                                                                    "injection_before_birth"};
  return names[static_cast<std::size_t>(reason)];
}

Feed::Feed(std::uint64_t seed, std::uint64_t records) : world_(seed), records_(records) {
  if (records == 0 || records > most_records)
    throw std::invalid_argument("records must be 1 to 8000000, not " + std::to_string(records));
  const auto last = duplicates(full_blocks());
  originals_ =
      full_blocks() * 97 + (records % hundred) -
      static_cast<std::uint64_t>(std::count(last.begin(), last.begin() + static_cast<int>(records % hundred), true));
  stride_ = scattering_stride(originals_);
}

std::array<bool, Feed::hundred> Feed::duplicates(std::uint64_t block) const {
  std::array<bool, hundred> made{};
  Random random(world_.seed(), doubles, block);
  for (int count = 0; count < 3;) {
    // The very first records of the list stay originals, so that whatever is repeated has been seen.
    const auto offset = block == 0 ? 50 + random.below(50) : random.below(hundred);
    if (!std::exchange(made[offset], true)) ++count;
  }
  return made;
}

World::Place Feed::place_at(std::uint64_t position) const {
  const auto number = position / hundred;
  const auto repeated = duplicates(number);
  const auto rank = std::count(repeated.begin(), repeated.begin() + static_cast<int>(position % hundred), false);
  return world_.place((number * 97 + static_cast<std::uint64_t>(rank)) * stride_ % originals_);
}

Feed::Block Feed::block(std::uint64_t number) const {
  Block made;
  const auto repeated = duplicates(number);
  for (unsigned i = 0; i < hundred; ++i) made.roles[i] = repeated[i] ? Role::duplicate : Role::clean;
  if (number >= full_blocks()) return made;
  Random random(world_.seed(), roles, number);
  made.reason = static_cast<Reason>((number + world_.seed()) % reason_count);
  const bool needs_number = made.reason == Reason::sex_contradicts_citizen_id;
  const auto choose = [&](Role role, auto suits) {
    for (;;) {
      const auto offset = random.below(hundred);
      if (made.roles[offset] != Role::clean || !suits(place_at(number * hundred + offset))) continue;
      made.roles[offset] = role;
      return;
    }
  };
  choose(Role::invalid, [&](World::Place at) { return !needs_number || world_.has_citizen_id(at.person); });
  for (int i = 0; i < 2; ++i) choose(Role::variant, [](World::Place at) { return at.dose > 1; });
  return made;
}

// An original that stands before `position`: eleven hundred records or more wherever the list is long enough.
std::uint64_t Feed::source_of(std::uint64_t position) const {
  const auto number = position / hundred;
  Random random(world_.seed(), sources, position);
  const auto target = number < 12 ? number / 2 : number - 12 - random.below(std::min<std::uint64_t>(number - 11, 40));
  const auto there = block(target);
  const auto width = target == 0 ? 50 : hundred;
  for (;;) {
    const auto offset = random.below(width);
    const auto role = there.roles[offset];
    if ((role == Role::clean || role == Role::variant) && target * hundred + offset < records_)
      return target * hundred + offset;
  }
}

std::uint64_t Feed::changed_position(std::uint64_t version, std::uint64_t number) const {
  const auto there = block(number);
  Random random(world_.seed(), changes, version, number);
  for (;;) {
    const auto offset = random.below(hundred);
    if (there.roles[offset] == Role::clean || there.roles[offset] == Role::variant) return number * hundred + offset;
  }
}

std::int64_t Feed::updated_at(std::uint64_t position, std::uint64_t changed) const {
  if (changed == 0) return first_time() + static_cast<std::int64_t>(position) * second_ms;
  return advance_time(changed) + static_cast<std::int64_t>(position / hundred) * second_ms;
}

Feed::Entry Feed::entry(std::uint64_t position, std::uint64_t version) const {
  auto there = block(position / hundred);
  if (there.roles[position % hundred] == Role::duplicate) {
    position = source_of(position);
    there = block(position / hundred);
  }
  const auto role = there.roles[position % hundred];
  Entry made{position, place_at(position), role == Role::variant, role == Role::invalid, there.reason};
  if (position / hundred < full_blocks())
    while (version > 0 && changed_position(version, position / hundred) != position) --version;
  else
    version = 0;
  made.changed = version;
  made.updated_at = updated_at(position, version);
  return made;
}

std::pair<std::uint64_t, std::uint64_t> Feed::start(std::int64_t from) const {
  const auto since = std::max<std::int64_t>(0, from - first_time());
  const auto position =
      std::min<std::uint64_t>(records_, static_cast<std::uint64_t>((since + second_ms - 1) / second_ms));
  const auto later = from - advance_time(1);
  if (position < records_ || later <= 0 || full_blocks() == 0) return {position, 0};
  const auto day = static_cast<std::uint64_t>(later / day_ms);
  const auto block =
      std::min<std::uint64_t>(full_blocks(), static_cast<std::uint64_t>((later % day_ms + second_ms - 1) / second_ms));
  return {position, day * full_blocks() + block};
}

std::uint64_t Feed::total(std::int64_t from, std::uint64_t version) const {
  const auto [position, change] = start(from);
  const auto changed = from > first_time() ? version * full_blocks() : 0;
  return records_ - position + (changed > change ? changed - change : 0);
}

std::vector<Feed::Entry> Feed::list(std::int64_t from, std::uint64_t version, std::uint64_t first,
                                    std::uint64_t limit) const {
  std::vector<Entry> made;
  const auto [position, change] = start(from);
  const auto all = total(from, version);
  for (auto i = first; i < all && made.size() < limit; ++i) {
    if (position + i < records_) {
      made.push_back(entry(position + i, version));
      continue;
    }
    const auto nth = change + (position + i - records_);
    made.push_back(entry(changed_position(nth / full_blocks() + 1, nth % full_blocks()), version));
  }
  return made;
}

Feed::Truth Feed::truth() const {
  Truth made;
  std::map<std::uint64_t, unsigned> spoiled;  // person → invalid records
  for (std::uint64_t number = 0; number * hundred < records_; ++number) {
    const auto there = block(number);
    const auto width = std::min<std::uint64_t>(hundred, records_ - number * hundred);
    for (unsigned i = 0; i < width; ++i) {
      made.duplicates += there.roles[i] == Role::duplicate;
      made.variants += there.roles[i] == Role::variant;
      if (there.roles[i] != Role::invalid) continue;
      made.invalid.emplace_back(place_at(number * hundred + i), there.reason);
      ++made.by_reason[there.reason];
      ++spoiled[made.invalid.back().first.person];
    }
  }
  const auto last = world_.place(originals_ - 1);
  made.persons = last.person + 1;
  made.valid_persons = made.persons;
  for (const auto& [person, count] : spoiled) {
    const auto doses = person == last.person ? last.dose : world_.doses_of(person);
    made.valid_persons -= count == doses;
  }
  made.valid_doses = originals_ - made.invalid.size();
  return made;
}

}  // namespace lt::twins
