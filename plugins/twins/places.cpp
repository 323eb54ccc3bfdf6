// Reads the embedded lists once.
#include "twins/places.hpp"

#include <array>
#include <cctype>
#include <cstdio>
#include <set>

namespace lt::twins {
namespace {

// Calls `row(fields)` for every line of a tab-separated text; missing fields are empty.
template <class Row>
void each_line(std::string_view text, Row row) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    std::array<std::string_view, 4> fields;
    for (auto& field : fields) {
      const auto tab = line.find('\t');
      field = line.substr(0, tab);
      line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
    }
    if (!fields[0].empty()) row(fields);
  }
}

// "Xã Quảng Thành" → "xã Quảng Thành", as it stands inside a sentence. Only Đ of the types' letters is not ASCII and
// none starts with it.
std::string inside(std::string_view name) {
  std::string lower(name);
  lower[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(lower[0])));
  return lower;
}

std::vector<Facility> make_facilities() {
  std::vector<Facility> made;
  char code[8];
  const auto add = [&](std::string name, std::uint32_t commune) {
    const auto& place = communes()[commune];
    std::snprintf(code, sizeof code, "38%03u", static_cast<unsigned>(made.size() + 1));
    made.push_back(
        {code, std::move(name),
         std::string(place.name) + ", " + std::string(place.district_name) + ", " + std::string(thanh_hoa_name),
         commune});
  };
  for (std::uint32_t i = 0; i < communes().size(); ++i)
    add("Trạm Y tế " + inside(communes()[i].name) + ", " + inside(communes()[i].district_name), i);
  std::set<std::string_view> seen;
  for (std::uint32_t i = 0; i < communes().size(); ++i)
    if (seen.insert(communes()[i].district_code).second)
      add("Bệnh viện Đa khoa " + inside(communes()[i].district_name), i);
  return made;
}

}  // namespace

const std::vector<Commune>& communes() {
  static const std::vector<Commune> list = [] {
    std::vector<Commune> made;
    each_line(data::thanh_hoa_communes, [&](const auto& f) { made.push_back({f[0], f[1], f[2], f[3]}); });
    return made;
  }();
  return list;
}

const std::vector<NewCommune>& new_communes() {
  static const std::vector<NewCommune> list = [] {
    std::vector<NewCommune> made;
    each_line(data::thanh_hoa_communes_2025, [&](const auto& f) { made.push_back({f[0], f[1]}); });
    return made;
  }();
  return list;
}

const std::vector<Province>& provinces() {
  static const std::vector<Province> list = [] {
    std::vector<Province> made;
    each_line(data::provinces, [&](const auto& f) { made.push_back({f[0], f[1]}); });
    return made;
  }();
  return list;
}

const std::vector<Facility>& facilities() {
  static const std::vector<Facility> list = make_facilities();
  return list;
}

}  // namespace lt::twins
