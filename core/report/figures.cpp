// From status to figures, and their hash.
#include "report/figures.hpp"

#include "base/hash.hpp"
#include "base/utf8.hpp"
#include "report/format.hpp"
#include "report/render.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace lt::report {
namespace {

namespace json = boost::json;
using store::Counts;
using store::Direction;

json::string clean(std::string_view text) {
  std::string repaired;
  repair_utf8(text, repaired);
  return json::string(repaired);
}

json::object label_object(const model::Label& label) { return {{"vi", clean(label.vi)}, {"en", clean(label.en)}}; }

json::value time_value(const schedule::TimeZone& zone, const std::optional<Milliseconds>& instant) {
  if (!instant) return nullptr;
  return json::value(iso_time(zone, *instant));
}

json::value seconds_value(const std::optional<Milliseconds>& length) {
  if (!length) return nullptr;
  return *length / 1'000;
}

json::object counts_object(const Counts& counts, Direction direction) {
  if (direction == Direction::in) {
    return {{"read", counts.read},           {"created", counts.created},   {"updated", counts.updated},
            {"unchanged", counts.unchanged}, {"filtered", counts.filtered}, {"dead", counts.dead}};
  }
  return {{"due", counts.due},           {"delivered", counts.delivered}, {"unchanged", counts.unchanged},
          {"withheld", counts.withheld}, {"dead", counts.dead},           {"pending", counts.pending}};
}

json::object availability_object(const Availability& availability) {
  return {{"measured_seconds", availability.measured / 1'000},
          {"available_seconds", availability.available / 1'000},
          {"promised_seconds", availability.promised / 1'000},
          {"on_time_seconds", availability.on_time / 1'000},
          {"longest_gap_seconds", seconds_value(availability.longest_gap)}};
}

// Of each part of the period that `volumes` has; what has no measure yet is null.
json::array parts_array(const std::vector<Availability>& parts) {
  json::array list;
  for (const auto& part : parts) {
    list.push_back(part.measured == 0 ? json::value(nullptr)
                                      : json::object{{"measured_seconds", part.measured / 1'000},
                                                     {"available_seconds", part.available / 1'000}});
  }
  return list;
}

json::value outages_value(const std::optional<std::vector<Period>>& outages, const schedule::TimeZone& zone) {
  if (!outages) return nullptr;
  json::array list;
  for (const Period& outage : *outages)
    list.push_back(json::object{{"from", iso_time(zone, outage.from)}, {"to", iso_time(zone, outage.to)}});
  return list;
}

json::object runs_object(const store::RunTotals& totals) {
  json::object runs{{"all", totals.all()}};
  for (const auto state : {store::RunState::succeeded, store::RunState::failed, store::RunState::cancelled,
                           store::RunState::interrupted, store::RunState::running}) {
    runs[store::to_string(state)] = totals.of(state);
  }
  return runs;
}

json::object flow_object(const FlowStatus& status, const schedule::TimeZone& zone) {
  const FlowFacts& facts = status.facts;
  json::object flow{{"flow", facts.flow},
                    {"label", label_object(facts.label)},
                    {"system", facts.system},
                    {"system_label", label_object(facts.system_label)},
                    {"direction", store::to_string(facts.direction)},
                    {"state", to_string(status.health)},
                    {"message", clean(status.message)},
                    {"runs", runs_object(facts.totals)},
                    {"counts", counts_object(facts.totals.counts, facts.direction)},
                    {"balanced", status.balanced}};
  flow["dead_waiting"] = status.waiting_letters;
  flow["oldest_dead"] = time_value(zone, facts.oldest_letter);
  flow["pending"] = facts.pending;
  flow["oldest_pending"] = time_value(zone, facts.oldest_pending);
  flow["last_success"] = time_value(zone, facts.last_success);
  flow["age_seconds"] = seconds_value(status.age);
  flow["fresh_within_seconds"] =
      seconds_value(facts.fresh_within > 0 ? std::optional(facts.fresh_within) : std::nullopt);
  flow["availability"] = availability_object(facts.availability);
  flow["responsible"] = label_object(facts.responsible);
  flow["promise_kept"] = status.promise_kept ? json::value(*status.promise_kept) : json::value(nullptr);
  return flow;
}

json::object reason_object(const ReasonCount& reason, const Texts& texts, const schedule::TimeZone& zone) {
  const ReasonText& words = texts.reason(reason.code);
  const bool ours = reason.actor == mapping::Actor::hub;
  const model::Label hub = {texts.get("hub_administrator", Language::vi), texts.get("hub_administrator", Language::en)};
  return {{"code", clean(reason.code)},
          {"flow", reason.flow},
          {"cause", reason.cause.id},
          {"field", clean(reason.cause.field)},
          {"pattern", clean(reason.cause.pattern)},
          {"oldest", reason.oldest == 0 ? json::value(nullptr) : json::value(iso_time(zone, reason.oldest))},
          {"count", reason.count},
          {"meaning", label_object(words.meaning)},
          {"actor", ours ? "hub" : "source"},
          {"who", label_object(ours ? hub : reason.responsible)},
          {"action", label_object(words.action)}};
}

json::object watch_object(const Watch& watch) {
  json::array groups;
  for (const auto& [key, count] : watch.groups) groups.push_back({{"group", clean(key)}, {"count", count}});
  return {{"summary", watch.summary},
          {"label", label_object(watch.label)},
          {"count", watch.count},
          {"groups", std::move(groups)}};
}

json::object system_object(const SystemStatus& system) {
  return {{"system", system.system},
          {"label", label_object(system.label)},
          {"flows", system.flows},
          {"healthy", system.healthy},
          {"worst", to_string(system.worst)},
          {"availability", availability_object(system.availability)},
          {"availability_by_part", parts_array(system.by_part)},
          {"runs", system.runs},
          {"failed_runs", system.failed_runs},
          {"in", counts_object(system.counts_in, Direction::in)},
          {"out", counts_object(system.counts_out, Direction::out)},
          {"dead_waiting", system.waiting_letters},
          {"pending", system.pending}};
}

json::object volume_object(const Volume& volume, const schedule::TimeZone& zone) {
  return {{"from", iso_time(zone, volume.period.from)},
          {"to", iso_time(zone, volume.period.to)},
          {"in", counts_object(volume.in, Direction::in)},
          {"out", counts_object(volume.out, Direction::out)}};
}

json::value brief_value(const std::optional<EarlierFlow>& flow) {
  if (!flow) return nullptr;
  return {{"state", to_string(flow->health)}, {"dead_waiting", flow->waiting_letters}, {"pending", flow->pending}};
}

// What changed since the earlier report; null where there is none.
json::value changes_value(const SyncStatus& status, const schedule::TimeZone& zone) {
  if (!status.earlier) return nullptr;
  const Earlier& earlier = *status.earlier;
  json::array flows;
  for (const auto& change : status.changes) {
    flows.push_back({{"flow", change.flow},
                     {"label", label_object(change.label)},
                     {"before", brief_value(change.before)},
                     {"after", brief_value(change.after)}});
  }
  return {{"since",
           {{"id", earlier.id},
            {"sha256", earlier.sha256},
            {"from", iso_time(zone, earlier.period.from)},
            {"to", iso_time(zone, earlier.period.to)}}},
          {"before",
           {{"runs", earlier.runs},
            {"failed_runs", earlier.failed_runs},
            {"read", earlier.read},
            {"stored", earlier.stored},
            {"delivered", earlier.delivered},
            {"dead_waiting", earlier.waiting_letters},
            {"pending", earlier.pending},
            {"availability", availability_object(earlier.availability)},
            {"out_of_service_seconds", seconds_value(earlier.out_of_service)}}},
          {"flows", std::move(flows)}};
}

template <typename List, typename Make>
json::array array_of(const List& list, Make make) {
  json::array array;
  for (const auto& each : list) array.push_back(make(each));
  return array;
}

void append_canonical(const json::value& value, std::string& out) {
  if (const auto* object = value.if_object()) {
    std::vector<std::string_view> keys;
    keys.reserve(object->size());
    for (const auto& member : *object) keys.emplace_back(member.key());
    std::ranges::sort(keys);
    out += '{';
    for (const std::string_view key : keys) {
      if (out.back() != '{') out += ',';
      out += json::serialize(json::string(key));
      out += ':';
      append_canonical(object->at(key), out);
    }
    out += '}';
  } else if (const auto* array = value.if_array()) {
    out += '[';
    for (const auto& each : *array) {
      if (&each != array->begin()) out += ',';
      append_canonical(each, out);
    }
    out += ']';
  } else {
    out += json::serialize(value);
  }
}

}  // namespace

json::object figures(const SyncStatus& status, const Texts& texts, const schedule::TimeZone& zone) {
  return {{"id", id_of(status)},
          {"kind", to_string(status.kind)},
          {"from", iso_time(zone, status.period.from)},
          {"to", iso_time(zone, status.period.to)},
          {"generated_at", iso_time(zone, status.now)},
          {"verdict", to_string(status.verdict)},
          {"dead_waiting", status.waiting_letters},
          {"pending", status.pending},
          {"availability", availability_object(status.availability)},
          {"outages", outages_value(status.outages, zone)},
          {"out_of_service_seconds", seconds_value(status.out_of_service())},
          {"totals",
           {{"in", counts_object(status.counts_in, Direction::in)},
            {"out", counts_object(status.counts_out, Direction::out)}}},
          {"systems", array_of(status.systems, system_object)},
          {"flows", array_of(status.flows, [&](const auto& flow) { return flow_object(flow, zone); })},
          {"volumes", array_of(status.volumes, [&](const auto& volume) { return volume_object(volume, zone); })},
          {"reasons", array_of(status.reasons, [&](const auto& each) { return reason_object(each, texts, zone); })},
          {"watches", array_of(status.watches, watch_object)},
          {"changes", changes_value(status, zone)}};
}

std::string canonical(const json::value& value) {
  std::string text;
  append_canonical(value, text);
  return text;
}

Figures seal_figures(const SyncStatus& status, const Texts& texts, const schedule::TimeZone& zone) {
  Figures sealed{.canonical = canonical(figures(status, texts, zone)), .sha256 = {}};
  sealed.sha256 = sha256(sealed.canonical);
  return sealed;
}

// As the figures' text with one more member, so that who writes the file and who checks it agree on every byte.
std::string render_json(const Figures& figures) {
  std::string text = figures.canonical;
  text.insert(text.size() - 1, ",\"sha256\":\"" + figures.sha256 + "\"");
  return text + "\n";
}

}  // namespace lt::report
