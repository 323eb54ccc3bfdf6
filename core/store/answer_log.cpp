// One small transaction an answer.
#include "store/answer_log.hpp"

#include "store/disclosures.hpp"
#include "store/expiry_texts.hpp"

namespace lt::store {

std::filesystem::path answer_log_file(const std::filesystem::path& store) { return store.string() + ".answers"; }

namespace {

std::unique_ptr<Connection> connect_beside(ConnectionOptions store) {
  store.path = answer_log_file(store.path);
  store.cache_mb = 2;
  store.max_size = 0;
  return connect(store);
}

}  // namespace

AnswerLog::AnswerLog(ConnectionOptions store, const Clock& clock)
    : connection_(connect_beside(std::move(store))), clock_(clock) {
  if (!connection_->far()) connection_->define(disclosure_tables);
}

template <class Write>
void AnswerLog::in_transaction(const Write& write) {
  const std::lock_guard lock(mutex_);
  connection_->begin_appending();
  try {
    write([this](const std::string& text) -> Statement& {
      const auto found = statements_.find(text);
      return found != statements_.end() ? found->second
                                        : statements_.emplace(text, Statement(*connection_, text)).first->second;
    });
    connection_->commit();
  } catch (...) {
    connection_->rollback();
    throw;
  }
}

void AnswerLog::put(const DisclosedFields& fields, std::span<const Disclosure> disclosures) {
  in_transaction([&](const Prepared& prepared) {
    write_disclosures(prepared, connection_->far(), 0, fields, disclosures, clock_.now());
  });
}

std::int64_t AnswerLog::expire(std::span<const std::int64_t> ids) {
  std::int64_t gone = 0;
  in_transaction(
      [&](const Prepared& prepared) { gone = remove_expired(prepared, connection_->far(), Trace::answers, ids); });
  return gone;
}

}  // namespace lt::store
