// /api/v1/records/…: what became of one row: what sources said of it, what persons did, where it went.
#include "api/masking.hpp"
#include "app/resources/answers.hpp"
#include "app/resources/record_answers.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <span>
#include <tuple>

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Right;
using api::Call;
using api::Outcome;

constexpr int most_of_a_history = 500;

// A moment of the row's history; `at` may be unknown.
struct Moment {
  Milliseconds at = 0;
  json::object shown;
};

json::object moment_json(std::string_view what, Milliseconds at) {
  return {{"at", time_json(at)},     {"what", what},   {"system", ""}, {"stream", ""},        {"flow", ""}, {"key", ""},
          {"fields", json::array()}, {"run", nullptr}, {"note", ""},   {"judgement", nullptr}};
}

// A source record's word on any number of fields is one moment.
void add_heard(const store::Explanation& explanation, std::vector<Moment>& moments) {
  std::map<std::tuple<std::string, std::string, std::string, store::RunId, Milliseconds>, json::array> heard;
  for (const auto& field : explanation.fields) {
    const auto add = [&](const store::Word& word) {
      heard[{word.system, word.stream, word.key, word.run, word.as_of}].emplace_back(json::string(field.field));
    };
    if (field.winner) add(*field.winner);
    for (const auto& word : field.losers) add(word);
  }
  for (auto& [word, fields] : heard) {
    const auto& [system, stream, key, run, as_of] = word;
    json::object shown = moment_json("heard", as_of);
    shown["system"] = system;
    shown["stream"] = stream;
    shown["key"] = api::masked_key(key);
    shown["run"] = run;
    shown["fields"] = std::move(fields);
    moments.push_back({as_of, std::move(shown)});
  }
}

void add_judged(const std::vector<store::Judgement>& log, std::vector<Moment>& moments) {
  for (const auto& judgement : log) {
    json::object shown = moment_json("judged", judgement.at);
    shown["note"] = judgement.reason;
    shown["judgement"] = judgement_json(judgement);
    moments.push_back({judgement.at, std::move(shown)});
  }
}

void add_disclosed(const std::vector<store::DisclosureEntry>& entries, std::vector<Moment>& moments) {
  for (const auto& entry : entries) {
    json::object shown = moment_json("disclosed", entry.at);
    shown["system"] = entry.destination;
    shown["flow"] = entry.flow;
    shown["run"] = entry.run;
    shown["note"] = entry.purpose;
    shown["fields"] = json::array(entry.fields.begin(), entry.fields.end());
    moments.push_back({entry.at, std::move(shown)});
  }
}

Outcome timeline(const Call& call, const HubView& hub) {
  const AskedEntity asked = entity_asked(call, hub);
  store::Reader reader = hub.store.reader();
  const store::RowId row = row_asked(call, reader, asked);
  std::vector<Moment> moments;
  if (const auto explanation = reader.explain(asked.position, row)) add_heard(*explanation, moments);
  add_judged(reader.judgements(asked.position, row), moments);
  add_disclosed(reader.disclosures(row, most_of_a_history), moments);
  std::ranges::stable_sort(moments, std::ranges::greater(), &Moment::at);
  json::array items;
  for (auto& moment : moments) items.emplace_back(std::move(moment.shown));
  return api::page_of(std::move(items));
}

store::DisclosurePlace disclosure_place_in(const std::string& text) {
  store::DisclosurePlace place;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, place.of_store);
  if (parsed.ptr != end) std::from_chars(parsed.ptr + 1, end, place.of_answers);
  return place;
}

Outcome list_disclosures(const Call& call, const HubView& hub) {
  const AskedEntity asked = entity_asked(call, hub);
  const api::PageAsked page = api::page_asked(call);
  store::Reader reader = hub.store.reader();
  const store::RowId row = row_asked(call, reader, asked);
  auto entries = reader.disclosures(row, page.limit + 1, disclosure_place_in(page.after));
  if (std::ssize(entries) <= page.limit) return api::page_of(disclosures_json(entries));
  entries.resize(static_cast<std::size_t>(page.limit));
  const store::DisclosurePlace& last = entries.back().place;
  return api::page_of(disclosures_json(entries),
                      std::to_string(last.of_store).append(" ").append(std::to_string(last.of_answers)));
}

Outcome list_deliveries(const Call& call, const HubView& hub) {
  const AskedEntity asked = entity_asked(call, hub);
  store::Reader reader = hub.store.reader();
  return api::page_of(deliveries_json(reader, hub, asked, row_asked(call, reader, asked), true));
}

}  // namespace

void add_record_history(api::Table& table, const HubView& hub) {
  table.schemas.push_back({"Moment",
                           "What happened to a row; members that do not belong to it are empty",
                           {{"at", "time?"},
                            {"what", "heard|judged|disclosed"},
                            {"system", "string", "That spoke, or was told"},
                            {"stream", "string"},
                            {"flow", "string"},
                            {"key", "string", "The source's, masked"},
                            {"fields", "string[]"},
                            {"run", "integer?"},
                            {"note", "string", "The purpose of a disclosure, the reason of a judgement"},
                            {"judgement", "Judgement?"}}});
  struct Line {
    const char* place;
    const char* operation;
    const char* summary;
    const char* answers;
    bool pages;
    Outcome (*handler)(const Call&, const HubView&);
  };
  static constexpr Line lines[] = {
      {"timeline", "getTimeline", "What sources say of a row, what persons said of it, where it went; the latest first",
       "Moment[]", false, timeline},
      {"disclosures", "listDisclosures", "What of a row left the hub, to where and why; the latest first",
       "Disclosure[]", true, list_disclosures},
      {"deliveries", "listDeliveries", "How a row stands with each destination", "Delivery[]", false, list_deliveries}};
  for (const Line& line : lines)
    table.endpoints.push_back(
        {.method = "GET",
         .path = std::string("/api/v1/records/{entity}/{row}/") + line.place,
         .right = Right::records,
         .operation = line.operation,
         .tag = "records",
         .summary = line.summary,
         .query = line.pages ? api::page_parameters() : std::vector<api::Parameter>(),
         .answers = line.answers,
         .handler = [hub, handler = line.handler](const Call& call) { return handler(call, hub); }});
}

}  // namespace lt::app
