// YAML by libyaml's events.
#include "base/yaml_value.hpp"

#include <yaml.h>

#include <algorithm>
#include <array>
#include <map>
#include <new>
#include <optional>

namespace lt {
namespace {

using Kind = YamlValue::Kind;

constexpr int deepest = 200;
constexpr std::size_t most_values = 1'000'000;
constexpr std::string_view text_tag = YAML_STR_TAG;

std::string_view view(const yaml_char_t* text) {
  return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

int line_of(const yaml_mark_t& mark) { return static_cast<int>(mark.line) + 1; }

bool is_null(std::string_view text) {
  constexpr std::array<std::string_view, 5> words{"", "~", "null", "Null", "NULL"};
  return std::ranges::find(words, text) != words.end();
}

std::size_t values_in(const YamlValue& value) {
  std::size_t count = 1;
  for (const auto& item : value.items) count += values_in(item);
  for (const auto& entry : value.entries) count += values_in(entry.value);
  return count;
}

std::string_view line_at(std::string_view text, std::size_t line) {
  for (; line > 1 && !text.empty(); --line) {
    const std::size_t end = text.find('\n');
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return text.substr(0, text.find('\n'));
}

bool indented_by_tab(std::string_view line) {
  const std::size_t word = line.find_first_not_of(" \t");
  return line.substr(0, word).find('\t') != std::string_view::npos;
}

YamlValue begun(Kind kind, int line) {
  YamlValue value;
  value.kind = kind;
  value.line = line;
  return value;
}

class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() { yaml_event_delete(&event_); }
  yaml_event_t* operator->() { return &event_; }
  yaml_event_t* get() { return &event_; }
  int line() const { return line_of(event_.start_mark); }

 private:
  yaml_event_t event_{};
};

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {
    if (yaml_parser_initialize(&parser_) == 0) throw std::bad_alloc();
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  ~Parser() { yaml_parser_delete(&parser_); }

  YamlValue document() {
    skip();  // the stream's beginning
    YamlValue root = begun(Kind::null, 1);
    if (!begins_document()) return root;
    root = next_value(0).value();
    skip();  // the document's end
    if (begins_document())
      throw YamlSyntaxError(begun_at_, "a second document begins here; one file holds one, so remove the '---'");
    return root;
  }

 private:
  void advance(Event& event) {
    if (yaml_parser_parse(&parser_, event.get()) == 0) fail();
  }

  void skip() {
    Event event;
    advance(event);
  }

  bool begins_document() {
    Event event;
    advance(event);
    begun_at_ = event.line();
    return event->type == YAML_DOCUMENT_START_EVENT;
  }

  // Nothing where the list or the map ends.
  std::optional<YamlValue> next_value(int depth) {
    Event event;
    advance(event);
    if (event->type == YAML_SEQUENCE_END_EVENT || event->type == YAML_MAPPING_END_EVENT) return std::nullopt;
    if (depth > deepest) throw YamlSyntaxError(event.line(), "lists and keys are nested too deeply here");
    if (event->type == YAML_ALIAS_EVENT) return stands_for(event);
    count(1, event.line());
    std::string anchor;
    YamlValue value = begun(Kind::scalar, event.line());
    if (event->type == YAML_SEQUENCE_START_EVENT) {
      anchor = view(event->data.sequence_start.anchor);
      value.kind = Kind::list;
      while (auto item = next_value(depth + 1)) value.items.push_back(std::move(*item));
    } else if (event->type == YAML_MAPPING_START_EVENT) {
      anchor = view(event->data.mapping_start.anchor);
      value.kind = Kind::map;
      while (auto key = next_value(depth + 1)) {
        if (key->kind == Kind::list || key->kind == Kind::map)
          throw YamlSyntaxError(key->line, "a key is one word, not a list or keys; write a text between quotes");
        value.entries.push_back({std::move(key->text), key->line, next_value(depth + 1).value()});
      }
    } else {
      anchor = view(event->data.scalar.anchor);
      read_scalar(event->data.scalar, value);
    }
    if (!anchor.empty()) anchors_.insert_or_assign(std::move(anchor), value);
    return value;
  }

  static void read_scalar(const decltype(yaml_event_t::data.scalar)& scalar, YamlValue& value) {
    const std::string_view tag = view(scalar.tag);
    value.text.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
    value.quoted = scalar.style != YAML_PLAIN_SCALAR_STYLE || tag == "!" || tag == text_tag;
    if (value.quoted || !tag.empty() || !is_null(value.text)) return;
    value.kind = Kind::null;
    value.text.clear();
  }

  YamlValue stands_for(Event& event) {
    const std::string name(view(event->data.alias.anchor));
    const auto found = anchors_.find(name);
    if (found == anchors_.end())
      throw YamlSyntaxError(event.line(),
                            "the alias *" + name + " stands for nothing that was named &" + name + " before");
    count(values_in(found->second), event.line());
    return found->second;
  }

  void count(std::size_t more, int line) {
    values_ += more;
    if (values_ > most_values) throw YamlSyntaxError(line, "more than a million values; remove aliases");
  }

  [[noreturn]] void fail() const {
    if (parser_.error == YAML_MEMORY_ERROR) throw std::bad_alloc();
    std::string what = parser_.problem == nullptr ? "cannot be read" : parser_.problem;
    if (parser_.error == YAML_READER_ERROR) {
      const std::string_view before = text_.substr(0, parser_.problem_offset);
      throw YamlSyntaxError(static_cast<int>(std::ranges::count(before, '\n')) + 1, what + "; save the file as UTF-8");
    }
    const int line = line_of(parser_.problem_mark);
    if (indented_by_tab(line_at(text_, parser_.problem_mark.line + 1))) what += "; indent by spaces, not by tabs";
    if (parser_.context != nullptr)
      what.append(" (").append(parser_.context).append(" from line ") +=
          std::to_string(line_of(parser_.context_mark)) + ")";
    throw YamlSyntaxError(line, what);
  }

  std::string_view text_;
  yaml_parser_t parser_{};
  std::map<std::string, YamlValue, std::less<>> anchors_;
  std::size_t values_ = 0;
  int begun_at_ = 0;
};

}  // namespace

const YamlEntry* YamlValue::find(std::string_view key) const {
  const auto found = std::ranges::find(entries, key, &YamlEntry::key);
  return found == entries.end() ? nullptr : &*found;
}

YamlValue parse_yaml(std::string_view text) { return Parser(text).document(); }

}  // namespace lt
