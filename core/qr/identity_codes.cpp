// The codes that name a person or a place: the unified personal QR, the citizen's card, the place's address.
#include "base/date.hpp"
#include "base/digit_reader.hpp"
#include "base/vietnamese_text.hpp"
#include "qr/reading.hpp"

#include <algorithm>

namespace lt::qr {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string name_of(std::string_view text) { return title_name(nfc(squeeze(text))); }

// A day in canonical form, or why not.
std::string day(Reading& reading, DateFormat format, std::string_view text) {
  std::string canonical_day;
  if (!text.empty() && !parse_date(format, text, canonical_day)) reading.problem = date_problem(format, text);
  return canonical_day;
}

}  // namespace

// QĐ 1405/QĐ-BTTTT v1.1: SoGiayTo|HoTen|NgaySinh|LoaiDinhDanh|QID|EXT. A screen masks the first six characters of the
// number, which then names nobody.
Reading read_personal(std::string_view text, const Settings& settings) {
  Reading reading{.kind = "personal", .fields = {}, .problem = {}};
  const auto parts = split(text, '|');
  const std::string number = squeeze(parts[0]);
  reading.add("document_number", number);
  if (all_digits(number) && number.size() == 12) reading.add("citizen_id", number);
  if (all_digits(number) && number.size() == 9) reading.add("old_citizen_id", number);
  reading.add("full_name", name_of(parts[1]));
  reading.add("birth_date", day(reading, parts[2].size() == 4 ? DateFormat::year : DateFormat::ymd, parts[2]));
  if (parts[3] != "0" && parts[3] != "1" && !parts[3].empty())
    reading.problem = "the personal code's kind of declaration is 0 (self) or 1 (by proxy), not '" +
                      std::string(parts[3].substr(0, 20)) + "'";
  reading.add("by_proxy", parts[3] == "1" ? "true" : "false");
  reading.add("personal_number", squeeze(parts[4]));
  if (parts.size() < 6) return reading;
  const auto extension = split(parts[5], '<');
  for (std::size_t i = 0; i < std::min(extension.size(), settings.personal_extension.size()); ++i) {
    const std::string& wanted = settings.personal_extension[i];
    const auto name = std::find_if(field_names().begin(), field_names().end(),
                                   [&](const FieldName& field) { return field.name == wanted; });
    std::string value(extension[i]);
    if (wanted == "sex") {
      const auto sex = settings.personal_sexes.find(value);
      value = sex == settings.personal_sexes.end() ? "" : sex->second;
    }
    reading.add(name->name, std::move(value));
  }
  return reading;
}

// CCCD|CMND|name|ddMMyyyy|Nam or Nữ|address|ddMMyyyy; the second may be empty.
Reading read_citizen_card(std::string_view text) {
  Reading reading{.kind = "citizen_card", .fields = {}, .problem = {}};
  const auto parts = split(text, '|');
  reading.add("document_number", std::string(parts[0]));
  reading.add("citizen_id", std::string(parts[0]));
  reading.add("old_citizen_id", squeeze(parts[1]));
  reading.add("full_name", name_of(parts[2]));
  reading.add("birth_date", day(reading, DateFormat::dmy_compact, parts[3]));
  const std::string sex = fold(parts[4]);
  reading.add("sex", sex == "nam" ? "M" : sex == "nu" ? "F" : sex == "khac" ? "O" : "");
  reading.add("address", nfc(squeeze(parts[5])));
  reading.add("issued_on", day(reading, DateFormat::dmy_compact, parts[6]));
  return reading;
}

// https://tokhaiyte.vn/?page=Group.checkin&groupId=<24 hexadecimal digits>
Reading read_place(std::string_view text) {
  Reading reading{.kind = "place", .fields = {}, .problem = {}};
  const std::size_t query = text.find('?');
  bool check_in = false;
  std::string code;
  for (const auto part : split(query == std::string_view::npos ? "" : text.substr(query + 1), '&')) {
    if (part == "page=Group.checkin") check_in = true;
    if (part.rfind("groupId=", 0) == 0) lower(part.substr(8), code);
  }
  const bool is_code = code.size() == 24 && code.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!check_in || !is_code) {
    reading.kind = {};
    reading.problem =
        "the address is no place's code: page=Group.checkin and a groupId of 24 hexadecimal digits are needed";
  }
  reading.add("place_code", code);
  return reading;
}

}  // namespace lt::qr
