// A system's settings as the connector reads them; they fit its settings.schema.json when they arrive.
#pragma once

#include <boost/json.hpp>
#include <lienthong/sdk/failure.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace lt::sdk {

namespace json = boost::json;

// Parses JSON that came from outside: bounded depth; throws Failure failed that names `what`.
inline json::value parse_json(std::string_view text, std::string_view what) {
  json::error_code error;
  json::parse_options options;
  options.max_depth = 64;
  json::value value = json::parse(text, error, {}, options);
  if (error) {
    throw failed(std::string(what) + " is no JSON (" + error.message() + "): " + std::string(text.substr(0, 200)));
  }
  return value;
}

// The value at a JSON pointer (RFC 6901), or null where there is none.
inline const json::value* at_pointer(const json::value& value, std::string_view pointer) {
  json::error_code error;
  return value.find_pointer(pointer, error);
}

class Settings {
 public:
  Settings() = default;
  explicit Settings(json::object values) : values_(std::move(values)) {}

  // Each throws Failure misconfigured that names the member when it is missing or of another type.
  std::string text(std::string_view name) const { return std::string(require(name, json::kind::string).get_string()); }
  std::string text_or(std::string_view name, std::string_view fallback) const {
    return has(name) ? text(name) : std::string(fallback);
  }
  std::int64_t integer(std::string_view name) const { return number(name, require(name)); }
  std::int64_t integer_or(std::string_view name, std::int64_t fallback) const {
    return has(name) ? integer(name) : fallback;
  }
  bool boolean_or(std::string_view name, bool fallback) const {
    return has(name) ? require(name, json::kind::bool_).get_bool() : fallback;
  }
  Settings object(std::string_view name) const {
    return has(name) ? Settings(require(name, json::kind::object).get_object()) : Settings();
  }
  json::array list(std::string_view name) const {
    return has(name) ? require(name, json::kind::array).get_array() : json::array();
  }

  bool has(std::string_view name) const {
    const auto* value = values_.if_contains(name);
    return value && !value->is_null();
  }
  const json::object& values() const { return values_; }

 private:
  const json::value& require(std::string_view name) const {
    if (!has(name)) throw misconfigured("the settings lack '" + std::string(name) + "'");
    return values_.at(name);
  }
  const json::value& require(std::string_view name, json::kind kind) const {
    const json::value& value = require(name);
    if (value.kind() != kind) {
      throw misconfigured("the setting '" + std::string(name) + "' must be a " + std::string(json::to_string(kind)));
    }
    return value;
  }
  static std::int64_t number(std::string_view name, const json::value& value) {
    json::error_code error;
    const auto result = value.to_number<std::int64_t>(error);
    if (error) throw misconfigured("the setting '" + std::string(name) + "' must be a whole number");
    return result;
  }

  json::object values_;
};

}  // namespace lt::sdk
