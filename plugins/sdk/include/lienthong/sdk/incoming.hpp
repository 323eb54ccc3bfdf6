// A request of the system to the hub, as a connector's receive() reads it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lt::sdk {

// %41 → A and, in a query, + → space; a broken escape stands as it is.
inline std::string percent_decode(std::string_view text, bool plus_is_space = false) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  };
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
      plain += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      plain += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return plain;
}

// Borrowed during the call.
struct Incoming {
  std::string_view stream;
  std::string_view method;
  std::string_view target;  // path and query as they came
  std::vector<std::pair<std::string_view, std::string_view>> headers;
  std::string_view body;
  std::string_view remote_address;

  // The first header of that name, whatever its case; empty where there is none.
  std::string_view header(std::string_view name) const {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& header) {
      return std::ranges::equal(header.first, name, {}, lower, lower);
    });
    return found == headers.end() ? std::string_view() : found->second;
  }

  // What follows the stream's own address /hooks/<system>/<stream> in the path, decoded: "" or "/requests/7.json".
  std::string rest() const {
    const std::string_view path = target.substr(0, target.find('?'));
    std::size_t at = 0;
    for (int slashes = 0; at < path.size(); ++at) {
      if (path[at] == '/' && ++slashes == 4) break;
    }
    return percent_decode(path.substr(std::min(at, path.size())));
  }

  // The members of the query in order, decoded.
  std::vector<std::pair<std::string, std::string>> query() const {
    std::vector<std::pair<std::string, std::string>> members;
    const std::size_t mark = target.find('?');
    std::string_view left = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
    while (!left.empty()) {
      const std::string_view member = left.substr(0, left.find('&'));
      left.remove_prefix(std::min(member.size() + 1, left.size()));
      if (member.empty()) continue;
      const std::size_t equals = std::min(member.find('='), member.size());
      members.emplace_back(percent_decode(member.substr(0, equals), true),
                           percent_decode(member.substr(std::min(equals + 1, member.size())), true));
    }
    return members;
  }

  // The first member of the query of that name.
  std::optional<std::string> query(std::string_view name) const {
    for (auto& [member, value] : query()) {
      if (member == name) return std::move(value);
    }
    return std::nullopt;
  }
};

}  // namespace lt::sdk
