// The Ministry's list; its cells are read back by the spreadsheet connector's tests.
#include "twins/excel_list.hpp"

#include "twins/list_rows.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <set>

using namespace lt::twins;

namespace {

struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("twins-list-" + std::to_string(std::random_device{}()));
  Folder() { std::filesystem::create_directories(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path); }
};

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("fifty bad rows are wrong in ten ways, five each, in different rows") {
  const Folder folder;
  const auto truth = write_list({}, folder.path / "a.xlsx");
  std::map<std::string, int> ways;
  std::set<std::uint32_t> rows;
  for (const auto& bad : truth.bad) {
    ++ways[bad.reason];
    rows.insert(bad.row);
    CHECK(bad.row >= 9);
    CHECK(bad.row < 1'009);
    CHECK(bad.cell.ends_with(std::to_string(bad.row)));
  }
  CHECK(rows.size() == 50);
  CHECK(ways.size() == 10);
  for (const auto& [way, count] : ways) CHECK(count == 5);
  CHECK(content(folder.path / "a.xlsx").starts_with("PK"));
}

TEST_CASE("the same options give the same file, byte for byte") {
  const Folder folder;
  const ListOptions options{.seed = 7, .portal_records = 1'000, .rows = 50, .bad = 5};
  write_list(options, folder.path / "a.xlsx");
  write_list(options, folder.path / "b.xlsx");
  CHECK(content(folder.path / "a.xlsx") == content(folder.path / "b.xlsx"));
}

TEST_CASE("a column more moves the cells of what is wrong behind it") {
  const Folder folder;
  const auto cell = [&](ListLayout layout) {
    for (const auto& bad : write_list({.rows = 20, .bad = 20, .layout = layout}, folder.path / "a.xlsx").bad)
      if (bad.reason == "unknown_vaccine") return bad.cell.substr(0, 1);
    return std::string();
  };
  CHECK(cell(ListLayout::national) == "Q");
  CHECK(cell(ListLayout::vaccom) == "R");
}

TEST_CASE("a list tells of people of the portal with the same number and often otherwise written") {
  const World world(38);
  int other_name = 0, other_phone = 0;
  for (std::uint32_t nth = 1; nth <= 200; ++nth) {
    const auto person = world.person(nth);
    const auto row = list_row(world, person, nth, true);
    const auto text = [&](ListField field) { return row[static_cast<std::size_t>(field)].shown(); };
    CHECK(text(ListField::identification) == person.identification());
    CHECK(text(ListField::gender) == (person.male ? "0" : "1"));
    other_name += text(ListField::name) != person.name;
    other_phone += text(ListField::phone) != "0" + person.subscriber;
  }
  CHECK(other_name > 50);
  CHECK(other_phone > 40);
}

TEST_CASE("a list that cannot be is refused") {
  const Folder folder;
  CHECK_THROWS_AS(write_list({.rows = 0}, folder.path / "a.xlsx"), std::invalid_argument);
  CHECK_THROWS_AS(write_list({.rows = 5, .bad = 6}, folder.path / "a.xlsx"), std::invalid_argument);
  CHECK_THROWS_AS(write_list({.rows = 5, .bad = 0}, folder.path / "none" / "a.xlsx"), std::runtime_error);
}
