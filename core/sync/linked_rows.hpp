// The rows that canonical rows refer to, along reference paths such as an outward mapping has.
#pragma once

#include "mapping/out_mapping.hpp"
#include "store/store.hpp"

#include <span>
#include <unordered_map>
#include <vector>

namespace lt::sync {

// Used by one thread.
class LinkedRows {
 public:
  // Store and mapping outlive it.
  LinkedRows(const store::Store& store, const mapping::OutMapping& mapping)
      : LinkedRows(store, mapping.entity(), mapping.reference_paths()) {}
  // The same along any paths from rows of `entity`; both outlive it.
  LinkedRows(const store::Store& store, const model::Entity& entity, const std::vector<mapping::ReferencePath>& paths);

  // Follows every path from these rows, step by step, one read a step. `rows` must stay until the next fetch().
  void fetch(store::Reader& reader, std::span<const store::Row> rows);
  // What the row at `position` of those fetched is mapped with; one for each path, empty where it refers to nothing.
  std::vector<std::span<const model::Value>> values(std::size_t position) const;
  // The entity's own fields with which paths begin, each once.
  std::vector<int> references() const;
  // The latest feed place among the rows that it refers to; 0 where there are none.
  store::Seq latest(std::size_t position) const;

 private:
  struct Step {
    store::Rows rows;
    std::unordered_map<store::RowId, const store::Row*> by_id;
  };

  const store::Store& store_;
  const model::Entity& entity_;
  const std::vector<mapping::ReferencePath>& paths_;
  std::vector<std::vector<Step>> steps_;              // for each path, one for each of its steps
  std::vector<std::vector<const store::Row*>> ends_;  // for each path, the row meant by each row or null
};

}  // namespace lt::sync
