// Ranges with their weights.
#include "api/language.hpp"

#include <boost/beast/core/string.hpp>

#include <algorithm>

namespace lt::api {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// In thousandths; 1000 where none is given, 0 where it is no weight.
int weight_of(std::string_view parameters) {
  const std::size_t at = parameters.find("q=");
  if (at == std::string_view::npos) return 1'000;
  const std::string_view digits = trimmed(parameters.substr(at + 2));
  if (digits.empty() || (digits.front() != '0' && digits.front() != '1')) return 0;
  if (digits.front() == '1') return 1'000;
  int weight = 0;
  int place = 100;
  for (const char digit : digits.substr(std::min<std::size_t>(2, digits.size()))) {
    if (digit < '0' || digit > '9') break;
    weight += (digit - '0') * place;
    place /= 10;
  }
  return weight;
}

bool is_of(std::string_view range, std::string_view language) {
  return boost::beast::iequals(range.substr(0, range.find('-')), language);
}

}  // namespace

std::string_view to_string(Language language) { return language == Language::vi ? "vi" : "en"; }

Language language_of(std::string_view accept_language) {
  int vietnamese = 0;
  int english = 0;
  while (!accept_language.empty()) {
    const std::size_t comma = accept_language.find(',');
    const std::string_view item = accept_language.substr(0, comma);
    accept_language.remove_prefix(comma == std::string_view::npos ? accept_language.size() : comma + 1);
    const std::size_t semicolon = item.find(';');
    const std::string_view range = trimmed(item.substr(0, semicolon));
    const int weight = semicolon == std::string_view::npos ? 1'000 : weight_of(item.substr(semicolon));
    if (is_of(range, "vi")) vietnamese = std::max(vietnamese, weight);
    if (is_of(range, "en")) english = std::max(english, weight);
  }
  return english > vietnamese ? Language::en : Language::vi;
}

}  // namespace lt::api
