#include "inbox.hpp"

#include "cell.hpp"
#include "file_content.hpp"
#include "read_state.hpp"

#include <catch2/catch.hpp>

using namespace lt::spreadsheet;
using namespace lt::spreadsheet::test;

namespace {

std::string names(const Inbox& inbox) {
  std::string out;
  for (const auto& file : inbox.list()) out += file.name + " ";
  return out;
}

}  // namespace

TEST_CASE("files of a folder are listed by name, lock files, hidden ones, results and folders are not") {
  Folder folder;
  for (const char* name : {"b.XLS", "a.csv", "c.txt", "~$b.xls", ".d.csv", "a.ketqua.csv"}) folder.put(name, "x");
  std::filesystem::create_directory(folder.path / "e.csv");
  CHECK(names(Inbox(folder.path, {"*.xls", "*.csv"})) == "a.csv b.XLS ");
  CHECK(names(Inbox(folder.path / "c.txt", {"*.xls"})) == "c.txt ");
}

TEST_CASE("what is wrong with the folder is said") {
  Folder folder;
  CHECK(Inbox(folder.path, {"*"}).fault(true).empty());
  CHECK_THAT(Inbox(folder.path / "absent", {"*"}).fault(false), Catch::Contains("is not there: create it"));
  CHECK_THAT(Inbox(folder.path / "absent.xls", {"*"}).fault(false), Catch::Contains("absent.xls is not there"));
}

TEST_CASE("a file that is moved keeps an older one of its name, and is found where it went") {
  Folder folder;
  const Inbox inbox(folder.path, {"*"});
  folder.put("a.csv", "old");
  inbox.move_to(processed_folder, "a.csv");
  folder.put("a.csv", "new");
  inbox.move_to(processed_folder, "a.csv");
  CHECK(content(inbox.find("a.csv")) == "new");
  CHECK(content(folder.path / "processed" / "a.csv.1") == "old");
  CHECK(inbox.find("b.csv").empty());
}

TEST_CASE("a result's name never meets that of another source") {
  Folder folder;
  const Inbox inbox(folder.path, {"*"});
  CHECK(inbox.result_name("a.xls", false) == "a.ketqua.xlsx");
  CHECK(inbox.result_name("a.csv", true) == "a.ketqua.csv");
  folder.put("a.xlsx", "x");
  CHECK(inbox.result_name("a.xlsx", false) == "a.ketqua.xlsx");
  CHECK(inbox.result_name("a.xls", false) == "a.xls.ketqua.xlsx");
  CHECK(is_result_name("a.xls.ketqua.xlsx"));
}

TEST_CASE("the hash of a file is its SHA-256") {
  Folder folder;
  CHECK(sha256(folder.put("a", "abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK_THROWS_AS(sha256(folder.path / "absent"), FileError);
}

TEST_CASE("the state is the same after the hub has kept it") {
  ReadState state;
  state.add({{"danh sách.xls", 10, 1637452800123456789, 5}, "aa", false});
  state.add({{"b.xls", 11, 2, 5}, "bb", true});
  state.place = Place{"c.xls", "cc", 1, 1009};
  const ReadState again(state.dump());
  CHECK(again.dump() == state.dump());
  CHECK(again.find("danh sách.xls")->stamp.modified_ns == 1637452800123456789);
  CHECK(again.find_content("bb")->refused);
  CHECK(again.place->row == 1009);
  CHECK(ReadState("").files.empty());
}

TEST_CASE("the state forgets the oldest files beyond ten thousand") {
  ReadState state;
  for (int i = 0; i < 10005; ++i) state.files.push_back({{std::to_string(i), 1, 1, 1}, std::to_string(i), false});
  state.add({{"10004", 2, 2, 2}, "new", false});
  CHECK(state.files.size() == 10000);
  CHECK(state.files.front().sha256 == "5");
  CHECK(state.files.back().sha256 == "new");
}
