// Tables for people, made from the same JSON that --json prints.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

namespace lt::app {

struct Column {
  std::string_view member;  // of each row's object
  std::string_view vi;
  std::string_view en;
  bool right = false;  // numbers
};

// Columns as wide as their widest cell, at most `cell_most` characters each; the rest of a longer one is "…".
void print_table(std::ostream& out, const boost::json::array& rows, std::span<const Column> columns, bool vietnamese,
                 std::size_t cell_most = 60);

// A value as a cell shows it: texts as they are, null as nothing, lists joined by ", ".
std::string cell_text(const boost::json::value& value);

}  // namespace lt::app
