// A sink that has had enough after a few records.
#include "app/stream_sample.hpp"

#include "base/utf8.hpp"

#include <boost/json.hpp>

#include <cctype>
#include <exception>
#include <span>
#include <string>

namespace lt::app {
namespace {

namespace json = boost::json;

// Thrown to end the reading; nobody is told of it.
struct Enough : std::exception {
  const char* what() const noexcept override { return "enough"; }
};

class Taster : public plugin_host::ReadSink {
 public:
  Taster(StreamSample& sample, std::size_t most) : sample_(sample), most_(most) {}

  void page(std::string_view bytes, std::string_view records_pointer, std::span<const std::string_view>) override {
    json::error_code error;
    const json::value document = json::parse(bytes, error);
    if (error) return;
    const json::value* records = document.find_pointer(records_pointer, error);
    if (error || records == nullptr || !records->is_array()) return;
    for (const auto& each : records->get_array()) take(each);
  }
  void record(std::string_view text, std::string_view) override {
    json::error_code error;
    json::value parsed = json::parse(text, error);
    if (!error) take(parsed);
  }
  void checkpoint(std::string_view) override {}
  void reject(std::string_view, plugin_host::RejectClass, std::string_view) override {}

 private:
  void take(const json::value& record) {
    if (!record.is_object()) return;
    if (sample_.records.size() == most_) {
      sample_.more = true;
      throw Enough();
    }
    sample_.records.push_back(record);
  }

  StreamSample& sample_;
  std::size_t most_;
};

// Each word's first letter, and no digit.
std::string masked_text(std::string_view text) {
  std::string shown;
  bool first = true;
  for (const char* at = text.data(); at < text.data() + text.size();) {
    const char32_t point = next_code_point(at, text.data() + text.size());
    const bool letter = point > 127 || std::isalpha(static_cast<int>(point)) != 0;
    const bool digit = point < 128 && std::isdigit(static_cast<int>(point)) != 0;
    if (digit) {
      shown += '#';
    } else if (!letter) {
      append_utf8(point, shown);
    } else if (first) {
      append_utf8(point, shown);
    } else if (!shown.ends_with("•")) {
      shown += "•";
    }
    first = !letter && !digit;
  }
  return shown;
}

}  // namespace

StreamSample sample_of(plugin_host::Session& session, std::string_view stream, std::size_t most,
                       const std::stop_token& stop) {
  StreamSample sample;
  Taster taster(sample, most);
  try {
    session.read(stream, "", taster, stop);
  } catch (const Enough&) {
    sample.more = true;
  }
  return sample;
}

json::value masked_record(const json::value& record) {
  if (const auto* object = record.if_object()) {
    json::object masked;
    for (const auto& [name, value] : *object) masked[name] = masked_record(value);
    return masked;
  }
  if (const auto* array = record.if_array()) {
    json::array masked;
    for (const auto& value : *array) masked.push_back(masked_record(value));
    return masked;
  }
  if (const auto* text = record.if_string()) return json::value(masked_text(*text));
  if (record.is_number()) return json::value("#");
  return record;
}

}  // namespace lt::app
