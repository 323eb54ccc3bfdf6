// What the settings say of a table: which fields it has, under which headers, and where its rows begin and end.
#pragma once

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace lt::spreadsheet {

/// A header text that is accepted for a field. "Mũi 1/Ngày tiêm" is a header under a group; "Tên vắc xin[2]" is the
/// second column from the left with that header.
struct AcceptedHeader {
  std::string text;            ///< as the settings say it
  std::string folded;          ///< group and header together, see fold_header()
  std::size_t occurrence = 0;  ///< from 1; 0: there must be only one
};

struct Field {
  std::string name;
  std::vector<AcceptedHeader> headers;  ///< the first that is found wins
  bool required = true;                 ///< the column; its cells may be empty
};

/// Settings that the schema cannot refuse.
struct LayoutError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Layout {
  std::optional<std::string> sheet;        ///< glob; none: the first sheet that has the headers
  std::optional<unsigned> header_rows;     ///< 1 or 2; none: found
  std::optional<std::uint32_t> data_row;   ///< first row of data; none: the row after the headers
  std::uint32_t end_after_blank_rows = 0;  ///< 0: read to the end of the sheet
  std::vector<Field> fields;
  std::vector<std::string> key;  ///< names of fields; empty: file, sheet and row
};

AcceptedHeader accepted_header(std::string text);

/// From the connector's settings, which fit its schema; throws LayoutError.
Layout parse_layout(const boost::json::object& settings);

}  // namespace lt::spreadsheet
