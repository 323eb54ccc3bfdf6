// Comparing what an example expects with what came.
#include "mapping/example.hpp"

#include "base/joined.hpp"
#include "mapping/json_writer.hpp"

#include <algorithm>
#include <charconv>

namespace lt::mapping {
namespace {

using Kind = YamlValue::Kind;

bool is_number(const std::string& text) {
  if (text.size() > 1 && text[0] == '0' && text[1] != '.') return false;
  if (text.empty() || !(text[0] == '-' || (text[0] >= '0' && text[0] <= '9'))) return false;
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

void write_json(const YamlValue& value, std::string& out) {
  if (value.kind == Kind::map) {
    out += '{';
    for (const auto& entry : value.entries) {
      if (&entry != &value.entries.front()) out += ',';
      write_json_text(entry.key, out);
      out += ':';
      write_json(entry.value, out);
    }
    out += '}';
  } else if (value.kind == Kind::list) {
    out += '[';
    for (const auto& item : value.items) {
      if (&item != &value.items.front()) out += ',';
      write_json(item, out);
    }
    out += ']';
  } else if (value.kind != Kind::scalar) {
    out += "null";
  } else if (!value.quoted && (value.text == "true" || value.text == "false" || is_number(value.text))) {
    out += value.text;
  } else {
    write_json_text(value.text, out);
  }
}

std::string below(std::string path, std::string_view key) { return path.append("/").append(key); }

std::string at(const std::string& path) { return path.empty() ? "the whole" : path; }

}  // namespace

std::string json_of(const YamlValue& value) {
  std::string out;
  write_json(value, out);
  return out;
}

YamlValue tree_of(std::string_view json) { return parse_yaml(json); }

void find_differences(const YamlValue& expected, const YamlValue& actual, const std::string& path,
                      std::vector<std::string>& differences) {
  const auto both = [&](Kind kind) { return expected.kind == kind && actual.kind == kind; };
  if (both(Kind::map)) {
    for (const auto& entry : expected.entries) {
      if (const YamlEntry* other = actual.find(entry.key)) {
        find_differences(entry.value, other->value, below(path, entry.key), differences);
      } else {
        differences.push_back(
            below(path, entry.key).append(": expected ").append(json_of(entry.value)).append(", nothing came"));
      }
    }
    for (const auto& entry : actual.entries) {
      if (expected.find(entry.key) != nullptr) continue;
      differences.push_back(
          below(path, entry.key).append(": nothing is expected, ").append(json_of(entry.value)).append(" came"));
    }
  } else if (both(Kind::list) && expected.items.size() == actual.items.size()) {
    for (std::size_t i = 0; i < expected.items.size(); ++i) {
      find_differences(expected.items[i], actual.items[i], below(path, std::to_string(i)), differences);
    }
  } else if (json_of(expected) != json_of(actual)) {
    differences.push_back(at(path) + ": expected " + json_of(expected) + ", came " + json_of(actual));
  }
}

void compare_codes(std::string_view what, std::vector<std::string> expected, std::vector<std::string> actual,
                   std::vector<std::string>& differences) {
  const auto listed = [](std::vector<std::string>& codes) {
    std::ranges::sort(codes);
    return codes.empty() ? "none" : joined(codes, ", ");
  };
  const std::string wanted = listed(expected);
  const std::string came = listed(actual);
  if (wanted != came) differences.push_back(std::string(what) + ": expected " + wanted + ", came " + came);
}

std::string expectation(const YamlNode& example, std::initializer_list<std::string_view> parts) {
  std::string out = "{";
  for (const auto part : parts) {
    if (!example.has(part)) continue;
    if (out.size() > 1) out += ',';
    write_json_text(part, out);
    out += ':';
    write_json(example[part].value(), out);
  }
  return out + "}";
}

void write_reasons(std::string_view name, const std::vector<model::Reason>& reasons, std::string& out) {
  write_json_text(name, out);
  out += ":[";
  for (const auto& reason : reasons) {
    out += out.ends_with('[') ? "{" : ",{";
    const std::pair<std::string_view, std::string_view> parts[] = {
        {"code", reason.code}, {"field", reason.field}, {"message", reason.message}};
    for (const auto& [key, text] : parts) {
      if (!out.ends_with('{')) out += ',';
      write_json_text(key, out);
      out += ':';
      write_json_text(text, out);
    }
    out += '}';
  }
  out += ']';
}

std::string difference_message(const std::string& name, const std::vector<std::string>& differences) {
  std::string message = "the example";
  if (!name.empty()) message.append(" '").append(name).append("'");
  message += " does not come out as it says:";
  for (const auto& difference : differences) message.append("\n    ").append(difference);
  return message;
}

void report(const YamlNode& example, const std::vector<std::string>& differences, std::vector<Violation>& out) {
  if (differences.empty()) return;
  out.push_back({example.file(), example.line(), difference_message(example["name"].text_or(""), differences)});
}

}  // namespace lt::mapping
