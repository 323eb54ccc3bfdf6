// Fields once a version, a line for each document.
#include "store/disclosures.hpp"

#include "store/value_list.hpp"

#include <boost/json.hpp>

#include <map>
#include <memory>
#include <string>

namespace lt::store {

const char* const disclosure_tables = R"sql(
CREATE TABLE IF NOT EXISTS disclosed_fields (id INTEGER PRIMARY KEY, flow TEXT NOT NULL, destination TEXT NOT NULL,
                                             purpose TEXT NOT NULL, fields TEXT NOT NULL,
                                             UNIQUE (flow, destination, purpose, fields));
CREATE TABLE IF NOT EXISTS disclosure (id INTEGER PRIMARY KEY, fields INTEGER NOT NULL, row INTEGER NOT NULL,
                                       seq INTEGER NOT NULL, run INTEGER NOT NULL, at INTEGER NOT NULL,
                                       hash INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS disclosure_row ON disclosure (row);
)sql";

namespace {

std::int64_t version_of(const Prepared& prepared, const DisclosedFields& fields) {
  const std::string names = boost::json::serialize(boost::json::value_from(fields.fields));
  const auto bind_fields = [&](Statement& statement) {
    statement.bind(1, std::string_view(fields.flow));
    statement.bind(2, std::string_view(fields.destination));
    statement.bind(3, std::string_view(fields.purpose));
    statement.bind(4, std::string_view(names));
  };
  Statement& add = prepared(
      "INSERT INTO disclosed_fields (flow, destination, purpose, fields) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
  bind_fields(add);
  add.run();
  Statement& select =
      prepared("SELECT id FROM disclosed_fields WHERE flow = ? AND destination = ? AND purpose = ? AND fields = ?");
  const Resetting resetting(select);
  bind_fields(select);
  select.step();
  return select.integer(0);
}

void log_one_by_one(const Prepared& prepared, RunId run, std::int64_t fields, std::span<const Disclosure> disclosures,
                    Milliseconds now) {
  Statement& log = prepared("INSERT INTO disclosure (fields, row, seq, run, at, hash) VALUES (?, ?, ?, ?, ?, ?)");
  for (const Disclosure& disclosure : disclosures) {
    log.bind(1, fields);
    log.bind(2, disclosure.row);
    log.bind(3, disclosure.seq);
    log.bind(4, run);
    log.bind(5, now);
    log.bind(6, disclosure.hash);
    log.run();
  }
}

void log_at_once(const Prepared& prepared, RunId run, std::int64_t fields, std::span<const Disclosure> disclosures,
                 Milliseconds now) {
  using model::Value;
  Statement& log = prepared(
      "INSERT INTO disclosure (fields, row, seq, run, at, hash) SELECT CAST(?4 AS BIGINT), d.row, d.seq, "
      "CAST(?5 AS BIGINT), CAST(?6 AS BIGINT), d.hash "
      "FROM unnest(CAST(?1 AS BIGINT[]), CAST(?2 AS BIGINT[]), CAST(?3 AS BIGINT[])) AS d(row, seq, hash)");
  log.bind_list(1, list_of(disclosures, [](const Disclosure& each) { return Value::integer(each.row); }));
  log.bind_list(2, list_of(disclosures, [](const Disclosure& each) { return Value::integer(each.seq); }));
  log.bind_list(3, list_of(disclosures, [](const Disclosure& each) { return Value::integer(each.hash); }));
  log.bind(4, fields);
  log.bind(5, run);
  log.bind(6, now);
  log.run();
}

std::vector<std::string> names_in(std::string_view fields) {
  return boost::json::value_to<std::vector<std::string>>(boost::json::parse({fields.data(), fields.size()}));
}

using Versions = std::map<std::int64_t, std::shared_ptr<const DisclosedFields>>;

Versions read_versions(const Prepared& prepared) {
  Statement& select = prepared("SELECT id, flow, destination, purpose, fields FROM disclosed_fields");
  const Resetting resetting(select);
  Versions versions;
  while (select.step())
    versions[select.integer(0)] = std::make_shared<const DisclosedFields>(
        DisclosedFields{select.string(1), select.string(2), select.string(3), names_in(select.text(4))});
  return versions;
}

}  // namespace

void write_disclosures(const Prepared& prepared, bool far, RunId run, const DisclosedFields& fields,
                       std::span<const Disclosure> disclosures, Milliseconds now) {
  if (disclosures.empty()) return;
  const std::int64_t version = version_of(prepared, fields);
  return far ? log_at_once(prepared, run, version, disclosures, now)
             : log_one_by_one(prepared, run, version, disclosures, now);
}

std::vector<DisclosureEntry> read_disclosures(const Prepared& prepared, RowId row, int limit, std::int64_t before,
                                              std::int64_t DisclosurePlace::* part) {
  Statement& select =
      prepared(std::string("SELECT f.flow, f.destination, f.purpose, f.fields, d.row, d.seq, d.run, d.at, d.hash, d.id "
                           "FROM disclosure d JOIN disclosed_fields f ON f.id = d.fields WHERE d.row = ?1") +
               (before == 0 ? "" : " AND d.id < ?3") + " ORDER BY d.id DESC LIMIT ?2");
  const Resetting resetting(select);
  select.bind(1, row);
  select.bind(2, limit);
  if (before != 0) select.bind(3, before);
  std::vector<DisclosureEntry> entries;
  while (select.step()) {
    DisclosureEntry entry;
    entry.place.*part = select.integer(9);
    entry.flow = select.string(0);
    entry.destination = select.string(1);
    entry.purpose = select.string(2);
    entry.fields = names_in(select.text(3));
    entry.row = select.integer(4);
    entry.seq = select.integer(5);
    entry.run = select.integer(6);
    entry.at = select.integer(7);
    entry.hash = select.integer(8);
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::vector<DisclosedDocument> read_documents(const Prepared& prepared, bool far, std::span<const RowId> rows) {
  const Versions versions = read_versions(prepared);
  std::vector<DisclosedDocument> documents;
  each_by_rows(prepared, far, "SELECT fields, row, seq, run, at, hash FROM disclosure WHERE row", rows,
               [&](const Statement& found) {
                 documents.push_back({.what = versions.at(found.integer(0)),
                                      .row = found.integer(1),
                                      .seq = found.integer(2),
                                      .run = found.integer(3),
                                      .at = found.integer(4),
                                      .hash = found.integer(5)});
               });
  return documents;
}

}  // namespace lt::store
