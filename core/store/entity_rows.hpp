// The canonical rows of one entity as the writer sees them.
#pragma once

#include "base/arena.hpp"
#include "model/entity.hpp"
#include "store/absorb.hpp"
#include "store/connection.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace lt::store {

// A row while it is worked on; texts and values live in the arena it was read into.
struct StoredRow {
  RowId id = 0;
  // The only source record that speaks of it, whose document the row itself is; 0 where there are several.
  std::int64_t source = 0;
  std::string_view source_key;
  std::span<model::Value> values;

  bool single() const { return source != 0; }
};

class Judged;

// Used by the writer's thread, within its transaction.
class EntityRows {
 public:
  EntityRows(Connection& connection, const model::Entity& entity);

  const model::Entity& entity() const { return *entity_; }
  // Rows that were judged are shown as keys alone had them, or kept before they change. `position`: of the entity.
  void watch(Judged& judged, int position) {
    judged_ = &judged;
    position_ = position;
  }

  // False, and nothing is written, where another row has the first key's values.
  bool insert(const StoredRow& row);
  bool has(RowId id);  // as it stands, judged or not
  std::optional<StoredRow> read(RowId id, Arena& arena);
  // False as insert(). `seq` is the row's new place in the feed.
  bool update(const StoredRow& row, Seq seq);
  // Says who speaks of the row, without a change of its values.
  void set_source(const StoredRow& row);
  void remove(RowId id);

  // Rows with the same values in a key that is filled; the first 16.
  void find(int key, std::span<const model::Value> values, std::vector<RowId>& out);
  // Of each of these claims' values whether a row has them in a key that they fill; where the database is far.
  void mark_taken(int key, std::span<const std::span<model::Value>> values, std::vector<char>& taken);
  // Three for many rows at once, where the database is far.
  void insert_all(std::span<const StoredRow> rows);  // all new
  // Those that are there, in any order.
  std::vector<StoredRow> read_all(std::vector<model::Value> ids, Arena& arena);
  // New values of these fields, at new places in the feed, of rows whose keys and source records stay as they are; each
  // once.
  void update_all(std::span<const StoredRow> rows, std::span<const Seq> seqs, std::span<const std::size_t> fields);

  // Rows of several sources beyond `after`, in the order of their ids, at most so many.
  void shared_after(RowId after, int most, std::vector<RowId>& out);

  // Rows that refer to `target` by a field.
  void referring(int field, RowId target, std::vector<RowId>& out);

 private:
  void bind_row(Statement& statement, const StoredRow& row, int first_value);
  // _id, _source, _key and the fields.
  StoredRow row_of(const Statement& found, Arena& arena) const;
  bool placing() const;
  void show_first_key(std::span<const model::Value> values);
  bool show_holders(std::span<const model::Value> values);
  void touch(RowId row);
  void select(int key, std::span<const model::Value> values, std::vector<RowId>& out);
  void select_referring(int field, RowId target, std::vector<RowId>& out);

  Connection* connection_;
  const model::Entity* entity_;
  Judged* judged_ = nullptr;
  int position_ = 0;
  Statement insert_;
  Statement has_;
  Statement read_;
  Statement update_;
  Statement set_source_;
  Statement remove_;
  std::vector<Statement> find_;
};

}  // namespace lt::store
