// Pages taken apart as the hub takes them apart.
#include "testing/recording_sinks.hpp"

#include <boost/json.hpp>

#include <stdexcept>

namespace lt::plugin_testing {

namespace json = boost::json;

namespace {

std::string key_of(const json::value& record, std::span<const std::string_view> pointers) {
  std::string key;
  for (const auto pointer : pointers) {
    json::error_code error;
    const json::value* part = record.find_pointer(pointer, error);
    if (!part)
      throw std::runtime_error("a record has no key at " + std::string(pointer) + ": " + json::serialize(record));
    key += (key.empty() ? "" : "|") + (part->is_string() ? std::string(part->get_string()) : json::serialize(*part));
  }
  return key;
}

}  // namespace

void RecordingReadSink::page(std::string_view bytes, std::string_view records_pointer,
                             std::span<const std::string_view> key_pointers) {
  pages.push_back({std::string(bytes), std::string(records_pointer), {key_pointers.begin(), key_pointers.end()}});
  const json::value document = json::parse(bytes);
  json::error_code error;
  const json::value* list = document.find_pointer(records_pointer, error);
  if (!list || !list->is_array()) {
    throw std::runtime_error("the page has no array at '" + std::string(records_pointer) + "'");
  }
  for (const auto& item : list->get_array()) records.push_back({json::serialize(item), key_of(item, key_pointers)});
}

void RecordingReadSink::record(std::string_view text, std::string_view key) {
  records.push_back({json::serialize(json::parse(text)), std::string(key)});
}

void RecordingReadSink::reject(std::string_view record, plugin_host::RejectClass reject_class,
                               std::string_view reason) {
  rejects.push_back({std::string(record), reject_class, std::string(reason)});
}

}  // namespace lt::plugin_testing
