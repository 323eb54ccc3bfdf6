// One small transaction an answer.
#include "store/answer_log.hpp"

#include "store/disclosures.hpp"

namespace lt::store {

std::filesystem::path answer_log_file(const std::filesystem::path& store) { return store.string() + ".answers"; }

AnswerLog::AnswerLog(const std::filesystem::path& store, const Clock& clock)
    : connection_({.path = answer_log_file(store), .create = true, .cache_mb = 2}), clock_(clock) {
  connection_.execute(disclosure_tables);
}

void AnswerLog::put(const DisclosedFields& fields, std::span<const Disclosure> disclosures) {
  const std::lock_guard lock(mutex_);
  const auto prepared = [this](const std::string& text) -> Statement& {
    const auto found = statements_.find(text);
    return found != statements_.end() ? found->second
                                      : statements_.emplace(text, Statement(connection_, text)).first->second;
  };
  connection_.execute("BEGIN IMMEDIATE");
  try {
    write_disclosures(prepared, 0, fields, disclosures, clock_.now());
    connection_.execute("COMMIT");
  } catch (...) {
    connection_.rollback();
    throw;
  }
}

}  // namespace lt::store
