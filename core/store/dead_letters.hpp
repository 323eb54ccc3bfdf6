// How a dead letter is read from a row, and its reasons to and from JSON.
#pragma once

#include "store/connection.hpp"
#include "store/dead_letter.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lt::store {

// Columns in the order that read_letter() expects.
extern const char* const letter_columns;
DeadLetter read_letter(const Statement& statement);

std::string reasons_to_json(const std::vector<model::Reason>& reasons);
std::vector<model::Reason> reasons_from_json(std::string_view json);

}  // namespace lt::store
