// Cutting a JSON text, known to be well-formed, at the value that a pointer means.
#include "sync/mending.hpp"

#include "base/error.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cctype>
#include <vector>

namespace lt::sync {
namespace {

namespace json = boost::json;

[[noreturn]] void refuse(const std::string& what) { throw Error(ErrorKind::misconfigured, what); }

bool is_blank(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (++at; text[at] != '"'; ++at)
    if (text[at] == '\\') ++at;
  return at + 1;
}

std::size_t end_of_value(std::string_view text, std::size_t at) {
  if (text[at] == '"') return end_of_string(text, at);
  if (text[at] != '{' && text[at] != '[') {
    while (at < text.size() && !is_blank(text[at]) && text[at] != ',' && text[at] != ']' && text[at] != '}') ++at;
    return at;
  }
  int depth = 0;
  do {
    const char byte = text[at];
    if (byte == '"') {
      at = end_of_string(text, at);
      continue;
    }
    if (byte == '{' || byte == '[') ++depth;
    if (byte == '}' || byte == ']') --depth;
    ++at;
  } while (depth > 0);
  return at;
}

std::vector<std::string> tokens_of(std::string_view pointer) {
  std::vector<std::string> tokens;
  for (const char byte : pointer) {
    if (byte == '/')
      tokens.emplace_back();
    else
      tokens.back() += byte;
  }
  for (std::string& token : tokens)
    for (const auto& [escape, means] : {std::pair("~1", '/'), std::pair("~0", '~')})
      for (std::size_t at = token.find(escape); at != std::string::npos; at = token.find(escape, at + 1))
        token.replace(at, 2, 1, means);
  return tokens;
}

// A stretch of the text to be replaced, and what must stand before what replaces it.
struct Place {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string before = {};
  bool found = false;
};

// The member or element of the object or list that begins at `at`.
Place child(std::string_view text, std::size_t at, const std::string& token) {
  const bool object = text[at] == '{';
  std::size_t position = 0;
  bool empty = true;
  for (at = skip_blanks(text, at + 1); text[at] != '}' && text[at] != ']'; at = skip_blanks(text, at)) {
    if (text[at] == ',') {
      at = skip_blanks(text, at + 1);
      continue;
    }
    empty = false;
    bool meant = std::to_string(position++) == token;
    if (object) {
      const std::size_t end = end_of_string(text, at);
      meant = json::parse(json::string_view(text.data() + at, end - at)).as_string() == token;
      at = skip_blanks(text, skip_blanks(text, end) + 1);  // behind the colon
    }
    const std::size_t end = end_of_value(text, at);
    if (meant) return {at, end, {}, true};
    at = end;
  }
  if (!object && token != "-" && token != std::to_string(position)) return {};
  std::string before = empty ? "" : ",";
  if (object) before += json::serialize(json::string(token)) + ":";
  return {at, at, std::move(before), false};
}

[[noreturn]] void refuse_place(const std::string& pointer, std::string_view before, const std::string& what,
                               std::string_view after) {
  std::string message = pointer;
  message.append(": ").append(before).append("'").append(what).append("'").append(after);
  refuse(message);
}

Place place_of(std::string_view text, const std::string& pointer) {
  const auto tokens = tokens_of(pointer);
  Place place{skip_blanks(text, 0), text.size(), {}, true};
  std::string above;
  for (const auto& token : tokens) {
    if (!place.found) refuse_place(pointer, "the record has no ", above, " to put it into");
    const char kind = text[place.begin];
    if (kind != '{' && kind != '[')
      refuse_place(pointer, "", above, " is no object and no list, so nothing can be put into it");
    place = child(text, place.begin, token);
    above += "/" + token;
    if (!place.found && place.begin == 0) refuse_place(pointer, "the list has no place ", token, "; '-' is its end");
  }
  return place;
}

std::string written(const Edit& edit, std::string_view there) {
  json::error_code error;
  const json::value value = json::parse(edit.value, error);
  if (edit.json) {
    if (error) refuse(edit.pointer + ": '" + edit.value + "' is no JSON; write " + edit.pointer + "=TEXT for a text");
    return edit.value;
  }
  const bool scalar = !there.empty() && (std::isdigit(static_cast<unsigned char>(there[0])) != 0 || there[0] == '-' ||
                                         there == "true" || there == "false");
  if (scalar && !error && (value.is_number() || value.is_bool())) return edit.value;
  return json::serialize(json::string(edit.value));
}

// Each byte outside of strings to `mark`, which may write something else; strings as they are.
template <typename Mark>
std::string rewritten(std::string_view record, const Mark& mark) {
  std::string out;
  for (std::size_t at = 0; at < record.size();) {
    if (record[at] == '"') {
      const std::size_t end = end_of_string(record, at);
      out += record.substr(at, end - at);
      at = end;
    } else {
      if (!is_blank(record[at])) mark(at, out);
      ++at;
    }
  }
  return out;
}

}  // namespace

Edit read_edit(std::string_view text) {
  const std::size_t sign = text.find('=');
  if (!text.starts_with('/') || sign == std::string_view::npos)
    refuse("'" + std::string(text) +
           "' sets nothing: write /POINTER=TEXT or /POINTER:=JSON, such as /phone=0912345678");
  const bool as_json = text[sign - 1] == ':';
  return {std::string(text.substr(0, sign - (as_json ? 1 : 0))), std::string(text.substr(sign + 1)), as_json};
}

std::string checked_record(std::string_view text) {
  json::error_code error;
  const json::value value = json::parse(json::string_view(text.data(), text.size()), error);
  if (error) refuse("the mended record is no JSON: " + error.message() + "; nothing was changed");
  if (!value.is_object()) refuse("the mended record is JSON but no object; nothing was changed");
  return rewritten(text, [&](std::size_t at, std::string& out) { out += text[at]; });
}

std::string with_edits(std::string_view record, std::span<const Edit> edits) {
  json::error_code error;
  json::parse(json::string_view(record.data(), record.size()), error);
  if (error) refuse("the record is no JSON, so no value can be set in it; give a whole record from a file");
  std::string text(record);
  for (const Edit& edit : edits) {
    const Place place = place_of(text, edit.pointer);
    const std::string value =
        place.before + written(edit, std::string_view(text).substr(place.begin, place.end - place.begin));
    text.replace(place.begin, place.end - place.begin, value);
  }
  return checked_record(text);
}

std::string spread_out(std::string_view record) {
  std::size_t depth = 0;
  const auto line = [&](std::string& out) { out += "\n" + std::string(depth * 2, ' '); };
  return rewritten(record,
                   [&](std::size_t at, std::string& out) {
                     const char byte = record[at];
                     const bool opens = byte == '{' || byte == '[';
                     const bool closes = byte == '}' || byte == ']';
                     if (closes) {
                       depth -= depth > 0 ? 1 : 0;
                       if (!out.ends_with('{') && !out.ends_with('[')) line(out);
                     }
                     out += byte;
                     if (byte == ':') out += ' ';
                     if (opens) ++depth;
                     const std::size_t next = skip_blanks(record, at + 1);
                     const bool hollow = next < record.size() && (record[next] == '}' || record[next] == ']');
                     if (byte == ',' || (opens && !hollow)) line(out);
                   }) +
         "\n";
}

}  // namespace lt::sync
