// Search: GET Type?_lastUpdated=ge…&_count=…, then every link `next`.
#include "reading.hpp"

#include "outcome.hpp"

#include <lienthong/rest/json_scan.hpp>

namespace lt::fhir {
namespace json = boost::json;
namespace {

constexpr std::int64_t most_pages = 10'000'000;

const rest::MomentFormat& iso() {
  static const rest::MomentFormat format("iso");
  return format;
}

// When the server made the first page: by its body, its header or, at worst, our clock.
rest::Milliseconds moment_of(const Reading& reading, const sdk::Response& response,
                             const std::optional<std::string_view>& last_updated) {
  const auto text = last_updated ? rest::scalar_text(*last_updated) : std::nullopt;
  const auto told = text ? instant(*text) : std::nullopt;
  const auto header = rest::read_http_date(response.header("Date").value_or(""));
  return told ? *told : header.value_or(reading.reader.now());
}

void warn_of(const Reading& reading, std::string_view outcome) {
  reading.reader.warn("the server says: " + refusal_of(sdk::parse_json(outcome, "an outcome"), 200).reason);
}

void emit_entries(const Reading& reading, std::string_view entries) {
  const rest::Pointers pointers({"/resource", "/search/mode"});
  rest::for_each_item(entries, pointers, [&](const auto& found) {
    const std::string mode = found[1] ? rest::scalar_text(*found[1]).value_or("") : "";
    if (!found[0]) return reading.reader.reject("{}", "an entry of the search's Bundle has no resource");
    const std::string_view resource = rest::whole_value(*found[0]);
    if (mode == "outcome") return warn_of(reading, resource);
    reading.emit(resource);
  });
}

std::optional<std::string> next_page(const std::optional<std::string_view>& links) {
  std::optional<std::string> next;
  if (!links) return next;
  rest::for_each_item(*links, rest::Pointers({"/relation", "/url"}), [&](const auto& found) {
    if (found[0] && found[1] && rest::scalar_text(*found[0]) == "next") next = rest::scalar_text(*found[1]);
  });
  return next;
}

sdk::Request first_page(const Reading& reading, const ReadState& state) {
  sdk::Request request = reading.endpoint.request("GET", "/" + reading.type);
  request.query("_count", std::to_string(reading.settings.page_size));
  if (state.since) request.query("_lastUpdated", "ge" + instant(*state.since - reading.settings.overlap));
  const sdk::Settings more = reading.settings.search.object(reading.stream);
  for (const auto& member : more.values()) request.query(member.key(), rest::text_of(member.value()));
  return request;
}

}  // namespace

std::optional<rest::Milliseconds> instant(std::string_view text) { return iso().read(text); }
std::string instant(rest::Milliseconds moment) { return iso().write(moment); }

ReadSettings::ReadSettings(const sdk::Settings& settings)
    : page_size(settings.integer_or("page_size", 200)),
      overlap(settings.integer_or("overlap_s", 60) * 1000),
      search(settings.object("search")),
      export_path(settings.text_or("export_path", "/$export")),
      export_poll(settings.integer_or("export_poll_s", 10) * 1000),
      export_patience(settings.integer_or("export_patience_s", 600) * 1000),
      files_url(settings.text_or("files_url", "")) {}

ReadState ReadState::parse(std::string_view text) {
  ReadState state;
  json::error_code error;
  const json::value value = json::parse(text, error);
  const auto* object = error ? nullptr : value.if_object();
  if (!object) return state;
  const auto number = [object](std::string_view name) -> std::optional<std::int64_t> {
    const auto* found = object->if_contains(name);
    if (!found || !found->is_int64()) return std::nullopt;
    return found->get_int64();
  };
  state.since = number("since");
  state.mark = number("mark");
  state.at = text_member(*object, "at");
  state.files = number("files").value_or(0);
  return state;
}

std::string ReadState::text() const {
  json::object object;
  if (since) object["since"] = *since;
  if (mark) object["mark"] = *mark;
  if (!at.empty()) object["at"] = at;
  if (files > 0) object["files"] = files;
  return json::serialize(object);
}

void Reading::emit(std::string_view text) const {
  json::value value;
  try {
    value = sdk::parse_json(text, "this resource");
  } catch (const sdk::Failure& failure) {
    return reader.reject(text, failure.what());
  }
  auto* resource = value.if_object();
  if (!resource || text_member(*resource, "resourceType").empty())
    return reader.reject(text, "this is no FHIR resource: it has no resourceType");
  if (text_member(*resource, "resourceType") != type) return;  // brought along by the search or the export
  if (text_member(*resource, "id").empty()) return reader.reject(text, "this " + type + " has no id");
  naming.annotate(*resource);
  reader.record(*resource);
}

void search(const Reading& reading, ReadState state) {
  const rest::Pointers pointers({"/link", "/entry", "/meta/lastUpdated", "/resourceType"});
  bool resumed = !state.at.empty();
  for (std::int64_t count = 0; count < most_pages; ++count) {
    reading.reader.require_running();
    const bool first = state.at.empty();
    const sdk::Request request = first ? first_page(reading, state) : reading.endpoint.follow(state.at, "");
    const sdk::Response response = reading.endpoint.send_raw(reading.reader, request);
    const lt_status verdict = reading.endpoint.errors().judge(response, rest::RequestKind::read).call;
    if (resumed && !first && (verdict == LT_MISCONFIGURED || verdict == LT_FAILED)) {
      reading.reader.warn("the server no longer knows the page where the last read stopped; the search begins anew");
      state.at.clear();
      resumed = false;
      continue;
    }
    resumed = false;
    if (verdict != LT_OK) rest::end_call(verdict, request, response);
    const auto facts = rest::find_values(response.body(), pointers);
    if (!facts[3] || rest::scalar_text(*facts[3]) != "Bundle")
      throw sdk::failed("GET " + reading.type + " answered no Bundle: " + std::string(response.body().substr(0, 200)));
    if (first) state.mark = moment_of(reading, response, facts[2]);
    const auto next = next_page(facts[0]);
    if (next && *next == state.at) throw sdk::unavailable("the server's next page is the page that it gave");
    if (facts[1]) emit_entries(reading, *facts[1]);
    if (!next) return reading.reader.checkpoint(ReadState{state.mark, {}, "", 0}.text());
    state.at = *next;
    reading.reader.checkpoint(state.text());
  }
  throw sdk::failed("the search has more than " + std::to_string(most_pages) + " pages; it seems to have no end");
}

}  // namespace lt::fhir
