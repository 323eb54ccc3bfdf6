// Reading cron expressions, with faults that name the field and the next right thing.
#include "base/suggest.hpp"
#include "schedule/cron.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <map>
#include <vector>

namespace lt::schedule {
namespace {

struct FieldKind {
  std::string_view name;
  int least;
  int most;
  std::vector<std::string> words;  // words[i] stands for least + i
};

const std::array<FieldKind, 5>& kinds() {
  static const std::array<FieldKind, 5> list = {
      {{"minute", 0, 59, {}},
       {"hour", 0, 23, {}},
       {"day of month", 1, 31, {}},
       {"month", 1, 12, {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
       {"day of week", 0, 7, {"sun", "mon", "tue", "wed", "thu", "fri", "sat"}}}};
  return list;
}

const std::map<std::string, std::string, std::less<>>& nicknames() {
  static const std::map<std::string, std::string, std::less<>> table = {
      {"@hourly", "0 * * * *"},  {"@daily", "0 0 * * *"},    {"@midnight", "0 0 * * *"}, {"@weekly", "0 0 * * 0"},
      {"@monthly", "0 0 1 * *"}, {"@annually", "0 0 1 1 *"}, {"@yearly", "0 0 1 1 *"}};
  return table;
}

std::vector<std::string> split(std::string_view text, char by) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == by) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\t';
    if (!space && !inside) words.emplace_back();
    if (!space) words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    inside = !space;
  }
  return words;
}

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Reads one field; `fault` is set where it is wrong.
class FieldReader {
 public:
  FieldReader(const FieldKind& kind, std::string& fault) : kind_(kind), fault_(fault) {}

  CronField read(const std::string& text) {
    CronField field;
    field.starred = text.starts_with('*');
    for (const auto& part : split(text, ',')) {
      add(part, field);
      if (!fault_.empty()) return field;
    }
    if (text.starts_with("*/")) field.step = whole_number(text.substr(2)).value_or(1);
    if (kind_.most == 7 && field.values[7]) {
      field.values[0] = true;
      field.values[7] = false;
    }
    return field;
  }

 private:
  void add(const std::string& part, CronField& field) {
    const auto steps = split(part, '/');
    const auto ends = split(steps[0], '-');
    if (steps.size() > 2 || ends.size() > 2) return refuse(part, "write a value, a range a-b, or a step */n");
    int from = kind_.least;
    int to = kind_.most == 7 ? 6 : kind_.most;
    if (steps[0] != "*") {
      from = value(ends[0]);
      to = ends.size() == 2 ? value(ends[1]) : steps.size() == 2 ? std::max(from, to) : from;
      if (!fault_.empty()) return;
    }
    const int step = steps.size() == 2 ? whole_number(steps[1]).value_or(0) : 1;
    if (step < 1 || step > kind_.most) {
      return refuse(steps[1], "a step is a whole number from 1 to " + std::to_string(kind_.most));
    }
    if (from > to) {
      return refuse(part, "a range goes upwards; to pass the end write two ranges, like " + ends[0] + "-" +
                              std::to_string(kind_.most) + "," + std::to_string(kind_.least) + "-" + ends[1]);
    }
    for (int i = from; i <= to; i += step) field.values.set(static_cast<std::size_t>(i));
  }

  int value(const std::string& text) {
    const auto word = std::find(kind_.words.begin(), kind_.words.end(), text);
    if (word != kind_.words.end()) return kind_.least + static_cast<int>(word - kind_.words.begin());
    const auto number = whole_number(text);
    if (number && *number >= kind_.least && *number <= kind_.most) return *number;
    std::string hint = "it goes from " + std::to_string(kind_.least) + " to " + std::to_string(kind_.most);
    if (!number && !kind_.words.empty()) hint += suggestion(text, kind_.words);
    refuse(text, hint);
    return kind_.least;
  }

  void refuse(const std::string& text, const std::string& hint) {
    if (fault_.empty()) fault_ = "'" + text + "' is no " + std::string(kind_.name) + ": " + hint;
  }

  const FieldKind& kind_;
  std::string& fault_;
};

}  // namespace

std::optional<Cron> Cron::parse(std::string_view text, std::string& fault) {
  fault.clear();
  Cron cron;
  cron.text_ = text;
  auto words = words_of(text);
  if (words.size() == 1 && words[0].starts_with('@')) {
    const auto nickname = nicknames().find(words[0]);
    if (nickname == nicknames().end()) {
      std::vector<std::string> known;
      for (const auto& [name, expression] : nicknames()) known.push_back(name);
      fault = "'" + words[0] + "' is no name of a schedule" + suggestion(words[0], known);
      return std::nullopt;
    }
    words = words_of(nickname->second);
  }
  if (words.size() != 5) {
    fault = "a cron expression has 5 fields (minute, hour, day of month, month, day of week), not " +
            std::to_string(words.size()) + "; for 2 o'clock from Monday to Friday write \"0 2 * * 1-5\"";
    return std::nullopt;
  }
  const std::array<CronField*, 5> fields = {&cron.minute_, &cron.hour_, &cron.day_, &cron.month_, &cron.weekday_};
  for (std::size_t i = 0; i < fields.size(); ++i) {
    *fields[i] = FieldReader(kinds()[i], fault).read(words[i]);
    if (!fault.empty()) return std::nullopt;
  }
  if (!cron.next_after(0, *TimeZone::find("Etc/UTC"))) {
    fault = "this date never comes: no such day of month exists in these months; mend the third or fourth field";
    return std::nullopt;
  }
  return cron;
}

}  // namespace lt::schedule
