// Settings to streams.
#include "exchange.hpp"

#include <algorithm>

namespace lt::folder {
namespace {

using sdk::misconfigured;
using sdk::Settings;

std::filesystem::path subfolder(const std::filesystem::path& base, const Settings& settings,
                                const std::string& stream) {
  const std::filesystem::path folder(settings.text_or("folder", "."));
  if (folder.is_absolute() || std::find(folder.begin(), folder.end(), "..") != folder.end()) {
    throw misconfigured("the folder of the stream '" + stream +
                        "' must lie within 'path': give a relative one without ..");
  }
  auto whole = (base / folder).lexically_normal();
  return whole.has_filename() ? whole : whole.parent_path();
}

char separator(const Settings& settings) {
  const auto name = settings.text_or("separator", "comma");
  return name == "tab" ? '\t' : name == "semicolon" ? ';' : ',';
}

std::vector<std::string> texts(const Settings& settings, std::string_view name) {
  std::vector<std::string> out;
  for (const auto& item : settings.list(name)) out.emplace_back(item.as_string());
  return out;
}

InStream in_stream(const std::filesystem::path& base, const Settings& settings, const std::string& name) {
  InStream stream{subfolder(base, settings, name), texts(settings, "patterns"), texts(settings, "key"),
                  separator(settings), settings.boolean_or("place", false)};
  if (stream.patterns.empty()) stream.patterns = {"*.jsonl", "*.ndjson", "*.csv"};
  stream.place = stream.place || stream.key.empty();
  return stream;
}

OutStream out_stream(const std::filesystem::path& base, const Settings& settings, const std::string& name) {
  OutStream stream;
  stream.folder = subfolder(base, settings, name);
  stream.format = settings.text_or("format", "json_lines") == "csv" ? Format::csv : Format::json_lines;
  for (const auto& item : settings.list("columns")) {
    const Settings column(item.as_object());
    const auto field = column.text("field");
    stream.columns.push_back({field, column.text_or("header", field)});
  }
  stream.whole = settings.text_or("whole", "");
  stream.operation = settings.text_or("operation", "_operation");
  stream.hub_key = settings.text_or("hub_key", "");
  stream.separator = separator(settings);
  if (stream.whole.find('/') != std::string::npos || stream.whole.starts_with(".")) {
    throw misconfigured("'whole' of the stream '" + name + "' must be the name of a file, without a path");
  }
  if (stream.format == Format::csv && stream.columns.empty()) {
    throw misconfigured("the stream '" + name + "' is written as csv and so needs 'columns'");
  }
  return stream;
}

}  // namespace

Exchange parse_exchange(const Settings& settings) {
  const std::filesystem::path base(settings.text("path"));
  Exchange exchange;
  const auto in = settings.object("in"), out = settings.object("out");
  for (const auto& [name, value] : in.values()) {
    exchange.in.emplace(name, in_stream(base, in.object(name), name));
  }
  for (const auto& [name, value] : out.values()) {
    const auto stream = out_stream(base, out.object(name), name);
    for (const auto& [reader, read] : exchange.in) {
      if (read.folder != stream.folder) continue;
      throw misconfigured("'" + reader + "' would read what '" + std::string(name) +
                          "' writes: give them different folders");
    }
    exchange.out.emplace(name, stream);
  }
  if (exchange.in.empty() && exchange.out.empty()) throw misconfigured("name at least one stream under 'in' or 'out'");
  return exchange;
}

std::string pointer_to(const std::string& member) {
  std::string pointer = "/";
  for (const char c : member) pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return pointer;
}

}  // namespace lt::folder
