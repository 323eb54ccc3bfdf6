// Finding what has had its time is a reader's work, so that the writer's turn is held for deleting alone.
#include "store/retention.hpp"

#include "store/answer_log.hpp"
#include "store/expiry_texts.hpp"
#include "store/reader.hpp"
#include "store/reader_state.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>

namespace lt::store {

std::string_view to_string(Trace trace) {
  static constexpr std::string_view names[] = {"dead_letters", "runs", "removed", "disclosures", "answers"};
  return names[static_cast<int>(trace)];
}

Milliseconds Period::shortest() const {
  Milliseconds least = usual;
  for (const auto& [name, period] : of) least = std::min(least, period);
  return least;
}

Milliseconds Period::for_what(std::string_view name) const {
  const auto found = of.find(name);
  return found == of.end() ? usual : found->second;
}

namespace {

// But for what `needed` says of.
Expired find_expired(
    ReaderState& state, const ExpiryQuery& query,
    const std::function<bool(std::int64_t)>& needed = [](std::int64_t) { return false; }) {
  Expired expired{.ids = {}, .counts = {}, .last = query.after};
  Statement& select = state.prepared(texts_of(query.trace).find);
  const Resetting resetting(select);
  select.bind(1, query.after);
  select.bind(2, query.now - query.period.shortest());
  select.bind(3, query.limit);
  if (query.trace == Trace::removed) select.bind(4, query.passed);
  int seen = 0;
  for (; select.step(); ++seen) {
    expired.last = select.integer(0);
    const std::string what = select.string(1);
    if (select.integer(2) >= query.now - query.period.for_what(what) || needed(expired.last)) continue;
    expired.ids.push_back(expired.last);
    ++expired.counts[what];
  }
  expired.more = seen == query.limit;
  return expired;
}

// Null where answers lie in the store itself, or none was ever given.
std::unique_ptr<ReaderState> open_answers(const ReaderState& state) {
  const auto file = answer_log_file(state.connection.name());
  if (state.connection.far() || !std::filesystem::exists(file)) return nullptr;
  return std::make_unique<ReaderState>(ConnectionOptions{.path = file, .read_only = true}, *state.model);
}

// What `removed.find` asks of the disclosure log of the store, asked of the one beside it.
bool answered(ReaderState& state, ReaderState& answers, std::int64_t seq) {
  Statement& rows = state.prepared(
      "SELECT row FROM removed WHERE seq = ?1 UNION ALL SELECT f.row FROM former_reference f JOIN removed r "
      "ON r.row = f.target WHERE r.seq = ?1");
  Statement& log = answers.prepared("SELECT 1 FROM disclosure WHERE row = ? LIMIT 1");
  const Resetting resetting(rows);
  rows.bind(1, seq);
  while (rows.step()) {
    const Resetting next(log);
    log.bind(1, rows.integer(0));
    if (log.step()) return true;
  }
  return false;
}

}  // namespace

Expired Reader::expired(const ExpiryQuery& query) {
  if (query.trace != Trace::answers && query.trace != Trace::removed) return find_expired(*state_, query);
  const auto answers = open_answers(*state_);
  if (query.trace == Trace::answers) return answers ? find_expired(*answers, query) : Expired{};
  if (!answers) return find_expired(*state_, query);
  return find_expired(*state_, query, [&](std::int64_t seq) { return answered(*state_, *answers, seq); });
}

}  // namespace lt::store
