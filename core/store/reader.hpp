// Reads the store beside the writer: own connection, consistent from begin to end of each call.
#pragma once

#include "store/dead_letter.hpp"
#include "store/delivery.hpp"
#include "store/erasure_records.hpp"
#include "store/explain.hpp"
#include "store/feed.hpp"
#include "store/judgement.hpp"
#include "store/ledger.hpp"
#include "store/lookup.hpp"
#include "store/retention.hpp"
#include "store/run_totals.hpp"

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lt::store {

class ReaderState;
class IdleReaders;

// Brings a reader back to where the next one who asks finds it.
struct ReaderReturn {
  std::shared_ptr<IdleReaders> home;
  void operator()(ReaderState* state) const noexcept;
};

// Rows of which a system said something new, in the order of their ids.
struct Spoken {
  std::vector<RowId> rows;
  RunId newest = 0;  // the last run in which it did; 0: it never said anything
};

// What the store last heard under one source key.
struct Known {
  bool found = false;
  std::int64_t hash = 0;
  Milliseconds as_of = 0;
};

enum class DumpFormat { lines, json };

// One thread at a time; many readers may live beside one another. Get one from Store::reader().
class Reader {
 public:
  explicit Reader(std::unique_ptr<ReaderState, ReaderReturn> state);
  ~Reader();
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;

  // One Known for each key, in the order of the keys. `entity` is the mapping's first entity, by position in the model.
  void known(const Source& source, int entity, std::span<const std::string_view> keys, std::vector<Known>& out);

  // Keys under which this source speaks of rows of `entity`, in order, after one of them.
  std::vector<std::string> source_keys(const Source& source, int entity, std::string_view after, int limit);

  // Rows due after a position, in feed order, tombstones among them; a row at most once a call.
  void changes(const FeedQuery& query, Rows& out);
  // The rows with these ids, in the order of the ids; a row that is not there is left out.
  void rows(int entity, std::span<const RowId> ids, Rows& out);
  // The next rows in the order of their ids, so that who pages through all meets each row once whatever changes.
  void page(int entity, RowId after, int limit, Rows& out);
  // Where a row of `entity` with these key values stands, by the entity's first key ("key1|key2" for several fields).
  std::optional<RowId> find(int entity, std::string_view key);
  // The row that went, or was merged away, last with these values of the first key. Reads the whole table of such rows.
  std::optional<RowId> find_removed(int entity, std::string_view key);
  // Whether the row stands, or went or was merged away.
  bool ever_had(int entity, RowId row);
  // Where rows with a value in a field stand, the newest first. Fast where Options::lookups names the fields.
  std::vector<LookupPlace> lookup(const LookupQuery& query);
  std::int64_t count(int entity);
  Seq last_seq();

  std::optional<std::string> cursor(std::string_view flow);

  // Deliveries of these rows in the order of the rows; rows never handled are left out.
  std::vector<Delivery> deliveries(std::string_view flow, std::span<const RowId> rows);
  // Rows in state retry whose next_attempt is at or before `now`, the longest waiting first.
  std::vector<Delivery> due_retries(std::string_view flow, Milliseconds now, int limit);
  std::optional<Milliseconds> next_retry(std::string_view flow);
  DeliveryCounts delivery_counts(std::string_view flow);
  // Those that are tried again. Reads them in an index, so it takes as long as there are many.
  PendingDeliveries pending(std::string_view flow);
  // The disclosure log of one row, the latest first, behind what was read of it.
  std::vector<DisclosureEntry> disclosures(RowId row, int limit, const DisclosurePlace& before = {});
  // The disclosure log of a row and of all rows that are of it (belonging.hpp), those that went or were merged away
  // among them. Nothing where there never was such a row.
  std::optional<RowDisclosures> disclosures_about(int entity, RowId row);

  // The whole log of who is who, the first first.
  std::vector<Judgement> judgements();
  // Of it what is about the source records of a row.
  std::vector<Judgement> judgements(int entity, RowId row);
  // The latest first, before one of them; 0: from the latest.
  std::vector<Judgement> latest_judgements(std::int64_t before, int limit);
  std::optional<Judgement> judgement(std::int64_t id);
  // The source records of a row and what brought them there; empty where keys alone did.
  std::vector<Brought> brought(RowId row);
  // That still wait for an answer, the likeliest first: both source records are there, and on two rows.
  std::vector<Question> open_questions(int limit, const QuestionPlace& after = {});
  std::optional<Question> question(std::int64_t id);

  // Proofs, the first first, each compared with the one before it.
  std::vector<Erasure> erasures();
  std::vector<ErasureRecord> erasure_records();

  // The next traces that have had their time.
  Expired expired(const ExpiryQuery& query);

  std::vector<Run> runs(const RunQuery& query);
  std::optional<Run> run(RunId id);
  std::optional<Run> last_run(std::string_view flow);
  // Runs that began in [from, to) by flow; a flow without any is not there.
  std::map<std::string, RunTotals> run_totals(Milliseconds from, Milliseconds to);
  // How runs of the flow ended: the last success and the last run that began before `from`, then all that began in
  // [from, to), in the order in which they began; what still runs is left out.
  void run_ends(std::string_view flow, Milliseconds from, Milliseconds to,
                const std::function<void(Milliseconds ended, RunState state)>& use);
  // When the last run that succeeded ended.
  std::optional<Milliseconds> last_success(std::string_view flow);

  std::vector<DeadLetter> dead_letters(const LetterQuery& query);
  std::optional<DeadLetter> dead_letter(std::int64_t id);
  // Of all that the query lets through, whatever its limit, in the order in which their bytes came.
  std::vector<std::int64_t> dead_letter_ids(const LetterQuery& query);
  // Of those that wait, by flow, the largest group first. The numbers are kept, so that nobody counts.
  std::vector<LetterCount> dead_letter_counts(std::string_view flow = {});
  std::optional<LetterCause> letter_cause(std::string_view id);
  // The latest last.
  std::vector<LetterEvent> letter_events(std::int64_t letter);
  // Fingerprints of the keys under which letters are sealed.
  std::vector<std::string> letter_keys();

  std::optional<Explanation> explain(int entity, RowId id);
  // The row as it would be if nobody but `system` spoke of it, texts in `arena`; nothing where it says nothing of it.
  std::optional<std::vector<model::Value>> said_by(int entity, RowId id, std::string_view system, Arena& arena);
  // Of which rows of `entity` the system said something new in `since` or a later run, whether or not they changed by
  // it.
  Spoken spoken(int entity, std::string_view system, RunId since);

  // Canonical rows of the entities (all where empty) ordered by first key, references as the referred row's first key,
  // as tab-separated lines or as one JSON object with a list of objects an entity; the same for equal stores whatever
  // the order of arrival, ids and feed places.
  void dump(std::ostream& out, std::span<const int> entities = {}, DumpFormat format = DumpFormat::lines);
  // Folds every row's source records again and follows every reference.
  CheckReport check();

 private:
  std::vector<Run> runs_among(const RunQuery& query);

  std::unique_ptr<ReaderState, ReaderReturn> state_;
};

}  // namespace lt::store
