// What a person does to a record by hand: values set under JSON pointers; all else stays byte by byte, numbers with
// every digit. Pure. All throw Error misconfigured that says what and where.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace lt::sync {

struct Edit {
  std::string pointer;  // RFC 6901; a list's "-" is the place behind its end
  std::string value;
  bool json = false;  // the value is JSON; else a text, or a number or true or false where one stands there now
};

// "/phone=0912345678", or "/doses/0/number:=2" where the value is JSON.
Edit read_edit(std::string_view written);

// A member that is not there is put in; what it belongs to must be there.
std::string with_edits(std::string_view record, std::span<const Edit> edits);

// The text without blanks between its parts, where it is one JSON object in UTF-8.
std::string checked_record(std::string_view text);
// The record with a line a member, for an editor.
std::string spread_out(std::string_view record);

}  // namespace lt::sync
