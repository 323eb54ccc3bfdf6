// A batch of mapped records into the store: grouped by source record, compared with what is known, placed.
#pragma once

#include "store/claim_placer.hpp"
#include "store/erased_keys.hpp"

#include <span>
#include <vector>

namespace lt::store {

// Keeps its buffers between batches. One thread, within the writer's transaction.
class Absorber {
 public:
  Absorber(ClaimPlacer& placer, ErasedKeys& erased, const model::Model& model)
      : placer_(&placer), erased_(&erased), model_(&model) {}

  Absorbed absorb(RunId run, const Source& source, std::span<Incoming> batch);
  void name_row(RunId run, const Source& source, const NamedField& field, std::string_view name);
  Absorbed withdraw(const Source& source, int entity, std::span<const std::string_view> keys);

 private:
  // One EntityRecord of the batch.
  struct Item {
    model::EntityRecord* record;
    std::size_t incoming;  // position in the batch
    std::size_t place;     // position over all EntityRecords of the batch
    Effect effect;
  };
  // A source record that the store does not know, with the items that speak of it.
  struct Fresh {
    std::uint64_t prefix;  // orders most of them at the price of one comparison
    std::size_t begin, end;
    NewClaim claim;
  };
  // One that it knows and that has something to say, where the database is far.
  struct Familiar {
    std::size_t begin, end;
    KnownClaim known;
  };

  void collect(std::span<Incoming> batch);
  std::vector<char> find_erased(const Source& source, std::span<Incoming> batch);
  void leave_out(const std::vector<char>& erased, Absorbed& absorbed);
  std::vector<std::vector<Item>> waves(const model::Entity& entity, std::vector<Item>& items) const;
  RowId row_there(const model::Field& field, RowId row);
  void resolve_references(const model::Entity& entity, std::vector<Item>& items);
  void count(std::span<const Item> items, Absorbed& absorbed, EntityCounts& counts) const;
  void absorb_wave(int entity, RunId run, std::int64_t source, std::vector<Item>& items);
  void absorb_group(int entity, RunId run, std::int64_t source, std::span<Item> group, std::size_t begin);
  Placed place_known(int entity, const KnownClaim& known);
  void place_familiar(int entity, std::vector<Item>& items);
  void place_fresh(int entity, std::vector<Item>& items);
  RowId standing_row(const Source& source, const model::EntityRecord& record, RowId placed);
  void conclude(std::span<Item> group, const Placed& placed);

  ClaimPlacer* placer_;
  ErasedKeys* erased_;
  const model::Model* model_;
  std::vector<std::vector<Item>> items_;  // by entity
  std::vector<std::size_t> first_place_;  // of each Incoming
  std::vector<RowId> row_of_;             // by place
  std::vector<Familiar> familiar_;
  std::vector<Fresh> fresh_;
};

}  // namespace lt::store
