// Comparing what an example expects with what came.
#include "mapping/example.hpp"

#include "mapping/json_writer.hpp"

#include <algorithm>
#include <charconv>

namespace lt::mapping {
namespace {

bool is_number(const std::string& text) {
  if (text.size() > 1 && text[0] == '0' && text[1] != '.') return false;
  if (text.empty() || !(text[0] == '-' || (text[0] >= '0' && text[0] <= '9'))) return false;
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

void write_json(const YAML::Node& node, std::string& out) {
  if (node.IsMap()) {
    out += '{';
    bool first = true;
    for (const auto& entry : node) {
      if (!first) out += ',';
      first = false;
      write_json_text(entry.first.Scalar(), out);
      out += ':';
      write_json(entry.second, out);
    }
    out += '}';
  } else if (node.IsSequence()) {
    out += '[';
    for (std::size_t i = 0; i < node.size(); ++i) {
      if (i > 0) out += ',';
      write_json(node[i], out);
    }
    out += ']';
  } else if (!node.IsScalar()) {
    out += "null";
  } else if (const std::string& text = node.Scalar();
             node.Tag() != "!" && (text == "true" || text == "false" || is_number(text))) {
    out += text;
  } else {
    write_json_text(text, out);
  }
}

std::string below(std::string path, std::string_view key) { return path.append("/").append(key); }

std::string at(const std::string& path) { return path.empty() ? "the whole" : path; }

}  // namespace

std::string json_of(const YAML::Node& node) {
  std::string out;
  write_json(node, out);
  return out;
}

YAML::Node tree_of(std::string_view json) { return YAML::Load(std::string(json)); }

void find_differences(const YAML::Node& expected, const YAML::Node& actual, const std::string& path,
                      std::vector<std::string>& differences) {
  if (expected.IsMap() && actual.IsMap()) {
    for (const auto& entry : expected) {
      const std::string& key = entry.first.Scalar();
      if (const YAML::Node other = actual[key]; other.IsDefined()) {
        find_differences(entry.second, other, below(path, key), differences);
      } else {
        differences.push_back(
            below(path, key).append(": expected ").append(json_of(entry.second)).append(", nothing came"));
      }
    }
    for (const auto& entry : actual) {
      const std::string& key = entry.first.Scalar();
      if (!expected[key].IsDefined()) {
        differences.push_back(
            below(path, key).append(": nothing is expected, ").append(json_of(entry.second)).append(" came"));
      }
    }
  } else if (expected.IsSequence() && actual.IsSequence() && expected.size() == actual.size()) {
    for (std::size_t i = 0; i < expected.size(); ++i) {
      find_differences(expected[i], actual[i], below(path, std::to_string(i)), differences);
    }
  } else if (json_of(expected) != json_of(actual)) {
    differences.push_back(at(path) + ": expected " + json_of(expected) + ", came " + json_of(actual));
  }
}

void compare_codes(std::string_view what, std::vector<std::string> expected, std::vector<std::string> actual,
                   std::vector<std::string>& differences) {
  const auto joined = [](std::vector<std::string>& list) {
    std::sort(list.begin(), list.end());
    std::string text;
    for (const auto& item : list) text += (text.empty() ? "" : ", ") + item;
    return text.empty() ? std::string("none") : text;
  };
  const std::string wanted = joined(expected);
  const std::string came = joined(actual);
  if (wanted != came) differences.push_back(std::string(what) + ": expected " + wanted + ", came " + came);
}

std::string expectation(const YamlNode& example, std::initializer_list<std::string_view> parts) {
  std::string out = "{";
  for (const auto part : parts) {
    if (!example.has(part)) continue;
    if (out.size() > 1) out += ',';
    write_json_text(part, out);
    out += ':';
    write_json(example[part].raw(), out);
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
