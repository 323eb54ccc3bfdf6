// What each source last said, under its own key, and of which canonical row.
#pragma once

#include "base/arena.hpp"
#include "base/clock.hpp"
#include "store/absorb.hpp"
#include "store/connection.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lt::store {

// One source record. `document` is empty while its row is its document too.
struct SourceRecord {
  std::int64_t source = 0;
  std::string_view key;
  RowId row = 0;
  std::int64_t hash = 0;
  Milliseconds as_of = 0;
  RunId run = 0;
  bool shared = false;  // its row has other source records too
  std::string_view document;
};

struct SourceName {
  std::string system;
  std::string stream;
  std::string entity;
};

// Numbers for (system, stream, entity), given once and kept in memory. One thread.
class SourceNames {
 public:
  explicit SourceNames(Connection& connection) : connection_(&connection) {}

  std::optional<std::int64_t> find(const Source& source, std::string_view entity);
  std::int64_t find_or_add(const Source& source, std::string_view entity);
  const SourceName& name(std::int64_t id);
  // After a rollback, numbers given meanwhile are not there any more.
  void forget() { names_.clear(); }

 private:
  void load();

  Connection* connection_;
  std::map<std::int64_t, SourceName> names_;
};

class Judged;

// Used by the writer's thread, within its transaction.
class SourceRecords {
 public:
  explicit SourceRecords(Connection& connection);
  // Records of rows that were judged are shown as keys alone had them, or kept before they change.
  void watch(Judged& judged) { judged_ = &judged; }

  // Without the document.
  std::optional<SourceRecord> find(std::int64_t source, std::string_view key);
  void insert(const SourceRecord& record);
  // Everything but source and key.
  void replace(const SourceRecord& record);
  // The same word again at a later time.
  void confirm(std::int64_t source, std::string_view key, Milliseconds as_of);
  void set_document(std::int64_t source, std::string_view key, std::string_view document);
  void remove(std::int64_t source, std::string_view key);

  // Asks for many at once, so that find() knows them until forget(); where the database is far. Keys that find() gave
  // live until then too, though the record changes meanwhile.
  void look_up(std::int64_t source, std::vector<model::Value> keys);
  void forget();
  // All new; where the database is far.
  void insert_all(std::span<const SourceRecord> records);
  // Hash, as_of and run of records that are there, each once; where the database is far.
  void hear_again(std::span<const SourceRecord> records);

  // The records that share a row; their texts live in the arena. Empty for a row with a single one.
  std::vector<SourceRecord> of_row(RowId row, Arena& arena);

 private:
  std::optional<SourceRecord> look(std::int64_t source, std::string_view key);
  void will_change(std::int64_t source, std::string_view key);
  // What was looked up before is not so any more.
  void changes(std::int64_t source, std::string_view key);

  Statement find_;
  Statement insert_;
  Statement replace_;
  Statement confirm_;
  Statement set_document_;
  Statement remove_;
  Statement of_row_;
  Connection* connection_;
  Judged* judged_ = nullptr;
  std::int64_t ahead_source_ = 0;
  using Ahead = std::unordered_map<std::string, std::optional<SourceRecord>>;
  Ahead ahead_;  // by key
  std::vector<Ahead::node_type> changed_;
};

}  // namespace lt::store
