// Counting pairs by groups.
#include "identity/evaluation.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace lt::identity {
namespace {

std::uint64_t pairs_among(std::uint64_t count) { return count * (count - 1) / 2; }

std::uint64_t pairs_in(std::span<const RecordNumber> groups) {
  std::unordered_map<RecordNumber, std::uint64_t> sizes;
  for (const RecordNumber group : groups) ++sizes[group];
  std::uint64_t pairs = 0;
  for (const auto& [group, size] : sizes) pairs += pairs_among(size);
  return pairs;
}

// Calls with each pair of records that `groups` puts together and `others` does not, until it says enough.
template <class Note>
void differing_pairs(std::span<const RecordNumber> groups, std::span<const RecordNumber> others, Note note) {
  std::map<RecordNumber, std::vector<RecordNumber>> members;
  for (RecordNumber record = 0; record < groups.size(); ++record) members[groups[record]].push_back(record);
  for (const auto& [group, list] : members) {
    for (std::size_t i = 1; i < list.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (others[list[i]] != others[list[j]] && !note(list[i], list[j])) return;
      }
    }
  }
}

}  // namespace

Quality quality_of(std::span<const RecordNumber> groups, std::span<const RecordNumber> truth) {
  std::map<std::pair<RecordNumber, RecordNumber>, std::uint64_t> both;
  for (std::size_t i = 0; i < groups.size(); ++i) ++both[{groups[i], truth[i]}];
  Quality quality{.found = pairs_in(groups)};
  for (const auto& [key, size] : both) quality.right += pairs_among(size);
  quality.missing = pairs_in(truth) - quality.right;
  return quality;
}

std::vector<WrongPair> wrong_pairs(const LinkageModel& model, const RecordTable& table, const BlockIndex& index,
                                   std::span<const RecordNumber> groups, std::span<const RecordNumber> truth,
                                   std::size_t at_most) {
  std::vector<WrongPair> wrong;
  BlockKeys keys(model);
  std::vector<RecordNumber> found;
  const auto collect = [&](bool joined) {
    std::size_t noted = 0;
    return [&, joined, noted](RecordNumber a, RecordNumber b) mutable {
      if (noted++ == at_most) return false;
      index.find(keys.of(table, table.view(a)), model, a, found);
      wrong.push_back({a, b, joined, std::binary_search(found.begin(), found.end(), b)});
      return true;
    };
  };
  differing_pairs(groups, truth, collect(true));
  differing_pairs(truth, groups, collect(false));
  return wrong;
}

}  // namespace lt::identity
