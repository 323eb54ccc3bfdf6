// Known hashes, look-ups, cursors and the ledger, as they are read.
#include "store/reader.hpp"

#include "store/reader_state.hpp"
#include "store/runs.hpp"
#include "store/value_list.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace lt::store {

namespace {

void known_of_many(ReaderState& state, std::int64_t source, std::span<const std::string_view> keys,
                   std::vector<Known>& out) {
  std::unordered_map<std::string_view, std::vector<std::size_t>> places;
  std::vector<model::Value> asked;
  asked.reserve(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    auto& of_key = places[keys[i]];
    of_key.push_back(i);
    if (of_key.size() == 1) asked.push_back(model::Value::text(keys[i]));
  }
  static const std::string text =
      "SELECT key, hash, as_of FROM source_record WHERE source = ? AND " + any_of("key", "TEXT[]");
  Statement& select = state.prepared(text);
  const Resetting resetting(select);
  select.bind(1, source);
  select.bind_list(2, std::move(asked));
  while (select.step())
    for (const std::size_t place : places[select.text(0)]) out[place] = {true, select.integer(1), select.integer(2)};
}

}  // namespace

void ReaderReturn::operator()(ReaderState* state) const noexcept { home->put(std::unique_ptr<ReaderState>(state)); }

Reader::Reader(std::unique_ptr<ReaderState, ReaderReturn> state) : state_(std::move(state)) {}
Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;

void Reader::known(const Source& source, int entity, std::span<const std::string_view> keys, std::vector<Known>& out) {
  out.assign(keys.size(), {});
  const Snapshot snapshot(*state_);
  const auto number = state_->names.find(source, state_->entity(entity).name);
  if (!number) return;
  if (state_->connection.far()) return known_of_many(*state_, *number, keys, out);
  // In the order of the B-tree each of its pages is met once, however small the cache.
  std::vector<std::uint32_t> order(keys.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return keys[a] < keys[b]; });
  Statement& select = state_->prepared("SELECT hash, as_of FROM source_record WHERE source = ? AND key = ?");
  for (const std::uint32_t i : order) {
    const Resetting resetting(select);
    select.bind(1, *number);
    select.bind(2, keys[i]);
    if (select.step()) out[i] = {true, select.integer(0), select.integer(1)};
  }
}

std::vector<std::string> Reader::source_keys(const Source& source, int entity, std::string_view after, int limit) {
  std::vector<std::string> keys;
  const auto number = state_->names.find(source, state_->entity(entity).name);
  if (!number) return keys;
  Statement& select =
      state_->prepared("SELECT key FROM source_record WHERE source = ? AND key > ? ORDER BY key LIMIT ?");
  const Resetting resetting(select);
  select.bind(1, *number);
  select.bind(2, after);
  select.bind(3, limit);
  while (select.step()) keys.push_back(select.string(0));
  return keys;
}

std::optional<RowId> Reader::find(int entity, std::string_view key) {
  const model::Entity& definition = state_->entity(entity);
  if (definition.keys.empty()) return std::nullopt;
  std::string condition;
  for (const int field : definition.keys.front().fields)
    condition +=
        (condition.empty() ? "" : " AND ") + sql_name(definition.fields[static_cast<std::size_t>(field)].name) + " = ?";
  Statement& select =
      state_->prepared("SELECT _id FROM " + sql_name(definition.name) + " WHERE " + condition + " LIMIT 1");
  const Resetting resetting(select);
  int parameter = 1;
  for (std::size_t count = definition.keys.front().fields.size(); count > 0; --count) {
    const std::size_t end = count == 1 ? std::string_view::npos : key.find('|');
    // The column's affinity turns digits into the number that it holds.
    select.bind(parameter++, key.substr(0, end));
    key = end == std::string_view::npos ? std::string_view{} : key.substr(end + 1);
  }
  if (!select.step()) return std::nullopt;
  return select.integer(0);
}

std::int64_t Reader::count(int entity) {
  return state_->connection.integer("SELECT count(*) FROM " + sql_name(state_->entity(entity).name));
}

Seq Reader::last_seq() { return state_->connection.integer("SELECT value FROM meta WHERE name = 'seq'"); }

std::optional<std::string> Reader::cursor(std::string_view flow) {
  Statement& select = state_->prepared("SELECT state FROM cursor WHERE flow = ?");
  const Resetting resetting(select);
  select.bind(1, flow);
  if (!select.step()) return std::nullopt;
  return select.string(0);
}

std::vector<Run> Reader::runs(const RunQuery& query) {
  if (query.among && query.flow.empty()) return runs_among(query);
  // Conditions stand only where they are asked for, so that an index serves them: of one flow the times of its runs, of
  // all of them their numbers.
  const bool one_flow = !query.flow.empty();
  std::string conditions;
  const auto add = [&](const char* condition) {
    conditions.append(conditions.empty() ? " WHERE " : " AND ").append(condition);
  };
  if (one_flow) add("flow = ?1");
  if (query.since > 0) add("started >= ?2");
  if (query.state) add("state = ?4");
  if (query.before > 0) add(one_flow ? "(started, id) < ((SELECT started FROM run WHERE id = ?5), ?5)" : "id < ?5");
  Statement& select =
      state_->prepared(std::string("SELECT ") + run_columns + " FROM run" + conditions +
                       (one_flow ? " ORDER BY started DESC, id DESC" : " ORDER BY id DESC") + " LIMIT ?3");
  const Resetting resetting(select);
  if (one_flow) select.bind(1, std::string_view(query.flow));
  if (query.since > 0) select.bind(2, query.since);
  select.bind(3, query.limit);
  if (query.state) select.bind(4, static_cast<int>(*query.state));
  if (query.before > 0) select.bind(5, query.before);
  std::vector<Run> runs;
  while (select.step()) runs.push_back(read_run(select));
  return runs;
}

// The first of each flow are those of its part of the index; the first of all are among them.
std::vector<Run> Reader::runs_among(const RunQuery& query) {
  std::vector<Run> all;
  for (const std::string& flow : *query.among) {
    RunQuery its = query;
    its.flow = flow;
    std::ranges::move(runs(its), std::back_inserter(all));
  }
  std::ranges::sort(all, std::ranges::greater(), [](const Run& run) { return std::pair(run.started, run.id); });
  if (std::ssize(all) > query.limit) all.resize(static_cast<std::size_t>(query.limit));
  return all;
}

std::optional<Run> Reader::run(RunId id) {
  Statement& select = state_->prepared(std::string("SELECT ") + run_columns + " FROM run WHERE id = ?");
  const Resetting resetting(select);
  select.bind(1, id);
  if (!select.step()) return std::nullopt;
  return read_run(select);
}

std::optional<Run> Reader::last_run(std::string_view flow) {
  auto latest = runs({std::string(flow), 0, 1});
  if (latest.empty()) return std::nullopt;
  return std::move(latest.front());
}

}  // namespace lt::store
