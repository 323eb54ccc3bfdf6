// RFC 3986 as far as the API needs it.
#include "api/address.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace lt::api {
namespace {

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool is_name(std::string_view part) { return part.starts_with('{') && part.ends_with('}'); }
std::string name_in(std::string_view part) { return std::string(part.substr(1, part.size() - 2)); }

std::vector<std::string_view> parts_of(std::string_view pattern) { return split(pattern.substr(1), '/'); }

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_blank) {
      decoded += ' ';
    } else if (text[i] != '%') {
      decoded += text[i];
    } else {
      const int high = i + 2 < text.size() ? digit_of(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? digit_of(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (!is_valid_utf8(decoded) || std::ranges::any_of(decoded, control)) return std::nullopt;
  return decoded;
}

std::optional<std::vector<std::string>> path_segments(std::string_view path) {
  std::vector<std::string> segments;
  if (!path.starts_with('/')) return std::nullopt;
  for (const std::string_view part : parts_of(path)) {
    auto segment = percent_decoded(part);
    if (!segment || segment->empty() || *segment == "." || *segment == "..") return std::nullopt;
    segments.push_back(std::move(*segment));
  }
  return segments;
}

std::optional<Values> match_path(std::string_view pattern, const std::vector<std::string>& segments) {
  const auto parts = parts_of(pattern);
  if (parts.size() != segments.size()) return std::nullopt;
  Values values;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (is_name(parts[i])) {
      values[name_in(parts[i])] = segments[i];
    } else if (parts[i] != segments[i]) {
      return std::nullopt;
    }
  }
  return values;
}

std::vector<std::string> path_names(std::string_view pattern) {
  std::vector<std::string> names;
  for (const std::string_view part : parts_of(pattern))
    if (is_name(part)) names.push_back(name_in(part));
  return names;
}

std::optional<Values> query_values(std::string_view query) {
  Values values;
  if (query.empty()) return values;
  for (const std::string_view part : split(query, '&')) {
    const std::size_t equals = part.find('=');
    auto name = percent_decoded(part.substr(0, equals), true);
    auto value = percent_decoded(equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1), true);
    if (!name || !value || !values.emplace(std::move(*name), std::move(*value)).second) return std::nullopt;
  }
  return values;
}

}  // namespace lt::api
