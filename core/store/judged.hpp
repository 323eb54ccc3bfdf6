// What stands otherwise than keys alone would have it, because someone said who is who; and how it stood before.
#pragma once

#include "base/arena.hpp"
#include "identity/decisions.hpp"
#include "store/entity_rows.hpp"
#include "store/source_records.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace lt::store {

// A source record by its own name, which it keeps whatever row it speaks of.
struct RecordName {
  std::int64_t source = 0;
  std::string key;
  auto operator<=>(const RecordName&) const = default;
};

// The writer's memory of judgements, and before-images of all that following them changed: rows, and source records.
// While claims are placed nothing judged is seen: who touches a judged row first gets all rows of its circle back as
// they were (`show`), and ClaimPlacer::settle() follows the judgements anew. So keys decide as if nothing had ever been
// said, whatever comes between a judgement and its undoing. One thread, within the writer's transaction.
class Judged {
 public:
  // placing: claims meet keys; following: what is changed is kept as it was before; restoring: neither.
  enum class Mode : std::uint8_t { placing, following, restoring };

  Judged(Connection& connection, const model::Model& model, std::vector<EntityRows>& rows, SourceRecords& records,
         SourceNames& names, Seq& seq);

  // At the begin of a transaction: which state of judgements it sees. Reads all where it is another than in memory.
  void start(std::int64_t version);
  // After a rollback.
  void forget() { version_ = -1; }
  // Whether the version is to be raised.
  bool changed() const { return changed_; }
  std::int64_t version() const { return version_; }
  void committed();
  // Lines of the log name nobody any more; they are read anew with the next transaction.
  void scrubbed() { changed_ = scrubbed_ = true; }

  // Nothing was ever said: nobody needs to ask further.
  bool idle() const { return log_.empty(); }
  bool placing() const { return !idle() && mode_ == Mode::placing; }
  bool following() const { return mode_ == Mode::following; }

  // While placing. Brings back the circle of a row as keys alone had it; false where it is not judged.
  bool show(RowId row);
  // Adds the judged rows of an entity beyond one and up to another; all in order, each once.
  void held_between(int entity, RowId after, RowId last, std::vector<RowId>& rows) const;
  bool show_any(std::span<const RowId> rows);
  // Rows that would have these values in a key.
  void show_alike(int entity, int key, std::span<const model::Value> values);
  // The source record is said, moved or gone: judgements about it are followed anew.
  void stirred(std::int64_t source, std::string_view key);

  // While following: what comes before the first change.
  void touch(int entity, RowId row);
  void touch(std::int64_t source, std::string_view key);
  // The row at which a source record stood alone before it was shown, so that it finds it again.
  std::optional<RowId> former_row(std::int64_t source, std::string_view key) const;

  // Where the source record stands; 0: it is not there.
  RowId standing_row(const RecordName& name);
  // What it says, as it was kept where it shared a row by keys.
  std::string document_before(const RecordName& name);
  // Standing judgements about a source record.
  std::vector<identity::Judgement> about(const RecordName& name) const;
  const RecordName& name(identity::SourceId id) const { return names_of_[static_cast<std::size_t>(id) - 1]; }
  bool stands(std::int64_t judgement) const;
  // Of an entity that something was said of; throws Error misconfigured where the model has it no more.
  int position(std::string_view entity) const;
  // A line of the log that was stored just now.
  void add(std::int64_t id, identity::Saying saying, const RecordName& a, const RecordName& b, std::int64_t undone);

  // What is to be followed anew.
  bool unsettled() const { return !stirred_.empty() || !was_.empty(); }
  std::optional<RecordName> next_stirred();
  void follow(std::int64_t circle);
  void followed() { mode_ = Mode::placing; }

  // A row that judging alone had made and that is not needed any more.
  struct Departed {
    int entity = 0;
    RowId row = 0;
    RowId to = 0;  // where its source record stands now; 0: nowhere
    std::vector<model::Value> values;
  };
  // All that was shown stands again: what is as it was before keeps its place in the feed. Values live until the next
  // call.
  std::vector<Departed> finish();

 private:
  struct Held {
    int entity = 0;
    std::int64_t circle = 0;
  };
  // A row as out-flows know it, before it was shown.
  struct Was {
    int entity = 0;
    std::span<model::Value> values;  // empty: it was not there
    std::optional<Seq> seq;          // of the row or of its tombstone; nothing: its id
  };
  struct RowImage {
    RowId row = 0;
    int entity = 0;
    bool present = false;
    std::int64_t source = 0;
    std::string_view key;
    std::string_view document;
  };

  Statement& prepared(const std::string& text);
  void load();
  void load_log();
  identity::SourceId number(const RecordName& name);
  void recount();
  void hold(RowId row, Held held);
  void hide(int entity, RowId row, std::span<const model::Value> values);
  void unhide(int entity, RowId row, std::span<const model::Value> values);
  std::uint64_t fingerprint(int entity, int key, std::span<const model::Value> values);
  void unite(std::int64_t circle);

  void restore(std::int64_t circle);
  std::vector<RowImage> images(std::int64_t circle, Arena& arena);
  void note(const RowImage& image);
  void note_standing(std::int64_t circle);
  void restore_records(std::int64_t circle);
  void restore_row(const RowImage& image, Arena& arena);
  std::optional<Seq> place_of(int entity, RowId row);
  void set_place(int entity, RowId row, std::optional<Seq> seq);
  bool finish_gone(RowId row, const Was& was);

  Connection* connection_;
  const model::Model* model_;
  std::vector<EntityRows>* rows_;
  SourceRecords* records_;
  SourceNames* names_;
  Seq* seq_;
  std::map<std::string, Statement, std::less<>> statements_;
  std::int64_t version_ = -1;
  bool changed_ = false;
  bool scrubbed_ = false;
  Mode mode_ = Mode::placing;
  std::int64_t circle_ = 0;  // that is followed now

  std::vector<identity::Judgement> log_;  // a and b number names_of_
  std::vector<identity::Judgement> standing_;
  std::vector<RecordName> names_of_;
  std::map<RecordName, identity::SourceId> numbers_;
  std::unordered_map<identity::SourceId, std::vector<std::size_t>> about_;  // positions in standing_

  std::unordered_map<RowId, Held> held_;
  std::unordered_map<std::int64_t, std::vector<RowId>> circles_;
  std::unordered_multimap<std::uint64_t, RowId> hidden_;  // by the fingerprint of a key that the row had before
  std::string words_;

  std::set<RecordName> stirred_;
  std::map<RowId, Was> was_;
  Arena was_values_;
  std::map<RecordName, RowId> former_;
};

}  // namespace lt::store
