// Promises of reading the codes of persons and places.
#include "qr/reading.hpp"

#include "base/error.hpp"
#include "base/yaml.hpp"
#include "qr/text_codings.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <filesystem>
#include <fstream>

using lt::qr::Reader;
using lt::qr::Reading;

namespace {

constexpr lt::Milliseconds now = 1'640'000'000'000;

Reading read(std::string_view text) { return Reader().read(text, now); }

}  // namespace

TEST_CASE("the unified personal code says number, name, birth and the parts of its extension") {
  const Reading reading = read("999095000001|NGUYEN VAN AN|1995-05-04|0|ABC123|<1<DN4380000000001<0900000001<SIGN");
  CHECK(reading.kind == "personal");
  CHECK(reading.find("document_number") == "999095000001");
  CHECK(reading.find("citizen_id") == "999095000001");
  CHECK(reading.find("full_name") == "Nguyen Van An");
  CHECK(reading.find("birth_date") == "1995-05-04");
  CHECK(reading.find("by_proxy") == "false");
  CHECK(reading.find("personal_number") == "ABC123");
  CHECK(reading.find("proxy_number").empty());
  CHECK(reading.find("sex") == "M");
  CHECK(reading.find("insurance_number") == "DN4380000000001");
  CHECK(reading.find("phone") == "0900000001");
  CHECK(reading.find("signature_text") == "SIGN");
}

TEST_CASE("a personal code shown on a screen has a masked number, which names nobody") {
  const Reading reading = read("******000001|NGUYEN VAN AN|1995|1|Q");
  CHECK(reading.find("document_number") == "******000001");
  CHECK(reading.find("citizen_id").empty());
  CHECK(reading.find("birth_date") == "1995");
  CHECK(reading.find("by_proxy") == "true");
}

TEST_CASE("the order of the extension and its sexes are settings, and a wrong name there is refused") {
  const std::string file = std::filesystem::temp_directory_path() / ("lt_qr_" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(file) << "personal_extension: [phone, sex]\npersonal_sexes: {\"0\": M}\npass_days: 5\n";
  lt::Violations none;
  const auto settings = lt::qr::Settings::load(file, none);
  CHECK(none.empty());
  CHECK(settings.pass_days == 5);
  const Reading reading = Reader(settings, {}).read("999095000001|AN|1995-05-04|0|Q|0900000001<0", now);
  CHECK(reading.find("phone") == "0900000001");
  CHECK(reading.find("sex") == "M");
  std::ofstream(file) << "personal_extension: [phoen]\npersonal_sexes: {\"0\": X}\npass_days: 0\n";
  lt::Violations violations;
  lt::qr::Settings::load(file, violations);
  std::filesystem::remove(file);
  REQUIRE(violations.list().size() == 3);
  CHECK(violations.list()[0].message.find("did you mean 'phone'?") != std::string::npos);
}

TEST_CASE("a citizen's card says who, with an address full of commas and perhaps no old number") {
  const Reading reading =
      read("999095000001||Nguyễn Văn An|04051995|Nam|Số 1, Lê Lợi, Phường Hàm Rồng, Thanh Hóa|01062021\n");
  CHECK(reading.kind == "citizen_card");
  CHECK(reading.find("citizen_id") == "999095000001");
  CHECK(reading.find("old_citizen_id").empty());
  CHECK(reading.find("full_name") == "Nguyễn Văn An");
  CHECK(reading.find("birth_date") == "1995-05-04");
  CHECK(reading.find("sex") == "M");
  CHECK(reading.find("address") == "Số 1, Lê Lợi, Phường Hàm Rồng, Thanh Hóa");
  CHECK(reading.find("issued_on") == "2021-06-01");
  CHECK(read("999195000001|999000001|LÊ THỊ BÌNH|04051995|Nữ|X|01062021").find("old_citizen_id") == "999000001");
  CHECK(read("999095000001||An|31021995|Nam|X|01062021").problem.find("no such day") != std::string::npos);
}

TEST_CASE("a place's code is its 24 hexadecimal digits, whatever the host") {
  const std::string code = "0123456789abcdef01234567";
  CHECK(read("https://tokhaiyte.vn/?page=Group.checkin&groupId=" + code).find("place_code") == code);
  CHECK(read("https://tokhaiyte.vn/?page=Group.checkin&groupId=0123456789ABCDEF01234567").find("place_code") == code);
  CHECK_FALSE(read("https://tokhaiyte.vn/?page=Group.checkin&groupId=12").problem.empty());
  CHECK_FALSE(read("https://example.vn/").problem.empty());
}

TEST_CASE("what is no code at all is said to be none, and nothing is read from it") {
  for (const char* text :
       {"", "hello", "a|b|c", "||||||||", "LTP1:", "LTP1:A:B:C:D:E:F", "HC2:AAAA", "1|2|3|4|5|6|7"}) {
    const Reading reading = read(text);
    INFO(text);
    CHECK_FALSE(reading.problem.empty());
    CHECK(reading.kind.empty());
    CHECK(reading.fields.empty());
  }
}

TEST_CASE("base32 gives bytes back, and one text stands for one value") {
  for (const std::string& bytes :
       {std::string(), std::string("f"), std::string("fo"), std::string("foo"), std::string("foob"),
        std::string("fooba"), std::string("foobar"), std::string("\0\xFF\x80", 3)}) {
    CHECK(lt::qr::from_base32(lt::qr::to_base32(bytes)) == bytes);
  }
  CHECK(lt::qr::to_base32("foobar") == "MZXW6YTBOI");  // RFC 4648, 10
  CHECK_FALSE(lt::qr::from_base32("MZ1"));
  CHECK_FALSE(lt::qr::from_base32("MZXW6YTBOJ"));
  CHECK_FALSE(lt::qr::from_base32("A"));
}
