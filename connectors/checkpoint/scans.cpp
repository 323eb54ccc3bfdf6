// A broken line costs itself alone; a broken document is kept whole.
#include "scans.hpp"

#include <algorithm>
#include <array>

namespace checkpoint {

using namespace lt::sdk;

namespace {

bool holds_lines(std::string_view content_type) {
  constexpr std::array types{"application/x-ndjson", "application/jsonl", "application/x-jsonlines"};
  return std::ranges::any_of(types, [&](std::string_view type) { return content_type.starts_with(type); });
}

json::parse_options bounded() {
  json::parse_options options;
  options.max_depth = 64;
  return options;
}

std::string counted(std::size_t received, std::size_t rejected) {
  return json::serialize(json::object{{"received", received}, {"rejected", rejected}});
}

}  // namespace

void Scans::take(const Receiver& receiver, const Incoming& request) const {
  if (holds_lines(request.header("Content-Type"))) return take_lines(receiver, request.body);
  take_document(receiver, request.body);
}

void Scans::take_lines(const Receiver& receiver, std::string_view body) const {
  std::size_t received = 0;
  std::size_t rejected = 0;
  for (std::size_t number = 1; !body.empty(); ++number) {
    std::string_view line = body.substr(0, body.find('\n'));
    body.remove_prefix(std::min(line.size() + 1, body.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    boost::system::error_code error;
    const json::value scan = json::parse(line, error, {}, bounded());
    if (error || !scan.is_object()) {
      receiver.reject(line,
                      "line " + std::to_string(number) + " is no JSON object; the scanner's file is damaged there");
      ++rejected;
    } else {
      receiver.record(line);
      ++received;
    }
  }
  receiver.reply(200, counted(received, rejected));
}

void Scans::take_document(const Receiver& receiver, std::string_view body) const {
  boost::system::error_code error;
  const json::value document = json::parse(body, error, {}, bounded());
  const json::value* list = error ? nullptr : at_pointer(document, records_);
  if (list && list->is_array()) {
    receiver.page(body, records_);
    return receiver.reply(200, counted(list->get_array().size(), 0));
  }
  const auto there = [&](const std::string& pointer) { return at_pointer(document, pointer) != nullptr; };
  if (!error && document.is_object() && std::ranges::all_of(key_, there)) {
    receiver.record(body);
    return receiver.reply(200, counted(1, 0));
  }
  const std::string why = "the body is neither a scan nor a JSON document with an array of scans at '" + records_ + "'";
  receiver.reject(body, why);
  receiver.reply(400, json::serialize(json::object{{"error", why}}));
}

}  // namespace checkpoint
