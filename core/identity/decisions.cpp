// The fold of judgements into persons.
#include "identity/decisions.hpp"

#include <algorithm>
#include <ranges>
#include <set>
#include <utility>

namespace lt::identity {
namespace {

using Pair = std::pair<SourceId, SourceId>;

// Groups with the records that each may not be joined with.
class Groups {
 public:
  Groups(std::span<const SourceId> sources, const std::set<Pair>& apart) {
    for (const SourceId source : sources) groups_[source].members = {source};
    for (const auto& [a, b] : apart) {
      if (!known(a) || !known(b)) continue;
      groups_[a].apart.insert(b);
      groups_[b].apart.insert(a);
    }
    for (const SourceId source : sources) leader_[source] = source;
  }

  bool known(SourceId source) const { return groups_.contains(source); }
  const std::map<SourceId, SourceId>& leaders() const { return leader_; }

  // False where the two may not be joined.
  bool join(SourceId a, SourceId b) {
    SourceId kept = leader_.at(a), gone = leader_.at(b);
    if (kept == gone) return true;
    if (gone < kept) std::swap(kept, gone);
    Group& into = groups_[kept];
    Group& from = groups_[gone];
    const auto forbidden = [&](SourceId member) { return into.apart.contains(member); };
    if (std::any_of(from.members.begin(), from.members.end(), forbidden)) return false;
    for (const SourceId member : from.members) leader_[member] = kept;
    into.members.insert(into.members.end(), from.members.begin(), from.members.end());
    into.apart.insert(from.apart.begin(), from.apart.end());
    from = {};
    return true;
  }

 private:
  struct Group {
    std::vector<SourceId> members;
    std::set<SourceId> apart;
  };
  std::map<SourceId, Group> groups_;  // by leader
  std::map<SourceId, SourceId> leader_;
};

Pair ordered(SourceId a, SourceId b) { return std::minmax({a, b}); }

}  // namespace

std::vector<Judgement> standing(std::span<const Judgement> log) {
  std::vector<Judgement> by_time(log.begin(), log.end());
  std::sort(by_time.begin(), by_time.end(), [](auto& x, auto& y) { return x.id < y.id; });
  // From the latest back: an undo that is undone itself takes nothing back.
  std::set<std::int64_t> undone;
  for (const Judgement& entry : std::views::reverse(by_time)) {
    if (entry.saying == Saying::undo && entry.undone < entry.id && !undone.contains(entry.id)) {
      undone.insert(entry.undone);
    }
  }
  std::erase_if(by_time, [&](auto& entry) { return entry.saying == Saying::undo || undone.contains(entry.id); });
  return by_time;
}

Persons persons(std::span<const SourceId> sources, std::span<const Tie> by_keys, std::span<const Judgement> log) {
  std::set<Pair> apart;
  std::vector<Pair> joins;
  for (const Judgement& entry : standing(log)) {
    if (entry.saying == Saying::never) apart.insert(ordered(entry.a, entry.b));
    if (entry.saying == Saying::same) joins.push_back(ordered(entry.a, entry.b));
  }
  // Who was said to be somebody else leaves, and the others stay together.
  std::set<SourceId> leaving;
  for (const Judgement& entry : standing(log))
    if (entry.saying == Saying::never) leaving.insert(entry.a);
  std::set<std::pair<bool, Pair>> keys;
  for (const Tie& tie : by_keys)
    keys.emplace(leaving.contains(tie.a) || leaving.contains(tie.b), ordered(tie.a, tie.b));
  for (const auto& [late, tie] : keys) joins.push_back(tie);

  Groups groups(sources, apart);
  Persons made;
  for (const auto& [a, b] : joins) {
    if (groups.known(a) && groups.known(b) && !groups.join(a, b)) made.refused.push_back({a, b});
  }
  made.person_of = groups.leaders();
  return made;
}

std::vector<Move> moves(const Persons& before, const Persons& after) {
  std::vector<Move> list;
  for (const auto& [source, person] : after.person_of) {
    const auto known = before.person_of.find(source);
    if (known != before.person_of.end() && known->second != person) list.push_back({source, known->second, person});
  }
  return list;
}

}  // namespace lt::identity
