// Reading config/report.yaml.
#include "report/report_settings.hpp"

#include "base/digit_reader.hpp"
#include "base/suggest.hpp"

#include <algorithm>

namespace lt::report {
namespace {

std::optional<Milliseconds> time_of_day(const std::string& text) {
  DigitReader reader(text);
  const auto hours = reader.number(1, 2);
  const bool colon = reader.take(':');
  const auto minutes = reader.number(2, 2);
  if (!hours || !colon || !minutes || !reader.at_end() || *hours > 23 || *minutes > 59) return std::nullopt;
  return (*hours * 60 + *minutes) * minute_ms;
}

std::map<Kind, Milliseconds> read_schedule(const YamlNode& node) {
  std::map<Kind, Milliseconds> schedule;
  if (!node.exists()) return schedule;
  node.allow_only({"daily", "weekly", "monthly"});
  for (const Kind kind : recurring) {
    const YamlNode at = node[to_string(kind)];
    if (!at.exists()) continue;
    if (const auto time = time_of_day(at.text())) {
      schedule[kind] = *time;
    } else {
      at.violation("'" + at.text() + "' is no time of day; write it between quotes, as \"06:30\"");
    }
  }
  return schedule;
}

}  // namespace

std::vector<Format> read_formats(const YamlNode& node, std::vector<Format> fallback) {
  if (!node.exists()) return fallback;
  std::vector<Format> formats;
  for (const auto& word : node.texts()) {
    const auto format = format_of(word);
    if (format && std::ranges::find(sealed_formats, *format) != sealed_formats.end()) {
      formats.push_back(*format);
    } else {
      node.violation("'" + word + "' is no format of a kept report" +
                     suggestion(word, {"pdf", "xlsx", "html", "json"}));
    }
  }
  return formats;
}

ReportSettings ReportSettings::load(const std::filesystem::path& file, Violations& violations) {
  ReportSettings settings;
  if (!std::filesystem::exists(file)) return settings;
  const YamlNode node = YamlNode::load_file(file, violations);
  node.allow_only({"issuer", "schedule", "mail"});
  if (node.has("issuer")) settings.issuer = Issuer::read(node["issuer"]);
  settings.schedule = read_schedule(node["schedule"]);
  if (node.has("mail")) settings.mail = MailSettings::read(node["mail"]);
  return settings;
}

}  // namespace lt::report
