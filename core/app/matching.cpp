// Following the feed, placing, judging.
#include "app/matching.hpp"

#include "app/match_trial.hpp"
#include "base/error.hpp"
#include "identity/person_index.hpp"
#include "identity/preparation.hpp"
#include "mapping/reference_tables.hpp"

#include <boost/json.hpp>
#include <spdlog/spdlog.h>

#include <charconv>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace lt::app {

namespace json = boost::json;
namespace fs = std::filesystem;
using identity::Arrivals;
using identity::Verdict;
using store::RowId;
using store::Seq;

namespace {

constexpr int rows_at_once = 1'000;
constexpr std::size_t most_questions_of_a_row = 3;  // about one row: the likeliest

// What the index says of one row.
struct Found {
  RowId row = 0;
  RowId other = 0;
  bool sure = false;
  double bits = 0;
  std::string weights;  // the explanation as JSON
  std::string reason;   // and in words
};

std::string explanation_text(const identity::Explanation& explanation) {
  std::string text = printed("%.1f bits, ", explanation.bits) + printed("%.6f", explanation.probability);
  for (const auto& part : explanation.parts)
    ((((text += "; ") += part.label) += ' ') += part.level) += printed(" %+.1f", part.bits);
  return text;
}

}  // namespace

// One entity: its model, its index, and how far it has followed.
class Matching::Kind {
 public:
  Kind(const Configuration& configuration, identity::LinkageModel model)
      : model_(std::move(model)),
        tables_(mapping::ReferenceTables::load(configuration.folder() / "reference", violations_)),
        preparation_(model_, configuration.model().find(model_.name)->field_names(),
                     {configuration.model(), tables_, &configuration.units(), &configuration.qr()}, violations_),
        index_(model_, identity::given_shares(model_)) {
    violations_.raise();
  }

  void follow(store::Store& store, const std::stop_token& stop) {
    const std::lock_guard guard(mutex_);
    entity_ = store.entity(model_.name);
    store::Reader reader = store.reader();
    const Seq end = reader.last_seq();
    if (!filled_) fill(reader, stop);
    if (position_.seq >= end) return;
    store::Rows rows;
    do {
      if (stop.stop_requested()) return;
      reader.changes({entity_, {}, position_, end, rows_at_once}, rows);
      std::vector<Found> found;
      for (const store::Row& row : rows.rows) arrive(row, found);
      position_ = rows.more ? rows.last : store::FeedPosition{end, std::numeric_limits<RowId>::max()};
      judge(store, found);
      if (!rows.rows.empty()) keep_cursor(store);
    } while (rows.more);
  }

 private:
  std::string cursor_name() const { return "match/" + model_.name; }

  // Rows that were judged before this process began; what changed since is followed.
  void fill(store::Reader& reader, const std::stop_token& stop) {
    const std::string cursor = reader.cursor(cursor_name()).value_or("0");
    Seq followed = 0;
    std::from_chars(cursor.data(), cursor.data() + cursor.size(), followed);
    index_.reserve(static_cast<std::size_t>(reader.count(entity_)));
    store::Rows rows;
    RowId after = 0;
    do {
      if (stop.stop_requested()) throw Error(ErrorKind::cancelled, "stopped while rows were read");
      reader.page(entity_, after, 10 * rows_at_once, rows);
      for (const store::Row& row : rows.rows) {
        after = row.id;
        if (!row.removed && row.seq <= followed) add(row.id, preparation_.prepare(row.values));
      }
    } while (!rows.rows.empty());
    position_ = {followed, std::numeric_limits<RowId>::max()};
    filled_ = true;
  }

  void add(RowId row, std::span<const std::string_view> values) {
    const auto at = static_cast<std::size_t>(row);
    if (records_.size() <= at) records_.resize(at + at / 8 + 1);
    records_[at] = index_.add(row, values) + 1;
  }

  void forget(RowId row) {
    const auto at = static_cast<std::size_t>(row);
    if (at < records_.size() && records_[at] != 0) index_.remove(std::exchange(records_[at], 0) - 1);
  }

  // What a person has said of two rows already is the store's to know when it is told.
  void arrive(const store::Row& row, std::vector<Found>& found) {
    forget(row.id);
    if (row.removed) return;
    const auto values = preparation_.prepare(row.values);
    const identity::Placement placement = index_.place(values);
    for (const auto& proposal : placement.proposals) {
      if (found.size() >= most_questions_of_a_row && found[found.size() - most_questions_of_a_row].row == row.id) break;
      const identity::Explanation explanation = index_.explain(values, proposal.record);
      json::object weights = to_json(explanation);
      weights["rows"] = json::array{row.id, proposal.row};
      found.push_back({.row = row.id,
                       .other = proposal.row,
                       .sure = placement.verdict == Verdict::match,
                       .bits = proposal.bits,
                       .weights = json::serialize(weights),
                       .reason = explanation_text(explanation)});
    }
    add(row.id, values);
  }

  // Each in a transaction of its own: what others did meanwhile makes one of them void, not its neighbours. Said again
  // after a crash they change nothing.
  void judge(store::Store& store, const std::vector<Found>& found) const {
    for (const Found& one : found) {
      try {
        store::Transaction transaction = store.begin();
        if (one.sure && model_.arrivals == Arrivals::merge) {
          transaction.say_same(entity_, one.other, one.row, {store::said_by_weights, one.reason});
        } else {
          transaction.put_question(entity_, one.row, one.other, one.bits, one.weights);
        }
        transaction.commit();
      } catch (const Error& error) {
        if (error.kind() != ErrorKind::misconfigured) throw;
        spdlog::debug("match {}: rows {} and {}: {}", model_.name, one.row, one.other, error.what());
      }
    }
  }

  void keep_cursor(store::Store& store) const {
    store::Transaction transaction = store.begin();
    transaction.set_cursor(cursor_name(), std::to_string(position_.seq));
    transaction.commit();
  }

  std::mutex mutex_;
  Violations violations_;
  const identity::LinkageModel model_;
  const mapping::ReferenceTables tables_;
  identity::Preparation preparation_;
  identity::PersonIndex index_;
  std::vector<identity::RecordNumber> records_;  // by row: its record + 1; 0: none
  int entity_ = 0;
  bool filled_ = false;
  store::FeedPosition position_;
};

Matching::Matching(const Configuration& configuration) : configuration_(configuration) {}

void Matching::load() {
  for (const fs::path& file : yaml_files(configuration_.folder() / "identity")) {
    Violations violations;
    identity::LinkageModel model = identity::LinkageModel::load(file, violations);
    if (!violations.empty() || model.arrivals == Arrivals::leave) continue;
    if (configuration_.model().find(model.name) == nullptr) continue;
    kinds_.push_back(std::make_unique<Kind>(configuration_, std::move(model)));
  }
}

Matching::~Matching() = default;

void Matching::follow(store::Store& store, const std::stop_token& stop) {
  std::call_once(loaded_, [&] { load(); });
  for (const auto& kind : kinds_) kind->follow(store, stop);
}

}  // namespace lt::app
