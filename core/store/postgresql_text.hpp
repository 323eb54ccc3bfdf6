// The store's SQL as PostgreSQL reads it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lt::store {

// Parameters written ?, or ?3 where one comes twice, as $1, $2 …; of each of these the number it had.
struct NumberedText {
  std::string text;
  std::vector<int> parameters;
};
NumberedText numbered_parameters(std::string_view text);

// CREATE and ALTER with SQLite's types, with PostgreSQL's in their place. Texts are ordered by their bytes.
std::string postgresql_types(std::string_view text);

// A url or connection string fit for messages.
std::string without_password(std::string_view url);

}  // namespace lt::store
