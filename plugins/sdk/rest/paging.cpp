// The six ways of paging.
#include <lienthong/rest/paging.hpp>

#include <algorithm>
#include <charconv>

namespace lt::rest {
namespace {

std::int64_t to_number(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

struct FactSetting {
  std::string_view setting;
  Paging::Fact fact;
};
constexpr FactSetting fact_settings[] = {{"total", Paging::total},
                                         {"pages", Paging::pages},
                                         {"more", Paging::more},
                                         {"next", Paging::next},
                                         {"echo", Paging::echo}};

struct Defaults {
  std::string_view type;
  std::string_view parameter;
  std::int64_t first;
  bool counts;
};
constexpr Defaults defaults[] = {{"none", "", 0, false},        {"page", "page", 1, true},
                                 {"offset", "offset", 0, true}, {"cursor", "cursor", 0, false},
                                 {"next", "page", 0, false},    {"link", "page", 0, false}};

const Defaults& defaults_of(std::string_view type) {
  for (const Defaults& each : defaults)
    if (each.type == type) return each;
  throw sdk::misconfigured("'" + std::string(type) + "' is no type of paging");
}

}  // namespace

std::optional<std::string> next_link(std::string_view header) {
  while (!header.empty()) {
    const auto open = header.find('<'), close = header.find('>', open);
    if (open == header.npos || close == header.npos) return std::nullopt;
    const auto target = header.substr(open + 1, close - open - 1);
    header.remove_prefix(close + 1);
    // The parameters reach to the next target; a comma inside quotes does not end them.
    bool quoted = false;
    std::size_t end = 0;
    for (; end < header.size() && (quoted || header[end] != ','); ++end)
      if (header[end] == '"') quoted = !quoted;
    std::string parameters(header.substr(0, end));
    header.remove_prefix(std::min(end + 1, header.size()));
    std::erase_if(parameters, [](char c) { return c == ' ' || c == '\t' || c == '"'; });
    parameters += ';';
    if (parameters.find(";rel=next;") != parameters.npos) return std::string(target);
  }
  return std::nullopt;
}

Paging::Paging(const sdk::Settings& paging, const std::string& records_pointer,
               const std::optional<std::string>& answer_moment_pointer)
    : type_(paging.text_or("type", "none")) {
  const Defaults& usual = defaults_of(type_);
  parameter_ = paging.text_or("parameter", usual.parameter);
  first_ = paging.integer_or("first", usual.first);
  size_parameter_ = paging.text_or("size_parameter", "");
  size_ = paging.integer_or("size", 0);
  if (type_ == "offset" && size_ <= 0) throw sdk::misconfigured("paging by offset needs 'size'");
  if (paging.has("total") && size_ <= 0) throw sdk::misconfigured("paging with a 'total' needs 'size'");
  if ((type_ == "cursor" || type_ == "next") && !paging.has("next"))
    throw sdk::misconfigured("paging by " + type_ + " needs 'next', the pointer to what comes next");

  std::vector<std::string> pointers{records_pointer};
  facts_ = {records};
  if (answer_moment_pointer) {
    pointers.push_back(*answer_moment_pointer);
    facts_.push_back(answer_moment);
  }
  for (const FactSetting& each : fact_settings) {
    if (type_ == "none" || !paging.has(each.setting)) continue;
    pointers.push_back(paging.text(each.setting));
    facts_.push_back(each.fact);
  }
  pointers_ = Pointers(pointers);
}

Paging::Facts Paging::find(std::string_view body) const {
  const auto found = find_values(body, pointers_);
  Facts facts(fact_count);
  for (std::size_t i = 0; i < found.size(); ++i) facts[static_cast<std::size_t>(facts_[i])] = found[i];
  return facts;
}

std::string Paging::first() const { return defaults_of(type_).counts ? std::to_string(first_) : std::string(); }

bool Paging::is_address(std::string_view place) const {
  return (type_ == "next" || type_ == "link") &&
         (place.starts_with('/') || place.starts_with('?') || place.find("://") != place.npos);
}

std::vector<std::pair<std::string, std::string>> Paging::parameters(std::string_view place,
                                                                    std::optional<std::int64_t> size) const {
  std::vector<std::pair<std::string, std::string>> list;
  if (!place.empty()) list.emplace_back(parameter_, place);
  if (!size_parameter_.empty() && size_ > 0) list.emplace_back(size_parameter_, std::to_string(size.value_or(size_)));
  return list;
}

std::optional<std::int64_t> Paging::number(const std::optional<std::string_view>& fact) {
  const auto text = fact ? scalar_text(*fact) : std::nullopt;
  std::int64_t value = 0;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), value).ec != std::errc()) return std::nullopt;
  return value;
}

std::optional<std::string> Paging::after(std::string_view place, const Facts& facts, std::string_view link) const {
  if (type_ == "none") return std::nullopt;
  if (defaults_of(type_).counts) return after_number(place, facts);
  auto next_place = type_ == "link" ? next_link(link) : facts[next] ? scalar_text(*facts[next]) : std::nullopt;
  if (!next_place || next_place->empty() || *next_place == "false") return std::nullopt;
  if (facts[more] && scalar_text(*facts[more]) == "false") return std::nullopt;
  if (*next_place == place)
    throw sdk::unavailable("the system gives '" + std::string(place) + "' as what comes after it; the list has no end");
  return next_place;
}

std::optional<std::string> Paging::after_number(std::string_view place, const Facts& facts) const {
  const auto echoed = number(facts[echo]);
  if (echoed && std::to_string(*echoed) != place)
    throw sdk::unavailable("asked for " + parameter_ + " " + std::string(place) + ", the system answered with " +
                           std::to_string(*echoed));
  if (facts[records] && is_empty_container(*facts[records])) return std::nullopt;
  const std::int64_t at = to_number(place);
  const bool by_page = type_ == "page";
  if (const auto count = number(facts[pages]); count && by_page) {
    if (at - first_ + 1 >= *count) return std::nullopt;
  } else if (const auto count_of_records = number(facts[total])) {
    if (*done(place) >= *count_of_records) return std::nullopt;
  } else if (facts[more] && scalar_text(*facts[more]) != "true") {
    return std::nullopt;
  }
  return std::to_string(by_page ? at + 1 : at + size_);
}

const std::string& Paging::resume_at(const std::string& place, const std::string& next_place) const {
  return defaults_of(type_).counts ? place : next_place;
}

std::optional<std::int64_t> Paging::done(std::string_view place) const {
  if (!defaults_of(type_).counts || size_ <= 0) return std::nullopt;
  const std::int64_t at = to_number(place);
  return type_ == "page" ? (at - first_ + 1) * size_ : at - first_ + size_;
}

}  // namespace lt::rest
