// Periods of entities become periods of the flows that carry them; then page after page.
#include "app/retention.hpp"

#include "sync/feed_cursor.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace lt::app {
namespace {

using store::Trace;

// What a flow is about: the first entity that its records become, or whose rows it sends.
std::string entity_of(const Configuration& configuration, const sync::FlowDefinition& flow) {
  if (flow.direction == sync::Direction::out) {
    const auto mapping = configuration.mappings().out(flow.mapping);
    return mapping ? mapping->entity().name : "";
  }
  const auto mapping = configuration.mappings().in(flow.mapping);
  return mapping && !mapping->entities().empty() ? mapping->entities().front()->name : "";
}

store::Period trace_period(const Configuration& configuration, Trace trace) {
  const RetentionSettings& settings = configuration.retention();
  store::Period period{.usual = settings.usual.at(trace)};
  const auto differs = [&](const std::string& entity) -> const Milliseconds* {
    const auto found = settings.of.find(entity);
    if (found == settings.of.end()) return nullptr;
    const auto its = found->second.find(trace);
    return its == found->second.end() ? nullptr : &its->second;
  };
  if (trace == Trace::removed) {
    for (const auto& [entity, periods] : settings.of)
      if (const auto* its = differs(entity)) period.of[entity] = *its;
    return period;
  }
  for (const auto& flow : configuration.flows())
    if (const auto* its = differs(entity_of(configuration, flow))) period.of[flow.name] = *its;
  return period;
}

// What every flow that reads the change feed has read, those that are paused among them. One that never ran has told
// nobody of a row, so it needs no word of the row's end.
store::Seq passed_by_all(const Configuration& configuration, store::Reader& reader) {
  store::Seq passed = std::numeric_limits<store::Seq>::max();
  for (const auto& flow : configuration.flows()) {
    if (flow.direction == sync::Direction::in) continue;
    const auto place = sync::place_in_feed(reader.cursor(flow.name).value_or(""));
    if (place) passed = std::min(passed, *place);
  }
  return passed;
}

}  // namespace

boost::json::array to_json(const std::vector<HadItsTime>& gone) {
  boost::json::array rows;
  for (const auto& [trace, of, count] : gone)
    rows.push_back(boost::json::object{{"trace", store::to_string(trace)}, {"of", of}, {"count", count}});
  return rows;
}

std::vector<HadItsTime> expire(const Configuration& configuration, store::Store& store, const Clock& clock,
                               bool only_count, const std::stop_token& stop) {
  store::Reader reader = store.reader();
  std::vector<HadItsTime> all;
  for (const Trace trace : store::traces) {
    store::ExpiryQuery query{.trace = trace,
                             .period = trace_period(configuration, trace),
                             .now = clock.now(),
                             .passed = passed_by_all(configuration, reader)};
    std::map<std::string, std::int64_t> counts;
    for (bool more = true; more && !stop.stop_requested();) {
      const store::Expired expired = reader.expired(query);
      if (!only_count) store.expire(trace, expired.ids);
      for (const auto& [of, count] : expired.counts) counts[of] += count;
      query.after = expired.last;
      more = expired.more;
    }
    for (const auto& [of, count] : counts) all.push_back({trace, of, count});
  }
  return all;
}

}  // namespace lt::app
