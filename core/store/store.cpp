// Opening, and handing out the writer's turn and readers.
#include "store/store.hpp"

#include "base/error.hpp"
#include "base/suggest.hpp"
#include "store/answer_log.hpp"
#include "store/entity_tables.hpp"
#include "store/letter_upkeep.hpp"
#include "store/migrations.hpp"
#include "store/reader_state.hpp"
#include "store/transaction_state.hpp"

#include <algorithm>
#include <mutex>

namespace lt::store {

class StoreState {
 public:
  StoreState(const Options& its_options, const model::Model& its_model, const Clock& its_clock)
      : options(its_options), model(&its_model), clock(&its_clock) {}

  ConnectionOptions writing() const {
    return {options.path, false, options.access != Access::read_only, options.cache_mb, options.max_size, options.url};
  }
  ConnectionOptions reading() const {
    return {options.path, true, false, std::max(2, options.cache_mb / 8), 0, options.url};
  }

  Options options;
  const model::Model* model;
  const Clock* clock;
  std::unique_ptr<Writer> writer;
  std::once_flag first_answer;
  std::unique_ptr<AnswerLog> answers;  // once something was answered
  std::shared_ptr<IdleReaders> readers = std::make_shared<IdleReaders>();
};

namespace {

void make_folder(const std::filesystem::path& path) {
  std::error_code error;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
  if (error) throw Error(ErrorKind::denied, "store " + path.string() + ": cannot make its folder: " + error.message());
}

}  // namespace

Store::Store(std::unique_ptr<StoreState> state) : state_(std::move(state)) {}
Store::~Store() = default;
Store::Store(Store&&) noexcept = default;

Store Store::open(const Options& options, const model::Model& model, const Clock& clock) {
  auto state = std::make_unique<StoreState>(options, model, clock);
  if (options.access == Access::read_only) {
    const auto connection = connect(state->reading());
    if (stored_version(*connection) != schema_version())
      throw Error(ErrorKind::misconfigured,
                  "store " + connection->name() +
                      ": was written by another version; run lienthong store migrate with this one");
    require_entity_tables(*connection, model);
    return Store(std::move(state));
  }
  if (options.url.empty()) make_folder(options.path);
  state->writer =
      std::make_unique<Writer>(state->writing(), model, clock, options.access == Access::serve, options.letter_keys);
  prepare_lookups(state->writer->connection, model, options.lookups);
  TransactionState closing(*state->writer);
  close_interrupted_runs(*state->writer);
  closing.commit();
  bring_letters_up_to_date(*state->writer);
  return Store(std::move(state));
}

Transaction Store::begin() {
  if (!state_->writer) throw Error(ErrorKind::unsupported, "the store was opened to be read only");
  return Transaction(std::make_unique<TransactionState>(*state_->writer));
}

void Store::log_answers(const DisclosedFields& fields, std::span<const Disclosure> disclosures) {
  answers().put(fields, disclosures);
}

AnswerLog& Store::answers() {
  StoreState& state = *state_;
  if (!state.writer) throw Error(ErrorKind::unsupported, "the store was opened to be read only");
  std::call_once(state.first_answer,
                 [&] { state.answers = std::make_unique<AnswerLog>(state.writing(), *state.clock); });
  return *state.answers;
}

std::int64_t Store::expire(Trace trace, std::span<const std::int64_t> ids) {
  if (ids.empty()) return 0;
  if (trace == Trace::answers) return answers().expire(ids);
  Transaction transaction = begin();
  const std::int64_t gone = transaction.expire(trace, ids);
  transaction.commit();
  return gone;
}

void Store::abandon_run(RunId run) noexcept {
  const std::lock_guard lock(state_->writer->turn);
  state_->writer->live_runs.erase(run);
}

Reader Store::reader() const {
  auto state = state_->readers->take();
  if (!state) state = std::make_unique<ReaderState>(state_->reading(), *state_->model, state_->options.letter_keys);
  return Reader({state.release(), {state_->readers}});
}

const model::Model& Store::model() const { return *state_->model; }

int Store::entity(std::string_view name) const {
  if (const auto position = state_->model->position(name)) return *position;
  throw Error(ErrorKind::misconfigured,
              "there is no entity '" + std::string(name) + "'" + suggestion(name, state_->model->names()));
}

}  // namespace lt::store
