// The people and the ways in which they are written.
#include "twins/world.hpp"

#include "twins/commune_figures.hpp"
#include "twins/places.hpp"
#include "twins/writing.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace lt::twins;

TEST_CASE("Thanh Hóa has its 559 communes in 27 districts, and each a health station") {
  std::set<std::string_view> districts, codes;
  for (const auto& commune : communes()) {
    districts.insert(commune.district_code);
    codes.insert(commune.code);
  }
  CHECK(codes.size() == 559);
  CHECK(districts.size() == 27);
  CHECK(facilities().size() == 559 + 27);
  CHECK(provinces().size() == 63);
}

TEST_CASE("each of the 166 communes since July 2025 has figures that follow from the seed alone") {
  CHECK(new_communes().size() == 166);
  const std::string list = commune_figures(38);
  CHECK(list == commune_figures(38));
  CHECK(list != commune_figures(39));
  CHECK(std::count(list.begin(), list.end(), '\n') == 167);
  for (const auto& commune : new_communes()) {
    const auto figures = figures_of(38, commune.code);
    CHECK(figures.adults < figures.population);
    CHECK(list.find("\n" + std::string(commune.code) + "," + std::to_string(figures.population) + ",") !=
          std::string::npos);
  }
}

TEST_CASE("a citizen number says the person's century, sex and year, and belongs to no province") {
  const World world(38);
  for (std::uint64_t i = 0; i < 5'000; ++i) {
    const auto person = world.person(i);
    CHECK(person.citizen_id.empty() == !world.has_citizen_id(i));
    if (person.citizen_id.empty()) continue;
    const auto year = day_of(person.birth).year;
    REQUIRE(person.citizen_id.size() == 12);
    CHECK(person.citizen_id.substr(0, 3) == "999");
    CHECK(person.citizen_id[3] - '0' == (year - 1900) / 100 * 2 + (person.male ? 0 : 1));
    CHECK(std::stoi(person.citizen_id.substr(4, 2)) == year % 100);
  }
}

TEST_CASE("no two people share a number, and each is found by any of theirs") {
  const World world(7);
  std::set<std::string> numbers;
  for (const std::uint64_t start : {0ULL, 999'000ULL, 5'000'000ULL}) {
    for (auto i = start; i < start + 2'000; ++i) {
      const auto person = world.person(i);
      for (const auto& number : {person.citizen_id, person.old_id, person.insurance}) {
        if (number.empty()) continue;
        CHECK(numbers.insert(number).second);
        CHECK(world.find(number) == i);
      }
      CHECK((person.identification().empty() ? person.insurance.size() == 15 : true));
    }
  }
  CHECK_FALSE(world.find("038085001234"));
  CHECK_FALSE(world.find("none"));
}

TEST_CASE("children bear their father's family name and live at their parents' address") {
  const World world(38);
  for (std::uint64_t home = 0; home < 200; ++home) {
    const auto father = world.person(home * 4), mother = world.person(home * 4 + 1), child = world.person(home * 4 + 2);
    CHECK(child.name.substr(0, child.name.find(' ')) == father.name.substr(0, father.name.find(' ')));
    CHECK(child.address == father.address);
    CHECK(child.commune == mother.commune);
    CHECK(child.birth > mother.birth);
    CHECK(father.male);
    CHECK_FALSE(mother.male);
  }
}

TEST_CASE("a person's doses follow one another between 2021 and 2022") {
  const World world(38);
  std::uint64_t ordinal = 0;
  for (std::uint64_t i = 0; i < 2'000; ++i) {
    const auto person = world.person(i);
    std::int64_t last = days_of({2021, 3, 8}) * 86'400'000;
    for (unsigned n = 1; n <= world.doses_of(i); ++n, ++ordinal) {
      const auto place = world.place(ordinal);
      CHECK(place.person == i);
      CHECK(place.dose == n);
      const auto dose = world.dose(person, n);
      CHECK(dose.injected_at > last);
      last = dose.injected_at;
    }
    CHECK(last < days_of({2023, 1, 1}) * 86'400'000);
  }
}

TEST_CASE("another writing of a name differs from it and is the same without marks, case and spaces") {
  Random random(38, 1);
  const auto squeezed = [](const std::string& name) {
    std::string made;
    for (const char c : capitals(without_marks(name)))
      if (c != ' ') made += c;
    return made;
  };
  for (const std::string name : {"Nguyễn Thị Hòa", "Lê Đức Thúy", "Đỗ Văn Ánh"}) {
    for (int i = 0; i < 50; ++i) {
      const auto other = respell_name(name, random);
      CHECK(other != name);
      CHECK(squeezed(other) == squeezed(name));
    }
  }
  CHECK(capitals("Đỗ Thị Ánh") == "ĐỖ THỊ ÁNH");
  CHECK(without_marks("Đỗ Thị Ánh") == "Do Thi Anh");
}
