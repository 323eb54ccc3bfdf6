// Units by names as people write them.
#include "published_catalogue.hpp"
#include "units/written_name.hpp"

#include <catch2/catch.hpp>

using namespace lt::units;

namespace {

std::string found(std::string_view path, Era era = Era::before_july_2025) {
  std::string text;
  for (const auto* unit : catalogue().find(path, era))
    text.append(text.empty() ? "" : " | ").append(Catalogue::path(*unit));
  return text;
}

}  // namespace

TEST_CASE("an address is understood with and without type words, marks and capitals") {
  const std::string expected = "Xã Tân Phú, Huyện Quốc Oai, Thành phố Hà Nội";
  for (const char* text :
       {"Xã Tân Phú, Huyện Quốc Oai, Thành phố Hà Nội", "xã tân phú, huyện quốc oai, hà nội",
        "Tân Phú, Quốc Oai, Hà Nội", "XA TAN PHU, HUYEN QUOC OAI, TP HA NOI", "X. Tân Phú, H. Quốc Oai, TP. Hà Nội",
        "X.Tân Phú,H.Quốc Oai,TP.Hà Nội", "Số 5, thôn 3, Xã Tân Phú, Huyện Quốc Oai, Hà Nội, Việt Nam",
        "Tân Phú - Quốc Oai - Hà Nội", "Tân Phú; Quốc Oai; T.P Hà Nội", "  Tân   Phú ,, Quốc Oai , Hà Nội ,",
        "Phường Tân Phú, Quốc Oai, HN", "Xa\u0303 Ta\u0302n Phu\u0301, Quô\u0301c Oai, Hà Nội"}) {
    INFO(text);
    CHECK(found(text) == expected);
  }
}

TEST_CASE("abbreviated and numbered names are understood") {
  const std::string expected = "Phường 05, Quận Gò Vấp, Thành phố Hồ Chí Minh";
  for (const char* text : {"Phường 05, Quận Gò Vấp, Hồ Chí Minh", "P.5, Q.Gò Vấp, TP.HCM", "P5, Q. Gò Vấp, TPHCM",
                           "phuong 5, go vap, tp hcm", "5, Gò Vấp, Hồ Chí Minh"}) {
    INFO(text);
    CHECK(found(text) == expected);
  }
  CHECK(found("P.Bến Nghé, Q1, TP.HCM") == "Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh");
  CHECK(found("TX Nghi Sơn, T. Thanh Hóa") == "Thị xã Nghi Sơn, Tỉnh Thanh Hóa");
  CHECK(found("TT Ngọc Lặc, H.Ngọc Lặc, Thanh Hoá").ends_with("Huyện Ngọc Lặc, Tỉnh Thanh Hóa"));
}

TEST_CASE("names that look like type words are names") {
  CHECK(found("Phường Đúc, TP Huế") == "Phường Phường Đúc, Thành phố Huế, Tỉnh Thừa Thiên Huế");
  CHECK(found("Quan Hoa, Thanh Hóa") == "Huyện Quan Hóa, Tỉnh Thanh Hóa");
  CHECK(found("Quán Thánh, Ba Đình, Hà Nội") == "Phường Quán Thánh, Quận Ba Đình, Thành phố Hà Nội");
  CHECK(found("Phương Mai, Đống Đa, Hà Nội") == "Phường Phương Mai, Quận Đống Đa, Thành phố Hà Nội");
  CHECK(found("Xa Dung, Điện Biên Đông, Điện Biên") == "Xã Xa Dung, Huyện Điện Biên Đông, Tỉnh Điện Biên");
}

TEST_CASE("where the words fit several units all of them are candidates") {
  CHECK(found("Xa Hoang Phu, Hoang Hoa, Thanh Hoa") ==
        "Xã Hoằng Phú, Huyện Hoằng Hóa, Tỉnh Thanh Hóa | Xã Hoằng Phụ, Huyện Hoằng Hóa, Tỉnh Thanh Hóa");
  CHECK(found("Xã Hoằng Phụ, Hoằng Hoá, Thanh Hoá") == "Xã Hoằng Phụ, Huyện Hoằng Hóa, Tỉnh Thanh Hóa");
  CHECK(found("PHUONG SA PA, SA PA, LAO CAI") ==
        "Phường Sa Pa, Thị xã Sa Pa, Tỉnh Lào Cai | Phường Sa Pả, Thị xã Sa Pa, Tỉnh Lào Cai");
  CHECK(found("Kỳ Anh, Hà Tĩnh").find(" | ") != std::string::npos);
  CHECK(found("Thị xã Kỳ Anh, Hà Tĩnh") == "Thị xã Kỳ Anh, Tỉnh Hà Tĩnh");
  CHECK(found("Chi Lăng, Chi Lăng, Lạng Sơn").find(" | ") != std::string::npos);
  CHECK(found("Thị trấn Chi Lăng, Huyện Chi Lăng, Lạng Sơn") == "Thị trấn Chi Lăng, Huyện Chi Lăng, Tỉnh Lạng Sơn");
  CHECK(catalogue().find("Thanh Hóa", Era::before_july_2025).size() > 1);
  CHECK(catalogue().find("Thanh Hóa", Era::before_july_2025, Level::province).size() == 1);
  CHECK(catalogue().find_commune("Tân Phú", "", "", Era::before_july_2025).size() > 5);
}

TEST_CASE("a city without its province is told from the province of its name") {
  CHECK(found("Phường Đông Thọ, TP Thanh Hóa") == "Phường Đông Thọ, Thành phố Thanh Hóa, Tỉnh Thanh Hóa");
  CHECK(found("Thôn 1, Xã Quảng Thịnh, Thành phố Thanh Hóa").find(" | ") == std::string::npos);
  CHECK(found("Phường An Cựu, TP Huế") == "Phường An Cựu, Thành phố Huế, Tỉnh Thừa Thiên Huế");
  CHECK(found("Thành phố Thanh Hóa, Thanh Hóa") == "Thành phố Thanh Hóa, Tỉnh Thanh Hóa");
}

TEST_CASE("what fits no unit is not found and not guessed") {
  for (const char* text : {"", ",,,", "Xã Không Có, Huyện Quốc Oai, Hà Nội", "Xã Tân Phú, Huyện Không Có, Hà Nội",
                           "Tân Phú, Quốc Oai, Thanh Hóa", "Việt Nam", "\xFF\xFE", "Xã, Huyện, Tỉnh",
                           "Sai, Châu Thành, Tiền Giang", "...", "Huyện Quốc Oai, Quốc Oai, Hà Nội"}) {
    INFO(text);
    CHECK(found(text) == "");
  }
  CHECK(found(std::string(1'000'000, 'x')) == "");
  CHECK(found(std::string(1'000'000, ',')) == "");
}

TEST_CASE("since July 2025 a commune lies in its province") {
  constexpr Era since = Era::since_july_2025;
  CHECK(found("Phường Hạc Thành, Thanh Hóa", since) == "Phường Hạc Thành, Tỉnh Thanh Hóa");
  CHECK(found("số 1 phố X, phường Hạc Thành, tỉnh Thanh Hóa, Việt Nam", since) == "Phường Hạc Thành, Tỉnh Thanh Hóa");
  CHECK(found("Phường Hạc Thành, Thành phố Thanh Hóa, Tỉnh Thanh Hóa", since) == "");
  CHECK(found("Đặc khu Phú Quốc, An Giang", since) == "Đặc khu Phú Quốc, Tỉnh An Giang");
  CHECK(found("Huế", since).find("Thành phố Huế") != std::string::npos);
  CHECK(found("Xã Đồng Tiến, Thanh Hóa", since) == "Xã Đồng Tiến, Tỉnh Thanh Hóa");
  CHECK(catalogue().find_commune("Hạc Thành", "Thanh Hóa", "Thanh Hóa", since).empty());
}

TEST_CASE("a name that a commune bore after a merger leads to the listed unit with its code") {
  const auto units = catalogue().find("Phường An Hải, Quận An Dương, Hải Phòng", Era::before_july_2025, Level::commune);
  REQUIRE(units.size() == 1);
  CHECK(units[0]->code == "11614");
  CHECK(catalogue().find("Phường An Đông, Quận Thuận Hóa, Thành phố Huế", Era::before_july_2025).size() == 1);
}

TEST_CASE("keys see through spelling") {
  CHECK(loose_key("Ma Đa Guôi") == "madaguoi");
  CHECK(loose_key("Phường 05") == "phuong5");
  CHECK(loose_key("100 0") == "1000");
  CHECK(marked_key("Hoà Bình") == marked_key("HÒA  BÌNH"));
  CHECK(marked_key("Thuỷ") == marked_key("Thủy"));
  CHECK(marked_key("Phú") != marked_key("Phụ"));
  CHECK(marked_key("05") == marked_key("5"));
}
