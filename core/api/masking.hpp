// Persons' data as those see them who need not know: enough to tell two rows apart, too little to know anybody.
#pragma once

#include "model/entity.hpp"

#include <string>
#include <string_view>

namespace lt::api {

// Of a class of personal data; references are numbers of rows and none.
bool is_personal(const model::Field& field);

// A value's text: as it is where the field is not personal; else of a number its last three digits, of a date its
// year, of other text each word's first letter; of sensitive and enumerated fields nothing.
std::string masked(const model::Field& field, std::string_view text);

// A text of which nothing is known but that it may be a person's: of a number its last three digits, of other text each
// word's first letter.
std::string masked_text(std::string_view text);

// A key that may be anybody's number: its last three characters, of three or fewer none.
std::string masked_key(std::string_view text);

}  // namespace lt::api
