// look_up_citizen and verify_citizen.
#include "population_bench.hpp"

#include <array>

using lt::ErrorKind;
using lt::plugin_testing::header_of;

TEST_CASE_METHOD(PopulationBench, "a look-up says what the system says, by its own names, lists as lists") {
  open_usual();
  answer(
      soap("<ns1:KetQua><ns1:CongDan><ns1:SoDinhDanh>999095000001</ns1:SoDinhDanh>"
           "<ns1:HoVaTen>Nguyễn Văn An</ns1:HoVaTen><ns1:Con>A</ns1:Con><ns1:Con>B</ns1:Con>"
           "<ns1:ThuongTru><ns1:MaPhuongXa>14758</ns1:MaPhuongXa></ns1:ThuongTru></ns1:CongDan></ns1:KetQua>"));
  CHECK(session().call("look_up_citizen",
                       R"({"citizen_id":"999095000001","full_name":"Nguyễn Văn An","birth_date":"1995-05-04"})", {}) ==
        R"({"found":true,"citizens":[{"SoDinhDanh":"999095000001","HoVaTen":"Nguyễn Văn An","Con":["A","B"],)"
        R"("ThuongTru":{"MaPhuongXa":"14758"}}]})");
  const auto request = http.requests().at(0);
  CHECK(header_of(request.headers, "X-Road-Client") == "VN/GOV/H56");
  CHECK(header_of(request.headers, "ApiKey") == "twin-population-key");
  CHECK(request.body == lt::plugin_testing::text_of_file(LT_CONNECTOR_FOLDER "/testdata/look_up_request.xml"));
}

TEST_CASE_METHOD(PopulationBench,
                 "nobody found is an answer, a year of birth alone can be asked for, by another officer") {
  open_usual();
  answer(soap("<ns1:KetQua/>"));
  CHECK(session().call("look_up_citizen",
                       R"({"citizen_id":"999095000001","full_name":"A <&> B","birth_date":"1995","officer":"CB2"})",
                       {}) == R"({"found":false,"citizens":[]})");
  CHECK_THAT(http.requests().at(0).body,
             Catch::Contains("<dan:NgayThangNamSinh><dan:Nam>1995</dan:Nam></dan:NgayThangNamSinh>") &&
                 Catch::Contains("<dan:MaCanBo>CB2</dan:MaCanBo>") && Catch::Contains("A &lt;&amp;&gt; B"));
}

TEST_CASE_METHOD(PopulationBench,
                 "a verification says whether the citizen exists, and nothing else counts as an answer") {
  open_usual();
  const std::string question = R"({"old_citizen_id":"990000001","full_name":"Nguyễn Văn An"})";
  const auto with = [](const std::string& content) {
    return soap("<ns1:KetQuaXacThucResponse>" + content + "</ns1:KetQuaXacThucResponse>");
  };
  answer(with("<ns1:TonTai>true</ns1:TonTai>"));
  CHECK(session().call("verify_citizen", question, {}) == R"({"exists":true})");
  CHECK_THAT(http.requests().at(0).body, Catch::Contains("<dan:MaDichVu>033</dan:MaDichVu>") &&
                                             Catch::Contains("<dan:SoCMND>990000001</dan:SoCMND>"));
  answer(with("<ns1:TonTai>0</ns1:TonTai>"));
  CHECK(session().call("verify_citizen", question, {}) == R"({"exists":false})");
  for (const char* other :
       {"", "<ns1:TonTai>có</ns1:TonTai>", "<ns1:TonTai>1</ns1:TonTai><ns1:TonTai>1</ns1:TonTai>"}) {
    answer(with(other));
    const auto error = call_error("verify_citizen", question);
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::failed);
  }
}

TEST_CASE_METHOD(PopulationBench, "a question that is not whole is refused by name before anything is sent") {
  open_usual();
  const std::array<std::array<const char*, 3>, 8> bad{{
      {"look_up_citizen", "[]", "object"},
      {"look_up_citizen", R"({"full_name":"A","birth_date":"1995"})", "citizen_id"},
      {"look_up_citizen", R"({"citizen_id":"12","full_name":"A","birth_date":"1995"})", "12 digits"},
      {"look_up_citizen", R"({"citizen_id":"999095000001","full_name":"A","birth_date":"4/5/1995"})", "birth_date"},
      {"look_up_citizen", R"({"citizen_id":999095000001})", "must be a text"},
      {"look_up_citizen", R"({"cccd":"999095000001"})", "no member 'cccd'"},
      {"verify_citizen", R"({"full_name":"A"})", "old_citizen_id"},
      {"verify_citizen", R"({"citizen_id":"999095000001","full_name":" "})", "full_name"},
  }};
  for (const auto& [operation, question, says] : bad) {
    INFO(question);
    const auto error = call_error(operation, question);
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::failed);
    CHECK_THAT(error->what(), Catch::Contains(says));
  }
  CHECK(http.requests().empty());
  const auto unknown = call_error("erase_citizen", "{}");
  REQUIRE(unknown);
  CHECK(unknown->kind() == ErrorKind::unsupported);
}
