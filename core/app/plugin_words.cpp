// Keywords of the schema: the English one, and the Vietnamese of the same name with _vi.
#include "app/plugin_words.hpp"

#include <boost/json.hpp>

namespace lt::app {
namespace {

namespace json = boost::json;

std::string text_of(const json::object& schema, const std::string& word) {
  const auto* text = schema.if_contains(word);
  return text != nullptr && text->is_string() ? std::string(text->get_string()) : std::string();
}

std::string or_else(std::string text, std::string_view fallback) { return text.empty() ? std::string(fallback) : text; }

}  // namespace

std::string word_of(const json::object& schema, const std::string& word, bool vietnamese) {
  std::string english = text_of(schema, word);
  return vietnamese ? or_else(text_of(schema, word + "_vi"), english) : english;
}

PluginWords words_of(const plugin_host::Plugin& plugin) {
  json::error_code error;
  const json::value parsed = json::parse(plugin.settings_schema(), error);
  const json::object schema = !error && parsed.is_object() ? parsed.get_object() : json::object();
  return {.label = {or_else(word_of(schema, "title", true), plugin.id()),
                    or_else(word_of(schema, "title", false), plugin.id())},
          .about = {or_else(word_of(schema, "description", true), plugin.summary()),
                    or_else(word_of(schema, "description", false), plugin.summary())}};
}

}  // namespace lt::app
