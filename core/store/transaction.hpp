// Everything that writes: one transaction a batch, all or nothing.
#pragma once

#include "store/dead_letter.hpp"
#include "store/delivery.hpp"
#include "store/erasure_records.hpp"
#include "store/judgement.hpp"
#include "store/ledger.hpp"
#include "store/retention.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lt::store {

class TransactionState;

// The store's only writer while it lives; rolls back where commit() was not called. Used by the thread that began it.
class Transaction {
 public:
  explicit Transaction(std::unique_ptr<TransactionState> state);
  ~Transaction();
  Transaction(Transaction&&) noexcept;
  Transaction& operator=(Transaction&&) = delete;

  // Stores a batch of about 10,000 records at best. Without a commit() it still says what would have become of them.
  Absorbed absorb(RunId run, const Source& source, std::span<Incoming> batch);

  // What this source said of `entity` under these keys counts no more: each row falls back to what others say, and one
  // of whom nobody speaks now is removed, as the feed tells. In `records`: updated, unchanged (others say the same) or
  // absent (nothing was said).
  Absorbed withdraw(const Source& source, int entity, std::span<const std::string_view> keys);

  // What the destination of a delivered row calls it becomes a word on the row, older than any other, by which later
  // records are known to mean it; a row that bears this name already, and differs in no other strong key, joins it.
  void name_row(RunId run, const Source& source, const NamedField& field, std::string_view name);

  // Rows of several sources beyond `after`, at most so many, become what the model of today makes of what their sources
  // say; those of one source are it already. The feed tells of those that changed.
  Refolded refold(int entity, RowId after, int most);

  // Judgements about who is who: each a line of a log that only grows, numbered from 1, with all that follows from it.
  // They speak of source records, so that they hold whatever becomes of rows. All throw Error misconfigured where
  // what is said cannot be, saying why.
  // Two rows are one; the older one stays.
  std::int64_t say_same(int entity, RowId a, RowId b, const Sayer& sayer);
  // Two rows are never one, whatever keys or weights say later.
  std::int64_t say_never(int entity, RowId a, RowId b, const Sayer& sayer);
  // A source record is not of the row on which it stands, and gets one of its own.
  std::int64_t split(int entity, const Source& source, std::string_view key, const Sayer& sayer);
  std::int64_t undo_judgement(std::int64_t judgement, const Sayer& sayer);
  // Whether the first source record's row and the second's are one, for a person to say; `weights` is the explanation
  // as JSON. The same question again takes the place of the one that waits; one that was answered stays so. False
  // where someone said already that they are not.
  bool put_question(int entity, RowId a, RowId b, double bits, std::string_view weights);
  // False where the question does not wait.
  bool assign_question(std::int64_t question, std::string_view to);

  void set_cursor(std::string_view flow, std::string_view state);

  // The same key of the same flow again adds to the letter that waits. True where it is a new letter.
  bool put_dead_letter(RunId run, const DeadLetter& letter);
  // Waiting letters of these keys become `resolved` (or `replayed`); returns how many there were. Cheap where the flow
  // has no waiting letters at all.
  std::int64_t resolve_dead_letters(std::string_view flow, std::span<const std::string_view> keys,
                                    LetterState as = LetterState::resolved);
  // False where the letter does not wait. `who`: the person, kept with the moment.
  bool dismiss_dead_letter(std::int64_t id, std::string_view reason, std::string_view who);
  // Takes a dismissal back. False where the letter is not dismissed.
  bool reopen_dead_letter(std::int64_t id, std::string_view who);
  // Keeps what a person made of the payload beside it, for the next replay. False where the letter does not wait;
  // throws Error misconfigured where it cannot be read.
  bool mend_dead_letter(std::int64_t id, std::string_view payload, std::string_view who);

  // Remembers documents before they leave and gives their serials: the one before where the same document is unsettled
  // (its answer was lost), else the next. None for what need not leave: the destination is known to hold just this.
  std::vector<std::optional<std::int64_t>> depart(std::string_view flow, std::span<const Departure> departures);
  // What became of them. Where a later serial has departed meanwhile, that one stays unsettled.
  void put_deliveries(std::string_view flow, std::span<const Delivery> deliveries);
  // Appends to the disclosure log; `fields` is stored once a version.
  void put_disclosures(RunId run, const DisclosedFields& fields, std::span<const Disclosure> disclosures);

  // Removes a row, the rows that are of it and of nobody else (belonging.hpp), and every other trace of it; what
  // destinations hold is taken back by the out-flows as the feed tells. Returns the proof that is left. Without a
  // commit() nothing happened. Throws Error misconfigured where there never was such a row, or no sealing keys are.
  Erasure erase(const ErasureOrder& order);
  // In a copy of the store that is older than erasures: takes their proofs over, and erases whoever the copy still
  // holds, `like` this order in all but entity and row; one proof each. Reads all source records. Throws Error
  // misconfigured where the records are of another store or a key is missing.
  std::vector<Erasure> erase_again(const std::vector<ErasureRecord>& records, const ErasureOrder& like);

  // As Store::expire, for all traces but answers.
  std::int64_t expire(Trace trace, std::span<const std::int64_t> ids);

  // Throws Error{unavailable} where another live process or thread runs this flow. A run with the trigger "receive",
  // which gathers what the system sends by itself, may be beside one of another trigger.
  RunId begin_run(std::string_view flow, Direction direction, std::string_view trigger);
  // Both throw Error{failed} where the counts do not balance; counts are those of the whole run so far.
  void update_run(RunId run, const Counts& counts, const CountsByEntity& entities);
  void end_run(RunId run, RunState state, const Counts& counts, const CountsByEntity& entities,
               std::string_view message = {});

  // Where this batch ends in the feed once committed.
  Seq last_seq() const;
  void commit();

 private:
  std::unique_ptr<TransactionState> state_;
};

}  // namespace lt::store
