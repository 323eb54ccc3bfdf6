// A word a flow, beside its cursor; no flow's name has a blank.
#include "sync/flow_pause.hpp"

#include "base/error.hpp"

#include <boost/json.hpp>

namespace lt::sync {
namespace {

namespace json = boost::json;

std::string place_of(std::string_view flow) { return std::string("pause ").append(flow); }

void keep(store::Store& store, const std::string& flow, const PauseWord& word) {
  const std::string text = json::serialize(
      json::object{{"paused", word.paused}, {"at", word.at}, {"who", word.who}, {"reason", word.reason}});
  store::Transaction transaction = store.begin();
  transaction.set_cursor(place_of(flow), text);
  transaction.commit();
}

}  // namespace

std::optional<PauseWord> last_pause_word(store::Reader& reader, std::string_view flow) {
  const auto text = reader.cursor(place_of(flow));
  if (!text) return std::nullopt;
  const json::value kept = json::parse(*text);
  return PauseWord{.paused = kept.at("paused").as_bool(),
                   .at = kept.at("at").to_number<Milliseconds>(),
                   .who = std::string(kept.at("who").as_string()),
                   .reason = std::string(kept.at("reason").as_string())};
}

std::optional<PauseWord> pause_of(store::Reader& reader, std::string_view flow) {
  auto word = last_pause_word(reader, flow);
  if (word && !word->paused) word.reset();
  return word;
}

void pause_flow(store::Store& store, const FlowDefinition& flow, const PauseWord& word) {
  {
    store::Reader reader = store.reader();
    if (const auto now = pause_of(reader, flow.name))
      throw Error(ErrorKind::misconfigured, "the flow '" + flow.name + "' is paused already, by " + in_words(*now));
  }
  keep(store, flow.name, word);
}

void resume_flow(store::Store& store, const FlowDefinition& flow, const std::string& who, Milliseconds now) {
  if (flow.paused)
    throw Error(ErrorKind::misconfigured, flow.file + ":" + std::to_string(flow.line) + ": the flow '" + flow.name +
                                              "' is paused here; set paused: false to let it run");
  keep(store, flow.name, {.paused = false, .at = now, .who = who, .reason = {}});
}

std::string in_words(const PauseWord& word) { return word.who + ": " + word.reason; }

}  // namespace lt::sync
