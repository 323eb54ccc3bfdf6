// The language that a client reads: Vietnamese, or English where it says so.
#pragma once

#include "model/entity.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace lt::api {

enum class Language : std::uint8_t { vi, en };

std::string_view to_string(Language language);
// Of an Accept-Language header (RFC 9110, section 12.5.4); Vietnamese where it names neither or is none.
Language language_of(std::string_view accept_language);

inline const std::string& in(Language language, const model::Label& label) {
  return language == Language::vi ? label.vi : label.en;
}

}  // namespace lt::api
