// The log of who is who as it is read, and the questions that wait.
#include "store/judgement.hpp"
#include "store/reader.hpp"
#include "store/reader_state.hpp"
#include "store/row_claims.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

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

// Whether a later line takes this one back that was not taken back itself.
bool is_undone(ReaderState& state, std::int64_t judgement) {
  std::vector<std::int64_t> undos;
  {
    Statement& select =
        state.prepared("SELECT id FROM identity_judgement WHERE undone = ?1 AND undone <> 0 AND id > ?1");
    const Resetting resetting(select);
    select.bind(1, judgement);
    while (select.step()) undos.push_back(select.integer(0));
  }
  return std::ranges::any_of(undos, [&](std::int64_t undo) { return !is_undone(state, undo); });
}

Judgement read_judgement(ReaderState& state, const Statement& select) {
  return {.id = select.integer(0),
          .entity = select.string(1),
          .saying = static_cast<Saying>(select.integer(2)),
          .a = read_name(state, select, 3),
          .b = read_name(state, select, 6),
          .undone = select.integer(9),
          .who = select.string(10),
          .at = select.integer(11),
          .reason = select.string(12)};
}

// Lines of the log that fit a condition on j, which `bind` gives its parameters.
std::vector<Judgement> read_log(ReaderState& state, const std::string& condition,
                                const std::function<void(Statement&)>& bind) {
  std::vector<Judgement> log;
  {
    Statement& select =
        state.prepared(std::string("SELECT j.id, j.entity, j.saying, ") + both_names +
                       ", j.undone, j.who, j.at, j.reason FROM identity_judgement j" + rows_joined + condition);
    const Resetting resetting(select);
    bind(select);
    while (select.step()) log.push_back(read_judgement(state, select));
  }
  for (Judgement& entry : log) entry.stands = entry.saying != Saying::undo && !is_undone(state, entry.id);
  return log;
}

using RecordKey = std::pair<std::int64_t, std::string>;  // number of the source, key

// All that was said about these source records, undos too, the first first.
std::vector<Judgement> read_log_about(ReaderState& state, const std::vector<RecordKey>& records) {
  std::map<std::int64_t, Judgement> log;
  for (const char* side : {" WHERE j.source_a = ? AND j.key_a = ?", " WHERE j.source_b = ? AND j.key_b = ?"})
    for (const auto& [source, key] : records)
      for (Judgement& entry : read_log(state, side, [&](Statement& select) {
             select.bind(1, source);
             select.bind(2, std::string_view(key));
           }))
        log.try_emplace(entry.id, std::move(entry));
  std::vector<Judgement> in_order;
  in_order.reserve(log.size());
  for (auto& [id, entry] : log) in_order.push_back(std::move(entry));
  return in_order;
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

std::vector<Judgement> Reader::judgements() {
  const Snapshot snapshot(*state_);
  return read_log(*state_, " ORDER BY j.id", [](Statement&) {});
}

std::vector<Judgement> Reader::latest_judgements(std::int64_t before, int limit) {
  const Snapshot snapshot(*state_);
  return read_log(*state_,
                  before == 0 ? " ORDER BY j.id DESC LIMIT ?2" : " WHERE j.id < ?1 ORDER BY j.id DESC LIMIT ?2",
                  [&](Statement& select) {
                    if (before != 0) select.bind(1, before);
                    select.bind(2, limit);
                  });
}

std::optional<Judgement> Reader::judgement(std::int64_t id) {
  const Snapshot snapshot(*state_);
  auto found = read_log(*state_, " WHERE j.id = ?", [&](Statement& select) { select.bind(1, id); });
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<Judgement> Reader::judgements(int entity, RowId row) {
  const Snapshot snapshot(*state_);
  Arena arena;
  const auto claims = read_claims(*state_, state_->entity(entity), row, arena);
  std::vector<RecordKey> records;
  if (!claims) return {};
  for (const SourceRecord& record : claims->records) records.emplace_back(record.source, record.key);
  return read_log_about(*state_, records);
}

std::vector<Brought> Reader::brought(RowId row) {
  const Snapshot snapshot(*state_);
  // Of the row, and of the rows from which keys alone would give it records: by record, where keys would have it.
  Statement& select = state_->prepared(
      "SELECT j.source, j.key, r.row, j.row FROM judged_record j JOIN source_record r ON r.source = j.source AND "
      "r.key = j.key WHERE j.row IN (SELECT i.row FROM judged_record i JOIN source_record s ON s.source = i.source "
      "AND s.key = i.key WHERE s.row = ?1) ORDER BY j.source, j.key");
  std::vector<Brought> all;
  std::vector<RecordKey> records;
  {
    const Resetting resetting(select);
    select.bind(1, row);
    while (select.step()) {
      all.push_back({read_name(*state_, select, 0), select.integer(3), {}});
      records.emplace_back(select.integer(0), select.string(1));
    }
  }
  std::vector<Judgement> log = read_log_about(*state_, records);
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

std::vector<Question> Reader::open_questions(int limit, const QuestionPlace& after) {
  const Snapshot snapshot(*state_);
  std::vector<Question> found;
  const auto read = [&](const std::string& condition) {
    Statement& select = state_->prepared(
        std::string("SELECT j.id, j.entity, ") + both_names + ", " + question_columns + " FROM identity_question j" +
        rows_joined + " WHERE j.judgement = 0 AND a.row <> b.row" + condition + " ORDER BY j.bits DESC, j.id LIMIT ?1");
    const Resetting resetting(select);
    select.bind(1, limit - static_cast<int>(found.size()));
    if (!condition.empty()) select.bind(2, model::Value::decimal(after.bits));
    if (condition.find("?3") != std::string::npos) select.bind(3, after.id);
    while (select.step()) found.push_back(read_question(*state_, select));
  };
  if (after.id == 0) {
    read("");
    return found;
  }
  // Many may be as likely; each part is one stretch of the index.
  read(" AND j.bits = ?2 AND j.id > ?3");
  if (std::ssize(found) < limit) read(" AND j.bits < ?2");
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
