// Promises of grouping dead letters by what one remedy mends.
#include "store/letter_cause.hpp"

#include <catch2/catch.hpp>

using lt::model::Reason;
using lt::store::cause_of;
using lt::store::pointer_pattern;
using lt::store::reason_pattern;

TEST_CASE("a message loses what differs from record to record and keeps what says the fault") {
  struct Message {
    const char* said;
    const char* pattern;
  };
  const Message messages[] = {
      {"'31/02/1990' is no day of the calendar", "… is no day of the calendar"},
      {"Ngày sinh \"31/02\" không có thật", "Ngày sinh … không có thật"},
      {"'O'Brien' is no vaccine", "… is no vaccine"},
      {"the destination doesn't know it", "the destination doesn't know it"},
      {"2021-08-01 lies before 2021-07-30: swap them", "… lies before …: swap them"},
      {"'12345' is no citizen number: 12 digits are needed", "… is no citizen number: … digits are needed"},
      {"danh sách (3).xlsx: the workbook is cut short", "…: the workbook is cut short"},
      {"POST https://app.vn/api/v1 answered 422 (field phone)", "POST … answered … (field phone)"},
      {"người “Nguyễn Văn An” chưa có mũi 1", "người … chưa có mũi …"},
      {"two   blanks\nand a line ", "two blanks and a line"},
      {"an opening ' that never closes", "an opening ' that never closes"},
      {"", ""},
  };
  for (const auto& [said, pattern] : messages) CHECK(reason_pattern(said) == pattern);
}

TEST_CASE("a message of any length or bytes gives a short pattern of whole letters") {
  std::string long_one;
  for (int i = 0; i < 200; ++i) long_one += "ữ ";
  const std::string cut = reason_pattern(long_one);
  CHECK(cut.size() <= 163);
  CHECK(cut.ends_with("…"));
  CHECK(reason_pattern("bad \xff byte") == "bad � byte");
}

TEST_CASE("positions in lists are no part of a cause") {
  CHECK(pointer_pattern("/doses/3/date") == "/doses/*/date");
  CHECK(pointer_pattern("/doses/12,/sent/0/at") == "/doses/*,/sent/*/at");
  CHECK(pointer_pattern("/dose_1/date") == "/dose_1/date");
  CHECK(pointer_pattern("") == "");
}

TEST_CASE("letters of one fault have one cause, and another flow, step, code, field, place or wording has another") {
  const Reason reason{"bad_date", "dose.given_on", "/doses/3/date", "'31/02/2021' is no day"};
  const std::string id = cause_of("portal", "map", {reason}).id;
  CHECK(id.size() == 10);
  Reason like = reason;
  like.pointer = "/doses/1/date";
  like.message = "'30/02/2021' is no day";
  CHECK(cause_of("portal", "map", {like}).id == id);
  CHECK(cause_of("portal", "map", {reason, {"missing", "person.name", "/name", "no name"}}).id == id);
  CHECK(cause_of("lists", "map", {reason}).id != id);
  CHECK(cause_of("portal", "read", {reason}).id != id);
  for (auto member : {&Reason::code, &Reason::field, &Reason::pointer, &Reason::message}) {
    Reason different = reason;
    different.*member += " differs";
    CHECK(cause_of("portal", "map", {different}).id != id);
  }
  CHECK(cause_of("portal", "map", {}).code == "unknown");
}
