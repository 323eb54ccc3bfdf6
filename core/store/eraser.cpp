// Which rows go, what is known of them, and every place where something of them lies.
#include "store/eraser.hpp"

#include "base/error.hpp"
#include "store/belonging.hpp"
#include "store/dead_letters.hpp"
#include "store/erased_keys.hpp"
#include "store/transaction.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

namespace lt::store {

namespace {

constexpr std::size_t least_word = 6;  // bytes; a shorter number stands in too many records of others
constexpr int letters_at_once = 1'000;

const SealingKeys& required(const Writer& writer) {
  if (writer.letter_keys) return *writer.letter_keys;
  throw Error(ErrorKind::misconfigured,
              "nobody is erased without the keys of dead letters: by them a source that sends the person again is "
              "known; name the secret dead_letter_keys, or let the hub make its file");
}

}  // namespace

Eraser::Eraser(Writer& writer, const ErasureOrder& order)
    : writer_(writer),
      order_(order),
      prepared_([&writer](const std::string& text) -> Statement& { return writer.prepared(text); }),
      keys_(required(writer)) {}

const model::Entity& Eraser::entity(int position) const {
  return *writer_.placer->model().entities().at(static_cast<std::size_t>(position));
}

std::int64_t Eraser::run(const std::string& text, std::initializer_list<std::int64_t> numbers) {
  Statement& statement = prepared_(text);
  int parameter = 0;
  for (const std::int64_t number : numbers) statement.bind(++parameter, number);
  return statement.run();
}

void Eraser::count(const std::string& what, std::int64_t rows) {
  if (rows != 0) counts_[what] += rows;
}

Erasure Eraser::erase() {
  const auto present = present_row(prepared_, entity(order_.entity), order_.row);
  if (!present)
    throw Error(ErrorKind::misconfigured, "there is no " + entity(order_.entity).name + " " +
                                              std::to_string(order_.row) + " in the store, and there never was one");
  // What is deleted is overwritten, not only let go.
  if (!writer_.connection.far()) writer_.connection.execute("PRAGMA secure_delete = ON");
  Erasure erasure;
  erasure.id = writer_.connection.integer("SELECT coalesce(max(id), 0) + 1 FROM erasure");
  choose_rows(present->row);
  find_sayings();
  find_words(present->row);
  erase_letters();
  keep_hashes(erasure.id);
  erase_rows();
  scrub(erasure.id);
  scrub_judgements();
  prove(erasure);
  return erasure;
}

// All that are of the asked row and of nobody else: a row that belongs to another one as well stays, and so does what
// belongs to it.
void Eraser::choose_rows(RowId asked) {
  const model::Model& model = writer_.placer->model();
  const RowsByEntity found = rows_about(prepared_, writer_.connection.far(), model, order_.entity, asked);
  std::map<int, std::vector<int>> fields;
  for (Belonging& belonging : belongings(model, order_.entity)) fields[belonging.entity] = std::move(belonging.fields);
  std::set<RowId> gone;
  std::map<RowId, std::vector<RowId>> owners;
  for (const auto& [its_entity, rows] : found) {
    gone.insert(rows.begin(), rows.end());
    if (its_entity == order_.entity) continue;
    for (const RowId row : rows) owners[row] = belongs_to(its_entity, fields[its_entity], row);
  }
  for (bool again = true; again;) {
    again = std::erase_if(gone, [&](RowId row) {
              return std::ranges::any_of(owners[row], [&](RowId owner) { return !gone.contains(owner); });
            }) != 0;
  }
  for (const auto& [its_entity, rows] : found)
    for (const RowId row : rows)
      if (gone.contains(row)) rows_.emplace_back(its_entity, row);
}

// The rows that a row refers to by these fields; none where it stands no more.
std::vector<RowId> Eraser::belongs_to(int its_entity, const std::vector<int>& fields, RowId row) {
  std::vector<RowId> owners;
  for (const int field : fields) {
    Statement& select =
        prepared_("SELECT " + sql_name(entity(its_entity).fields[static_cast<std::size_t>(field)].name) + " FROM " +
                  sql_name(entity(its_entity).name) + " WHERE _id = ?");
    const Resetting resetting(select);
    select.bind(1, row);
    if (select.step() && !select.is_null(0)) owners.push_back(select.integer(0));
  }
  return owners;
}

void Eraser::find_sayings() {
  for (const auto& [its_entity, row] : rows_) {
    {
      Statement& alone = prepared_("SELECT _source, _key FROM " + sql_name(entity(its_entity).name) +
                                   " WHERE _id = ? AND _source IS NOT NULL");
      const Resetting resetting(alone);
      alone.bind(1, row);
      if (alone.step()) sayings_.push_back({its_entity, alone.integer(0), alone.string(1)});
    }
    Statement& shared =
        prepared_("SELECT source, key FROM source_record WHERE row = ? AND doc IS NOT NULL ORDER BY source, key");
    const Resetting resetting(shared);
    shared.bind(1, row);
    while (shared.step()) sayings_.push_back({its_entity, shared.integer(0), shared.string(1)});
  }
}

// Values of strong keys, such as a citizen number: what names nobody else.
void Eraser::find_words(RowId asked) {
  const model::Entity& definition = entity(order_.entity);
  std::set<int> fields;
  for (const model::Key& key : definition.keys)
    if (!key.weak && key.fields.size() == 1) fields.insert(key.fields.front());
  for (const int field : fields) {
    const model::Field& its = definition.fields[static_cast<std::size_t>(field)];
    if (its.type != model::FieldType::text) continue;
    Statement& select =
        prepared_("SELECT " + sql_name(its.name) + " FROM " + sql_name(definition.name) + " WHERE _id = ?");
    const Resetting resetting(select);
    select.bind(1, asked);
    if (select.step() && select.text(0).size() >= least_word) words_.push_back(select.string(0));
  }
}

void Eraser::erase_letters() {
  for (const std::int64_t letter : letters()) {
    count("letter_event", run("DELETE FROM letter_event WHERE letter = ?", {letter}));
    count("dead_letter", 1);
    Statement& erase = prepared_("DELETE FROM dead_letter WHERE id = ? RETURNING state, cause");
    const Resetting resetting(erase);
    erase.bind(1, letter);
    while (erase.step())
      if (static_cast<LetterState>(erase.integer(0)) == LetterState::waiting) --writer_.more_waiting[erase.string(1)];
  }
}

// By the row that was to go out, by the source's key of the record that came in, and by what it says.
std::set<std::int64_t> Eraser::letters() {
  std::set<RowId> rows;
  for (const auto& [its_entity, row] : rows_) rows.insert(row);
  std::set<std::pair<std::string, std::string>> keys;  // flow, key
  for (const Said& said : sayings_) {
    const SourceName& name = writer_.placer->sources().name(said.source);
    for (const auto& [flow, source] : order_.in_flows)
      if (source.system == name.system && source.stream == name.stream) keys.emplace(flow, said.key);
  }
  std::set<std::int64_t> found;
  std::int64_t last = 0;
  for (bool more = true; more;) {
    Statement& select = prepared_(std::string(letter_select) + " WHERE d.id > ? ORDER BY d.id LIMIT " +
                                  std::to_string(letters_at_once));
    const Resetting resetting(select);
    select.bind(1, last);
    more = false;
    while (select.step()) {
      const DeadLetter letter = read_letter(select, &keys_);
      last = letter.id;
      more = true;
      if (!letter.unreadable.empty()) count("dead_letter, not readable", 1);
      if ((letter.row != 0 && rows.contains(letter.row)) || keys.contains({letter.flow, letter.key}) ||
          names_the_person(letter.key) || names_the_person(letter.payload) ||
          (letter.mended && names_the_person(*letter.mended)))
        found.insert(letter.id);
    }
  }
  return found;
}

bool Eraser::names_the_person(std::string_view text) const {
  return std::ranges::any_of(words_,
                             [&](const std::string& word) { return text.find(word) != std::string_view::npos; });
}

void Eraser::keep_hashes(std::int64_t erasure) {
  std::vector<std::string> hashes;
  hashes.reserve(sayings_.size());
  for (const Said& said : sayings_) {
    const SourceName& name = writer_.placer->sources().name(said.source);
    hashes.push_back(writer_.erased->hash({name.system, name.stream}, name.entity, said.key));
  }
  writer_.erased->keep(hashes, erasure);
}

// What refers to others goes before them, so that nothing is placed anew on its way out. Whoever else must refer to
// one of these rows goes with it, and whoever may lets go of it, as where a source takes its word back.
void Eraser::erase_rows() {
  ClaimPlacer& placer = *writer_.placer;
  const std::vector<EntityCounts> before = placer.side_effects();
  std::vector<Said> sayings = sayings_;
  std::ranges::stable_sort(sayings, std::ranges::greater(), &Said::entity);
  for (const Said& said : sayings)
    if (placer.withdraw(said.entity, said.source, said.key) != Effect::absent) count("source_record", 1);
  placer.settle();
  for (std::size_t e = 0; e < before.size(); ++e)
    count(entity(static_cast<int>(e)).name, placer.side_effects()[e].removed - before[e].removed);
}

// What the rows leave behind: the key in the tombstone, errors of destinations, disputes about their keys. A delivery
// stands until the deletion has arrived, which put_deliveries() sees.
void Eraser::scrub(std::int64_t erasure) {
  const std::string flows = " AND flow IN (SELECT id FROM flow)";
  for (const auto& [its_entity, row] : rows_) {
    count("removed", run("UPDATE removed SET doc = '{}' WHERE row = ?", {row}));
    count("identity_conflict", run("DELETE FROM identity_conflict WHERE row = ?", {row}));
    count("identity_conflict", run("DELETE FROM identity_conflict WHERE other = ?", {row}));
    count("delivery", run("DELETE FROM delivery WHERE row = ? AND hash = 0 AND unsettled IS NULL" + flows, {row}));
    count("delivery, to be taken back", run("UPDATE delivery SET error = NULL WHERE row = ?" + flows, {row}));
    run("INSERT INTO erased_row (row, erasure) VALUES (?, ?) ON CONFLICT DO NOTHING", {row, erasure});
  }
  Statement& forget = prepared_("DELETE FROM identity_conflict WHERE source = ? AND source_key = ?");
  for (const Said& said : sayings_) {
    forget.bind(1, said.source);
    forget.bind(2, std::string_view(said.key));
    count("identity_conflict", forget.run());
  }
}

// That something was said stays, with who said it and when; of whom, and why, does not.
void Eraser::scrub_judgements() {
  const std::string about = " WHERE (source_a = ?1 AND key_a = ?2) OR (source_b = ?1 AND key_b = ?2)";
  Statement& ask_no_more = prepared_("DELETE FROM identity_question" + about);
  Statement& name_nobody = prepared_(
      "UPDATE identity_judgement SET source_a = 0, key_a = '', source_b = 0, key_b = '', reason = ''" + about);
  for (const Said& said : sayings_) {
    for (Statement* statement : {&ask_no_more, &name_nobody}) {
      statement->bind(1, said.source);
      statement->bind(2, std::string_view(said.key));
    }
    count("identity_question", ask_no_more.run());
    count("identity_judgement", name_nobody.run());
  }
  if (counts_.contains("identity_judgement")) writer_.placer->judged().scrubbed();
}

void Eraser::prove(Erasure& erasure) {
  std::string before;
  {
    Statement& select = prepared_("SELECT proof FROM erasure ORDER BY id DESC LIMIT 1");
    const Resetting resetting(select);
    if (select.step()) before = select.string(0);
  }
  erasure.at = writer_.clock->now();
  erasure.entity = entity(order_.entity).name;
  erasure.reason = order_.reason;
  erasure.who = order_.who;
  erasure.counts = counts_;
  erasure.sealed_by = keys_.id();
  erasure.proof = proof_of(erasure, before);
  insert_proof(writer_, erasure);
}

void insert_proof(Writer& writer, const Erasure& erasure) {
  const std::string counts = boost::json::serialize(boost::json::value_from(erasure.counts));
  Statement& put = writer.prepared(
      "INSERT INTO erasure (id, at, entity, reason, who, counts, sealed_by, proof) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  put.bind(1, erasure.id);
  put.bind(2, erasure.at);
  int parameter = 2;
  for (const std::string_view text :
       {std::string_view(erasure.entity), std::string_view(erasure.reason), std::string_view(erasure.who),
        std::string_view(counts), std::string_view(erasure.sealed_by), std::string_view(erasure.proof)})
    put.bind(++parameter, text);
  put.run();
}

Erasure Transaction::erase(const ErasureOrder& order) { return Eraser(state_->writer, order).erase(); }

}  // namespace lt::store
