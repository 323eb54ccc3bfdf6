// Page by page: find, map, cut to the limit, log, give.
#include "sync/store_answers.hpp"

#include "base/hash.hpp"
#include "base/suggest.hpp"
#include "base/timestamp.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <limits>

namespace lt::sync {
namespace {

// A page is mapped and logged at once; so many rows of one key are looked through before the first that the filter
// lets pass.
constexpr std::int64_t least_page = 16;
constexpr std::int64_t most_page = 500;

std::string bound(const std::optional<Milliseconds>& moment, const Answer& answer) {
  if (!moment) return {};
  const int position = answer.newest;
  const auto type = answer.mapping->entity().fields[static_cast<std::size_t>(position)].type;
  const DateText canonical = canonical_timestamp(*moment);
  const std::string_view text = canonical;
  return std::string(type == model::FieldType::date ? text.substr(0, 10) : text);
}

}  // namespace

StoreAnswers::Source::Source(const Answer& of, const store::Store& store)
    : answer(of), entity(store.entity(of.mapping->entity().name)), mapper(of.mapping), linked(store, *of.mapping) {}

StoreAnswers::StoreAnswers(std::string system, const std::vector<Answer>& answers, store::Store& store,
                           const Clock& clock)
    : system_(std::move(system)), store_(store), clock_(clock), reader_(store.reader()) {
  for (const Answer& answer : answers) {
    sources_.emplace(std::piecewise_construct, std::forward_as_tuple(answer.name),
                     std::forward_as_tuple(answer, store));
  }
}

StoreAnswers::Source& StoreAnswers::source(std::string_view name) {
  const auto found = sources_.find(name);
  if (found != sources_.end()) return found->second;
  std::vector<std::string> names;
  names.reserve(sources_.size());
  for (const auto& [known, source] : sources_) names.push_back(known);
  throw Error(ErrorKind::misconfigured,
              "the system '" + system_ + "' has no answer '" + std::string(name) + "'" +
                  (names.empty() ? "; name it under answers: in the system's file" : suggestion(name, names)));
}

std::vector<StoreAnswers::Document> StoreAnswers::documents(Source& source,
                                                            const std::vector<store::LookupPlace>& places) {
  std::vector<store::RowId> ids;
  ids.reserve(places.size());
  for (const auto& place : places) ids.push_back(place.row);
  store::Rows rows;
  reader_.rows(source.entity, ids, rows);
  source.linked.fetch(reader_, rows.rows);
  std::vector<Document> documents;
  Arena arena;
  for (std::size_t i = 0; i < rows.rows.size(); ++i) {
    const store::Row& row = rows.rows[i];
    mapping::OutRecord mapped;
    source.mapper.map({row.id, row.values, source.linked.values(i)}, clock_.now(), arena, mapped);
    if (mapped.outcome == mapping::Outcome::dead) {
      spdlog::warn("answer {} of system {} leaves out {}:{}: {}", source.answer.name, system_,
                   source.answer.mapping->entity().name, row.id,
                   mapped.reasons.empty() ? "" : mapped.reasons.front().code + " at " + mapped.reasons.front().pointer);
    }
    if (mapped.outcome != mapping::Outcome::mapped) continue;
    const store::Seq version = std::max(row.seq, source.linked.latest(i));
    documents.push_back({std::string(mapped.json), {row.id, version, content_hash(mapped.json)}});
  }
  return documents;
}

void StoreAnswers::disclose(const Source& source, const std::vector<Document>& documents) {
  const mapping::OutMapping& mapping = *source.answer.mapping;
  if (documents.empty() || mapping.purpose().empty()) return;
  std::vector<store::Disclosure> disclosures;
  disclosures.reserve(documents.size());
  for (const auto& document : documents) disclosures.push_back(document.disclosure);
  store_.log_answers({"answer " + source.answer.name, system_, mapping.purpose(), mapping.disclosed_fields()},
                     disclosures);
}

void StoreAnswers::each(const plugin_host::AnswerQuery& query, const std::function<bool(std::string_view)>& take) {
  Source& from = source(query.name);
  if ((query.since || query.until) && from.answer.newest < 0) {
    throw Error(ErrorKind::misconfigured, "the answer '" + from.answer.name + "' of the system '" + system_ +
                                              "' has no field of time; name one with newest: in the system's file");
  }
  const std::string since = bound(query.since, from.answer);
  const std::string until = bound(query.until, from.answer);
  store::LookupQuery lookup{.entity = from.entity,
                            .by = from.answer.by,
                            .key = query.key,
                            .time = from.answer.newest,
                            .since = since,
                            .until = until,
                            .after = {}};
  std::int64_t left = query.limit.value_or(std::numeric_limits<std::int64_t>::max());
  while (left > 0) {
    lookup.limit = static_cast<int>(std::clamp(left, least_page, most_page));
    const std::vector<store::LookupPlace> places = reader_.lookup(lookup);
    if (places.empty()) return;
    std::vector<Document> page = documents(from, places);
    if (std::ssize(page) > left) page.resize(static_cast<std::size_t>(left));
    left -= std::ssize(page);
    disclose(from, page);
    for (const Document& document : page) {
      if (!take(document.json)) return;
    }
    if (std::ssize(places) < lookup.limit) return;
    lookup.after = places.back();
  }
}

}  // namespace lt::sync
