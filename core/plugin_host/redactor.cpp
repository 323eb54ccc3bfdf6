// Hiding the values of secrets, as they are and as they travel.
#include "base/encoding.hpp"
#include "plugin_host/secrets.hpp"

#include <algorithm>
#include <array>

namespace lt::plugin_host {
namespace {

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
        std::string_view("-._~").find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      encoded += {'%', "0123456789ABCDEF"[byte >> 4], "0123456789ABCDEF"[byte & 15]};
    }
  }
  return encoded;
}

}  // namespace

void Redactor::add(std::string_view name, std::string_view value) {
  constexpr std::size_t shortest = 4;  // hiding "1" would garble every log
  if (value.size() < shortest) return;
  const std::string shown = "‹secret " + std::string(name) + "›";
  const std::lock_guard lock(mutex_);
  for (auto& form : {std::string(value), percent_encoded(value), to_base64(value)}) {
    const auto same = [&form](const auto& known) { return known.first == form; };
    if (std::ranges::none_of(replacements_, same)) replacements_.emplace_back(form, shown);
  }
  std::ranges::sort(replacements_, [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
}

std::string Redactor::operator()(std::string_view text) const {
  std::string hidden(text);
  const std::lock_guard lock(mutex_);
  for (const auto& [value, shown] : replacements_) {
    for (std::size_t at = hidden.find(value); at != std::string::npos; at = hidden.find(value, at + shown.size())) {
      hidden.replace(at, value.size(), shown);
    }
  }
  return hidden;
}

}  // namespace lt::plugin_host
