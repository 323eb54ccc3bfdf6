// Puts one claim (a source record's mapped word) where it belongs: on a new row, beside others, or over to another row.
#pragma once

#include "base/arena.hpp"
#include "identity/match.hpp"
#include "model/entity.hpp"
#include "store/entity_rows.hpp"
#include "store/judged.hpp"
#include "store/source_records.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <vector>

namespace lt::store {

struct NewClaim {
  SourceRecord record;  // row, shared and document are the placer's to fill
  std::span<model::Value> values;
};

// A claim whose source record the store knows already. Without values it is the same word again at a later time.
struct KnownClaim {
  NewClaim claim;
  SourceRecord stored;

  bool only_later() const { return claim.values.empty(); }
};

struct Placed {
  RowId row = 0;
  Effect effect = Effect::unchanged;
};

// The writer's memory of the database: statements, names, the feed's counter. One thread, within its transaction.
class ClaimPlacer {
 public:
  ClaimPlacer(Connection& connection, const model::Model& model);

  // At the begin of a transaction: where the feed stands, which state of judgements it sees, and when it is.
  void start(Seq seq, std::int64_t judged, Milliseconds now);
  Seq last_seq() const { return seq_; }
  SourceNames& sources() { return names_; }
  SourceRecords& records() { return records_; }

  Placed place_new(int entity, const NewClaim& claim);
  // Where a database is far: of many new claims those that no row and no other of them resembles become rows at once.
  // The row of each; 0 where place_new() is to decide.
  std::vector<RowId> place_strangers(int entity, std::span<const NewClaim> claims);
  // There as well: of many known claims those that leave their row's keys as they are, where nobody else speaks of the
  // row, are stored at once. The effect of each; absent where place_again() or confirm() is to decide.
  std::vector<Effect> place_familiars(int entity, std::span<const KnownClaim> claims);
  bool is_far() const { return connection_->far(); }
  const model::Model& model() const { return *model_; }
  // `stored` is what the store holds under the claim's source and key.
  Placed place_again(int entity, const NewClaim& claim, const SourceRecord& stored);
  // The claim speaks of this row, and so does all that is said of other rows with the same strong key, where no other
  // strong key differs. Does nothing where the row is not there any more.
  void name(int entity, const NewClaim& claim, RowId row);
  // The same word at a later time.
  Placed confirm(int entity, const SourceRecord& stored, Milliseconds as_of);

  // The source does not say this any more: the row goes back to what others say, or goes where nobody speaks of it.
  Effect withdraw(int entity, std::int64_t source, std::string_view key);
  // Whether the row stands, for claims that are to refer to it.
  bool has(int entity, RowId row);

  // The next rows of several sources, at most so many, brought to what today's model makes of their source records.
  Refolded refold_after(int entity, RowId after, int most);

  // After claims were placed, or something was judged: what was shown as keys alone have it becomes what was judged
  // again. False where there was nothing to do.
  bool settle();
  Judged& judged() { return judged_; }

  // Rows removed and conflicts met since start(), by entity.
  const std::vector<EntityCounts>& side_effects() const { return side_effects_; }

 private:
  class Scratch;

  EntityRows& rows(int entity) { return rows_[static_cast<std::size_t>(entity)]; }
  StoredRow read(int entity, RowId id, Arena& arena);

  // The rows of which only these claims speak, by id.
  std::unordered_map<RowId, StoredRow> rows_alone(int entity, std::span<const KnownClaim> claims, Arena& arena);
  bool later_key_taken(int entity, std::span<const model::Value> values);
  std::optional<RowId> identify(int entity, const NewClaim& claim, RowId self,
                                std::span<const model::Value> values_without_claim, Arena& arena);
  void note_conflicts(int entity, const NewClaim& claim, const identity::Decision& decision);

  RowId insert_alone(int entity, const NewClaim& claim, Arena& arena);
  bool join(int entity, RowId target, const NewClaim& claim, Arena& arena);
  bool refold(int entity, StoredRow& row, Arena& arena);
  void write(int entity, StoredRow& row, Arena& arena);
  void remove(int entity, const StoredRow& row, RowId moved_to);
  void bury(int entity, RowId row, std::span<const model::Value> values, RowId moved_to);
  // A row that went, or lets go of what went: what it referred to until now.
  void note_former(int entity, RowId row, const model::Value& target);

  // The source record speaks of this row from now on; the claim is what it says where it has said nothing yet.
  void place_on(int entity, const NewClaim& claim, RowId row);
  void join_rows(int entity, RowId from, RowId to);
  // The source record leaves the row that it shares, for one of its own.
  RowId place_apart(int entity, const RecordName& name);
  // A row that had to do without its first key takes it where it is free by now.
  void take_first_key(int entity, const RecordName& name, RowId row);
  // What place_on and place_apart have in common: the claim without its record on the row; whether another record of
  // its source stays there.
  bool take_out(int entity, const StoredRow& from, NewClaim& claim, Arena& arena);

  // Source records whose places depend on one another: by what was said, and by the rows that keys give them.
  struct Circle {
    int entity = 0;
    std::map<RecordName, RowId> records;               // with their rows
    std::map<std::int64_t, identity::Judgement> said;  // by id
  };
  Circle circle_of(const RecordName& seed, std::set<RecordName>& asked);
  void add_row(Circle& circle, int entity, RowId row, std::vector<RecordName>& ask);
  void follow_stirred();
  void follow(const Circle& circle);
  void take_first_keys(const Circle& circle);
  // The record leaves `from`, where it stands alone or beside others, for `to`.
  void leave_alone(int entity, const NewClaim& claim, const StoredRow& from, RowId to, Arena& arena);
  Placed place_single(int entity, const NewClaim& claim, StoredRow& row, Arena& arena);
  Placed place_shared(int entity, const NewClaim& claim, StoredRow& row, Arena& arena);

  // Rows that referred to `from` refer to `to` now; with a source given only what that system's stream said. Where `to`
  // is 0 they refer to nothing, and who must refer to something is withdrawn as well.
  void repoint(int entity, RowId from, RowId to, std::optional<std::int64_t> source);
  void repoint_row(int entity, int field, RowId id, RowId from, RowId to, std::optional<std::int64_t> source);

  Connection* connection_;
  const model::Model* model_;
  SourceNames names_;
  SourceRecords records_;
  std::vector<EntityRows> rows_;
  Judged judged_;
  Statement bury_;
  Statement former_;
  Statement conflict_;
  Seq seq_ = 0;
  Milliseconds now_ = 0;
  std::vector<EntityCounts> side_effects_;
  std::vector<std::unique_ptr<Arena>> arenas_;  // one a depth of place_… calls
  std::size_t depth_ = 0;
};

}  // namespace lt::store
