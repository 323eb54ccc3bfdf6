// Bulk data: kick off an export, ask until it is ready, read its files line by line.
#include "outcome.hpp"
#include "reading.hpp"

#include <algorithm>
#include <vector>

namespace lt::fhir {
namespace json = boost::json;
namespace {

constexpr std::string_view ndjson = "application/fhir+ndjson";
constexpr rest::Milliseconds longest_wait = 300'000;

struct Manifest {
  std::optional<rest::Milliseconds> moment;
  bool with_credentials = false;
  std::vector<std::string> files;
  std::vector<std::string> errors;
};

std::vector<std::string> urls_of(const json::object& manifest, std::string_view list, std::string_view type) {
  std::vector<std::string> urls;
  const auto* files = manifest.if_contains(list);
  if (!files || !files->is_array()) return urls;
  for (const json::value& file : files->get_array())
    if (file.is_object() && text_member(file.get_object(), "type") == type)
      urls.emplace_back(text_member(file.get_object(), "url"));
  return urls;
}

Manifest manifest_of(const Reading& reading, const sdk::Response& response) {
  const json::value answer = response.json();
  if (!answer.is_object()) throw sdk::failed("the export's answer is no manifest");
  const json::object& object = answer.get_object();
  Manifest manifest;
  manifest.moment = instant(text_member(object, "transactionTime"));
  if (!manifest.moment) throw sdk::failed("the export's manifest has no transactionTime");
  const auto* token = object.if_contains("requiresAccessToken");
  manifest.with_credentials = token && token->is_bool() && token->get_bool();
  manifest.files = urls_of(object, "output", reading.type);
  manifest.errors = urls_of(object, "error", "OperationOutcome");
  return manifest;
}

std::string kick_off(const Reading& reading, const ReadState& state) {
  sdk::Request request = reading.endpoint.request("GET", reading.settings.export_path);
  request.header("Prefer", "respond-async").query("_type", reading.type).query("_outputFormat", ndjson);
  if (state.since) request.query("_since", instant(*state.since - reading.settings.overlap));
  const sdk::Response response = reading.endpoint.send(reading.reader, request, rest::RequestKind::read);
  const auto place = response.header("Content-Location");
  if (response.status() != 202 || !place || place->empty())
    throw sdk::failed("the export was answered with " + std::to_string(response.status()) +
                      " and not with 202 and a Content-Location; does this server know bulk data?");
  return std::string(*place);
}

// The manifest, or nothing where the server has forgotten the export. Throws unavailable when it takes too long: the
// next read asks again.
std::optional<Manifest> wait_for(const Reading& reading, const std::string& place) {
  rest::Milliseconds waited = 0;
  for (;;) {
    reading.reader.require_running();
    const sdk::Request request = reading.endpoint.follow(place, "");
    const sdk::Response response = reading.endpoint.send_raw(reading.reader, request);
    if (response.status() == 200) return manifest_of(reading, response);
    if (response.status() == 404 || response.status() == 410) return std::nullopt;
    if (response.status() != 202) {
      const lt_status verdict = reading.endpoint.errors().judge(response, rest::RequestKind::read).call;
      rest::end_call(verdict == LT_OK ? LT_FAILED : verdict, request, response);
    }
    const auto asked = response.retry_after().value_or(sdk::milliseconds(reading.settings.export_poll));
    const sdk::milliseconds wait(std::clamp<rest::Milliseconds>(asked.count(), 100, longest_wait));
    if (waited + wait.count() > reading.settings.export_patience)
      throw sdk::unavailable("the export is not ready yet; the next read asks again", wait);
    reading.reader.sleep(wait);
    waited += wait.count();
  }
}

sdk::Request file_request(const Reading& reading, const std::string& url) {
  const std::string& elsewhere = reading.settings.files_url;
  const bool allowed = !elsewhere.empty() && url.starts_with(elsewhere + "/");
  sdk::Request request =
      allowed ? reading.endpoint.request("GET", url) : reading.endpoint.follow(url, reading.settings.export_path);
  std::erase_if(request.headers, [](const auto& header) { return header.first == "Accept"; });
  request.header("Accept", ndjson);
  return request;
}

template <class Visit>
void for_each_line(const Reading& reading, const Manifest& manifest, const std::string& url, Visit&& visit) {
  const sdk::Request request = file_request(reading, url);
  const sdk::Response response =
      reading.endpoint.send(reading.reader, request, rest::RequestKind::read, !manifest.with_credentials);
  std::string_view left = response.body();
  while (!left.empty()) {
    const auto end = left.find('\n');
    const std::string_view line = left.substr(0, end);
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) visit(line);
    left = end == std::string_view::npos ? std::string_view() : left.substr(end + 1);
  }
}

void warn_of_errors(const Reading& reading, const Manifest& manifest) {
  for (const std::string& url : manifest.errors)
    for_each_line(reading, manifest, url, [&](std::string_view line) {
      json::error_code error;
      reading.reader.warn("the export says: " + refusal_of(json::parse(line, error), 200).reason);
    });
}

}  // namespace

void bulk_export(const Reading& reading, ReadState state) {
  const bool resumed = !state.at.empty();
  if (!resumed) {
    state.at = kick_off(reading, state);
    state.files = 0;
    reading.reader.checkpoint(state.text());
  }
  const auto manifest = wait_for(reading, state.at);
  if (!manifest) {
    if (!resumed) throw sdk::failed("the server does not know the export that it has just begun");
    reading.reader.warn("the server no longer knows the export that was begun; another one is asked for");
    return bulk_export(reading, ReadState{state.since, {}, "", 0});
  }
  warn_of_errors(reading, *manifest);
  const auto all = static_cast<std::int64_t>(manifest->files.size());
  while (state.files < all) {
    reading.reader.require_running();
    for_each_line(reading, *manifest, manifest->files[static_cast<std::size_t>(state.files)],
                  [&](std::string_view line) { reading.emit(line); });
    ++state.files;
    reading.reader.progress(state.files, all);
    reading.reader.checkpoint(state.text());
  }
  reading.reader.checkpoint(ReadState{manifest->moment, {}, "", 0}.text());
}

}  // namespace lt::fhir
