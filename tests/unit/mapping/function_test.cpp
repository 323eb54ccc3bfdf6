// Every function by what goes in and what comes out.
#include "mapping/function.hpp"

#include "mapping/responsible.hpp"
#include "mapping_fixture.hpp"

#include <set>

using namespace lt;
using namespace lt::mapping;
using namespace lt::mapping::test;

namespace {

struct Case {
  std::string chain;   // after /x, or a whole expression
  std::string input;   // JSON
  std::string wanted;  // the field's text, or "!code"
};

std::set<std::string> tried;

// Of the field `name` (a text), or another field.
std::string run(const Case& c, const std::string& field = "name") {
  Workshop workshop;
  const std::string expression = c.chain.find("/x") == std::string::npos ? "/x | " + c.chain : c.chain;
  const auto mapping = workshop.person("      id: /id\n      " + field + ":\n        from: '" + expression +
                                       "'\n        on_error: dead\n");
  if (mapping == nullptr) return "refused: " + to_string(workshop.faults);
  for (const Function* function : all_functions()) {
    const std::string name(function->name);
    for (std::size_t at = expression.find(name); at != std::string::npos; at = expression.find(name, at + 1)) {
      const char before = at == 0 ? ' ' : expression[at - 1];
      const char after = at + name.size() < expression.size() ? expression[at + name.size()] : ' ';
      if (before == ' ' && (after == ' ' || after == '(')) tried.insert(name);
      if (at == 0) tried.insert(name);
    }
  }
  Mapper mapper(mapping);
  const auto& record =
      mapper.map(R"({"id":"1","x":)" + c.input + R"(,"y":"Huyện Đông Sơn","z":"Tỉnh Thanh Hóa","e":""})");
  if (record.outcome == Outcome::dead) return "!" + mapper.reasons();
  return mapper.field(field);
}

void check(const std::vector<Case>& cases, const std::string& field = "name") {
  for (const Case& c : cases) {
    INFO(c.chain << " of " << c.input);
    CHECK(run(c, field) == c.wanted);
  }
}

}  // namespace

TEST_CASE("text functions give what their table says") {
  check({
      {"squeeze", R"("  a \t b\u00a0 c ")", "a b c"},
      {"squeeze", R"("Đỗ Thị Ánh")", "Đỗ Thị Ánh"},
      {"squeeze", R"("\u200ba\u2003b")", "a b"},
      {"trim", R"("  a  b ")", "a  b"},
      {"nfc", R"("Nguye\u0302\u0303n")", "Nguyễn"},
      {"upper", R"("nguyễn văn đạt")", "NGUYỄN VĂN ĐẠT"},
      {"upper", R"("tyt-01a")", "TYT-01A"},
      {"upper", R"("TYT")", "TYT"},
      {"lower", R"("ĐẶNG")", "đặng"},
      {"lower", R"("ABC-1[")", "abc-1["},
      {"title", R"("NGUYỄN THỊ H'HEN")", "Nguyễn Thị H'Hen"},
      {"fold", R"("  Đặng  Thị ÁNH ")", "dang thi anh"},
      {"unaccent_upper", R"("Đặng Thị Ánh")", "DANG THI ANH"},
      {"digits", R"("+84 (91) 234")", "8491234"},
      {"digits", "91234", "91234"},
      {"without(-.)", R"("a-b.c")", "abc"},
      {"without(-)", R"("Đ-ê")", "Đê"},
      {"replace(\"ơ\", o)", R"("bơ mơ")", "bo mo"},
      {"split(\",\", 2)", R"("a,b,c")", "b"},
      {"split(\",\", 4)", R"("a,b,c")", ""},
      {"split(\"|\", 1)", R"("a|b")", "a"},
      {"if_length(8, 9)", R"("123456789")", "123456789"},
      {"if_length(8, 9)", R"("1234567890")", ""},
      {"unless_length(8, 9)", R"("123456789")", ""},
      {"unless_length(8, 9)", R"("12")", "12"},
      {"null_if(\"Không\", N/A)", R"("N/A")", ""},
      {"null_if(\"Không\", N/A)", R"("Có")", "Có"},
      {"default(\"?\")", "null", "?"},
      {"default(\"?\")", R"("a")", "a"},
      {"needed(no_name)", R"("a")", "a"},
      {"needed(no_name)", "null", "!no_name"},
      {"trim | needed(no_name)", R"("  ")", "!no_name"},
      {"prefix(A-)", "5", "A-5"},
      {"suffix(/1)", R"("k")", "k/1"},
      {"restore_zeros(5)", "1", "00001"},
      {"restore_zeros(9, 12)", "38095000001", "038095000001"},
      {"restore_zeros(5)", R"("1")", "1"},
      {"restore_zeros(5)", "1234567", "1234567"},
      {"concat(\" \", /x, /e, /y)", R"("Xã A")", "Xã A Huyện Đông Sơn"},
      {"first(/e, /x, /y)", R"("a")", "a"},
      {"from_tcvn3", R"("NguyÔn V¨n §¹t")", "Nguyễn Văn Đạt"},
      {"from_tcvn3_capitals", R"("nguyÔn")", "NGUYỄN"},
      {"from_vni", R"("Nguyeãn Vaên Ñaït")", "Nguyễn Văn Đạt"},
      {"from_legacy", R"("NguyÔn V¨n §¹t")", "Nguyễn Văn Đạt"},
      {"from_legacy", R"("Nguyễn Văn Đạt")", "Nguyễn Văn Đạt"},
      {"text", "5", "5"},
      {"upper | fold | digits", R"("A1")", "1"},
      {"fold(/x)", R"("Ạ")", "a"},
  });
}

TEST_CASE("date functions read every format of the contracts and write one") {
  check({{"date(dd/mm/yyyy)", R"("05/03/1995")", "1995-03-05"},
         {"date(dd/mm/yyyy)", R"("5/3/1995")", "1995-03-05"},
         {"date(dd/mm/yyyy)", R"("31/12/1995")", "1995-12-31"},
         {"date(dd/mm/yyyy)", R"("29/02/1996")", "1996-02-29"},
         {"date(dd/mm/yyyy)", R"("29/02/1995")", "!bad_date"},
         {"date(dd/mm/yyyy)", R"("31/02/1980")", "!bad_date"},
         {"date(dd/mm/yyyy)", R"("05/13/1995")", "!bad_date"},
         {"date(dd/mm/yyyy)", R"("05/03/1795")", "!bad_date"},
         {"date(dd/mm/yyyy)", R"("0a/03/1995")", "!bad_date"},
         {"date(yyyyMMdd)", R"("19950305")", "1995-03-05"},
         {"date(yyyyMMdd)", "19950305", "1995-03-05"},
         {"date(ddMMyyyy)", R"("05031995")", "1995-03-05"},
         {"date(epoch_ms)", "799545600000", "1995-05-04"},
         {"date(epoch_ms)", "-86400000", "1969-12-31"},
         {"date(epoch_ms)", "99999999999999999", "!bad_date"},
         {"date(excel)", "34763", "1995-03-05"},
         {"date(yyyy)", "1995", "1995"},
         {"date(any)", R"("1995")", "1995"},
         {"date(any)", R"("05-03-1995")", "1995-03-05"},
         {"date(any)", R"("1995-03-05")", "1995-03-05"},
         {"date(any)", R"("1995-03-05T23:00:00Z")", "1995-03-06"},
         {"date(any)", R"("hôm qua")", "!bad_date"},
         {"date(dd/mm/yyyy, yyyyMMdd)", R"("19950305")", "1995-03-05"},
         {"timestamp(iso) | day", R"("1995-03-05T23:00:00Z")", "1995-03-06"},
         {"date(dd/mm/yyyy) | year", R"("05/03/1995")", "1995"},
         {"date(any) | plus_days(3)", R"("2020-02-27")", "2020-03-01"},
         {"date(any) | plus_days(3)", R"("1995")", "!bad_date"},
         {"date(any) | if_past", R"("2025-12-31")", "2025-12-31"},
         {"date(any) | if_past", R"("2026-01-01")", ""},
         {"not_before(/x | date(yyyy), /x | date(yyyy))", R"("1995")", "1995"}},
        "born");
  check({{"timestamp(dd/mm/yyyy hh:mm)", R"("01/02/2021 08:09:10")", "2021-02-01T08:09:10+07:00"},
         {"timestamp(dd/mm/yyyy hh:mm)", R"("31/12/2021 08:09")", "2021-12-31T08:09:00+07:00"},
         {"timestamp(dd/mm/yyyy hh:mm)", R"("01/02/2021 24:09:10")", "!bad_date"},
         {"timestamp(dd/mm/yyyy hh:mm)", R"("31/02/2021 08:09:10")", "!bad_date"},
         {"timestamp(epoch_ms)", "1627785000000", "2021-08-01T09:30:00+07:00"},
         {"timestamp(epoch_s)", "1627785000", "2021-08-01T09:30:00+07:00"},
         {"timestamp(iso)", R"("2021-08-01T02:30:00.5Z")", "2021-08-01T09:30:00+07:00"},
         {"timestamp(yyyyMMddHHmm)", R"("202108010930")", "2021-08-01T09:30:00+07:00"},
         {"timestamp(iso) | if_past", R"("2025-12-31T23:59:59Z")", "2026-01-01T06:59:59+07:00"},
         {"timestamp(iso) | if_past", R"("2026-01-01T00:00:00Z")", ""},
         {"timestamp(iso) | plus_days(3)", R"("2021-12-30T02:30:00Z")", "2022-01-02T09:30:00+07:00"}},
        "seen");
  check({{"date(any) | dd_mm_yyyy", R"("1995-03-05")", "05/03/1995"},
         {"date(any) | dd_mm_yyyy", R"("1995")", "1995"},
         {"date(any) | to_epoch_ms", R"("1995-05-04")", "799545600000"},
         {"timestamp(iso) | to_epoch_ms", R"("2021-08-01T02:30:00Z")", "1627785000000"},
         {"not_before(/x | date(any), /y | null_if(\"Huyện Đông Sơn\") | date(any))", R"("1995")", "1995"},
         {"not_before(/x | date(any), /x | timestamp(iso))", R"("1995-05-04")", "1995-05-04"},
         {"age(/x | date(any), /x | date(any) | plus_days(6574))", R"("2003-08-02")", "17"},
         {"age(/x | date(any), /x | date(any) | plus_days(6575))", R"("2003-08-02")", "18"},
         {"age(/x | date(yyyy), /x | date(yyyy))", R"("2003")", "0"},
         {"age(/x | date(any), /e)", R"("2003-08-02")", ""},
         {"age(/x, /x)", R"("hôm qua")", "!bad_date"}});
}

TEST_CASE("numbers that name a person or a phone are cleaned or refused") {
  check({{"phone", R"("(091) 234.5678")", "+84912345678"},
         {"phone", R"("0168 234 5678")", "+84382345678"},
         {"phone", "912345678", "+84912345678"},
         {"phone", R"("")", ""},
         {"phone", R"("091234")", "!bad_phone"},
         {"citizen_id", R"("999 095 000 001")", "999095000001"},
         {"citizen_id", R"("99909500001")", "!bad_citizen_number"},
         {"citizen_id", R"("99938A001234")", "!bad_citizen_number"},
         {"old_citizen_id", R"("123456789")", "123456789"},
         {"old_citizen_id", R"("12345678")", "012345678"},
         {"old_citizen_id", R"("1234567")", "!bad_old_citizen_number"},
         {"insurance_number", R"("dn 4383812345678")", "DN4383812345678"},
         {"insurance_number", R"("3812345678")", "3812345678"},
         {"insurance_number", R"("XX938")", "!bad_insurance_number"},
         {"insurance_tail", R"("DN4383812345678")", "3812345678"},
         {"passport_number", R"("b1234567")", "B1234567"},
         {"passport_number", R"("?")", "!bad_passport_number"}});
}

TEST_CASE("look-ups compare folded in YAML tables and exactly in TSV tables") {
  check({{"lookup(colours)", R"("RED")", "RED"},
         {"lookup(colours)", R"("  MÀU  ĐỎ ")", "RED"},
         {"lookup(colours)", R"("Xanh")", "BLUE"},
         {"lookup(colours, code)", R"("do")", "r"},
         {"lookup(colours, code)", R"("xanh")", ""},
         {"lookup(colours)", R"("tím")", "!unknown_colour"},
         {"lookup_or_keep(colours)", R"("tím")", "tím"},
         {"lookup_or_keep(old_to_new)", R"("00002")", "10002"},
         {"decide(limits, level, /x | date(any), /id)", R"("2021-05-04")", "low"},
         {"decide(limits, level, /x | date(any), /id)", R"("2020-05-04")", "!undecided"},
         {"qr(citizen_id)", R"("999095000001||An|04051995|Nam|1, X|01062021")", "999095000001"},
         {"qr(place_code)", R"("999095000001||An|04051995|Nam|1, X|01062021")", ""},
         {"qr(kind)", R"("hello")", "!bad_qr"},
         {"lookup_or_keep(old_to_new)", R"("00003")", "00003"},
         {"lookup(old_to_new)", R"("00003")", "!unknown_value"}});
}

TEST_CASE("numbers and truths are read in the forms that occur") {
  check({{"integer", R"(" 12 ")", "12"},
         {"integer", "12.0", "12"},
         {"integer", R"("hai")", "!bad_number"},
         {"integer", "12.5", "!bad_number"},
         {"integer", "21", "!out_of_range"}},
        "children");
  check({{"number", R"("1.5")", "1.500000"},
         {"number", "2", "2"},
         {"number_vi", R"("1.234,5")", "1234.500000"},
         {"number", R"("1,5")", "!bad_number"},
         {"number_vi", R"("x")", "!bad_number"},
         {"rate(100000, /x, /x | default(40000))", "10", "100000.000000"},
         {"rate(100, /x | default(0), /x | default(0))", "0", ""},
         {"rate(100, /x, /e)", "7", ""},
         {"rate(100, /e, /x)", "7", ""},
         {"rate(100, /x, /y)", "7", "!bad_number"},
         {"at_most(100)", "104.5", "100.000000"},
         {"at_most(100)", "99", "99"},
         {"round(1)", "12.3456", "12.300000"},
         {"round(0)", R"("2.5")", "3.000000"},
         {"round(2)", "7", "7"}},
        "height");
  check({{"boolean", "true", "1"},
         {"boolean", R"("Không")", "0"},
         {"boolean", R"("x")", "1"},
         {"boolean", R"("maybe")", "!bad_boolean"}},
        "alive");
}

TEST_CASE("units are found by code and name, and a divided one is refused with its candidates") {
  check({{"unit_code(commune, old)", R"("14758")", "14758"},
         {"unit_code(commune, old)", R"("99999")", "!no_such_unit"},
         {"unit_code(province, old)", "1", "01"},
         {"unit_code(district, old)", R"("38")", "!no_such_unit"},
         {"unit_by_path(old)", R"("Thành phố Thanh Hóa, Thanh Hóa")", "380"},
         {"unit_by_path(old)", R"("Xã Không Có, Thanh Hóa")", "!no_such_unit"},
         {"unit_by_name(/z, /y, /x)", R"("Xã Đông Hoàng")", "16381"},
         {"unit_by_name(/z, /y, /x)", R"("")", ""},
         {"unit_code(commune, old) | new_unit", R"("16651")", "!divided_unit"},
         {"new_unit", R"("99999")", "!no_such_unit"},
         {"unit_path(old)", R"("380")", "Thành phố Thanh Hóa, Tỉnh Thanh Hóa"},
         {"unit_path(old)", R"("999")", "!no_such_unit"}});
}

TEST_CASE("every function of the tables is tried by these tests") {
  std::string untried;
  for (const auto& name : function_names()) {
    if (!tried.contains(name)) untried += name + " ";
  }
  // Catch runs the cases of a file in order; alone, this one has nothing to look at.
  if (!tried.empty()) CHECK(untried == "");
}

TEST_CASE("unknown spellings are the hub's to mend, wrong data the source's") {
  CHECK(who_acts("unknown_vaccine") == Actor::hub);
  CHECK(who_acts("bad_shape") == Actor::hub);
  CHECK(who_acts("bad_date") == Actor::source);
  CHECK(who_acts("divided_unit") == Actor::source);
}
