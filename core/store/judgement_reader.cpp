// The log of who is who as it is read, and the questions that wait.
#include "store/judgement.hpp"
#include "store/reader.hpp"
#include "store/reader_state.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace lt::store {

using identity::Saying;

namespace {

// A source record's name in the columns from `first` on: number of the source, key, row.
SourceRecordName read_name(ReaderState& state, const Statement& select, int first) {
  if (select.integer(first) == 0) return {};
  const SourceName& name = state.names.name(select.integer(first));
  return {{name.system, name.stream}, select.string(first + 1), select.integer(first + 2)};
}

// The rows of both records: joins that every reading here needs.
constexpr const char* rows_joined =
    " LEFT JOIN source_record a ON a.source = j.source_a AND a.key = j.key_a"
    " LEFT JOIN source_record b ON b.source = j.source_b AND b.key = j.key_b";

constexpr const char* both_names =
    "j.source_a, j.key_a, coalesce(a.row, 0) AS row_a, j.source_b, j.key_b, coalesce(b.row, 0) AS row_b";

std::vector<Judgement> read_log(ReaderState& state) {
  Statement& select =
      state.prepared(std::string("SELECT j.id, j.entity, j.saying, ") + both_names +
                     ", j.undone, j.who, j.at, j.reason FROM identity_judgement j" + rows_joined + " ORDER BY j.id");
  const Resetting resetting(select);
  std::vector<Judgement> log;
  std::vector<identity::Judgement> plain;
  while (select.step()) {
    Judgement entry{.id = select.integer(0),
                    .entity = select.string(1),
                    .saying = static_cast<Saying>(select.integer(2)),
                    .a = read_name(state, select, 3),
                    .b = read_name(state, select, 6),
                    .undone = select.integer(9),
                    .who = select.string(10),
                    .at = select.integer(11),
                    .reason = select.string(12)};
    identity::Judgement& bare = plain.emplace_back();
    bare.id = entry.id;
    bare.saying = entry.saying;
    bare.undone = entry.undone;
    log.push_back(std::move(entry));
  }
  std::set<std::int64_t> standing;
  for (const auto& entry : identity::standing(plain)) standing.insert(entry.id);
  for (Judgement& entry : log) entry.stands = standing.contains(entry.id);
  return log;
}

bool same_record(const SourceRecordName& a, const SourceRecordName& b) {
  return a.source == b.source && a.key == b.key;
}

constexpr const char* question_columns = "j.bits, j.weights, j.at, j.assigned_to, j.judgement";

Question read_question(ReaderState& state, const Statement& select) {
  const auto number = select.value(8);
  return {.id = select.integer(0),
          .entity = select.string(1),
          .a = read_name(state, select, 2),
          .b = read_name(state, select, 5),
          .bits = number.as_decimal(),
          .weights = select.string(9),
          .at = select.integer(10),
          .assigned_to = select.string(11),
          .judgement = select.integer(12)};
}

}  // namespace

std::vector<Judgement> Reader::judgements(std::optional<RowId> row) {
  const Snapshot snapshot(*state_);
  std::vector<Judgement> log = read_log(*state_);
  if (!row) return log;
  std::set<std::int64_t> about;
  for (const Judgement& entry : log)
    if (entry.a.row == *row || entry.b.row == *row || about.contains(entry.undone)) about.insert(entry.id);
  std::erase_if(log, [&](const Judgement& entry) { return !about.contains(entry.id); });
  return log;
}

std::vector<Brought> Reader::brought(RowId row) {
  const Snapshot snapshot(*state_);
  // Of the row, and of the rows from which keys alone would give it records: by record, where keys would have it.
  Statement& select = state_->prepared(
      "SELECT j.source, j.key, r.row, j.row FROM judged_record j JOIN source_record r ON r.source = j.source AND "
      "r.key = j.key WHERE j.row IN (SELECT i.row FROM judged_record i JOIN source_record s ON s.source = i.source "
      "AND s.key = i.key WHERE s.row = ?1) ORDER BY j.source, j.key");
  std::vector<Brought> all;
  {
    const Resetting resetting(select);
    select.bind(1, row);
    while (select.step()) all.push_back({read_name(*state_, select, 0), select.integer(3), {}});
  }
  if (all.empty()) return all;
  std::vector<Judgement> log = read_log(*state_);
  std::erase_if(log, [](const Judgement& entry) { return !entry.stands; });
  const auto concerns = [](const Judgement& entry, const SourceRecordName& record) {
    return same_record(entry.a, record) || same_record(entry.b, record);
  };
  std::vector<Brought> brought;
  for (const Brought& record : all) {
    if (record.record.row != row) continue;
    brought.push_back(record);
    for (const Judgement& entry : log) {
      // What joins two rows joins all that keys have there; what parts them is about the record itself.
      const bool its =
          concerns(entry, record.record) ||
          (entry.saying == Saying::same && record.by_keys != row && std::ranges::any_of(all, [&](const Brought& other) {
             return other.by_keys == record.by_keys && concerns(entry, other.record);
           }));
      if (its) brought.back().judgements.push_back(entry);
    }
  }
  return brought;
}

std::vector<Question> Reader::open_questions(int limit) {
  const Snapshot snapshot(*state_);
  Statement& select = state_->prepared(std::string("SELECT j.id, j.entity, ") + both_names + ", " + question_columns +
                                       " FROM identity_question j" + rows_joined +
                                       " WHERE j.judgement = 0 AND a.row <> b.row ORDER BY j.bits DESC, j.id LIMIT ?");
  const Resetting resetting(select);
  select.bind(1, limit);
  std::vector<Question> found;
  while (select.step()) found.push_back(read_question(*state_, select));
  return found;
}

std::optional<Question> Reader::question(std::int64_t id) {
  Statement& select = state_->prepared(std::string("SELECT j.id, j.entity, ") + both_names + ", " + question_columns +
                                       " FROM identity_question j" + rows_joined + " WHERE j.id = ?");
  const Resetting resetting(select);
  select.bind(1, id);
  if (!select.step()) return std::nullopt;
  return read_question(*state_, select);
}

}  // namespace lt::store
