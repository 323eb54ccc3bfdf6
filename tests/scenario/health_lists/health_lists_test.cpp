// The nine lists of the health service: every good row stored, every wrong one told with its cell, whatever becomes of
// a file or of the hub; and given out again as the store has them.
#include "file_content.hpp"
#include "harness/dead_letters.hpp"
#include "harness/result_column.hpp"
#include "nine_lists.hpp"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <set>

using namespace lt::scenario;
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

constexpr int done = 0;
constexpr int attention = 5;

std::string key_of(const FilledList& list, std::int64_t row, const std::string& file = {}) {
  return (file.empty() ? list.file : file) + "|" + list.sheet + "|" + std::to_string(row);
}

bool holds(const json::value& row, const json::object& fields) {
  return std::all_of(fields.begin(), fields.end(), [&](const auto& field) {
    const auto* value = row.as_object().if_contains(field.key());
    return value && *value == field.value();
  });
}

// Of the good rows: each in the store once, with all its values.
void check_stored(const ListHub& hub, const FilledList& list) {
  const json::array stored = hub.stored(list.entity);
  for (const auto& row : list.rows) {
    const auto* good = row.as_object().if_contains("stored");
    if (!good) continue;
    INFO(list.name << " " << json::serialize(row));
    CHECK(std::count_if(stored.begin(), stored.end(), [&](const auto& one) { return holds(one, good->as_object()); }) ==
          1);
  }
}

// Of the wrong rows: each one dead letter with its reason and cell, and nothing else waits.
void check_letters(const ListHub& hub, const FilledList& list) {
  const auto waiting = letters(hub, list.flow());
  CHECK(waiting.size() == list.wrong());
  for (const auto& row : list.rows) {
    const auto* wrong = row.as_object().if_contains("wrong");
    if (!wrong) continue;
    INFO(list.name << " " << json::serialize(row));
    const auto letter = waiting.find(key_of(list, number(row, "/row")));
    REQUIRE(letter != waiting.end());
    INFO(json::serialize(letter->second));
    CHECK(reasons(letter->second) == std::set<std::string>{text(*wrong, "/code") + " " + text(*wrong, "/cell")});
  }
}

void check_results(const ListHub& hub, const FilledList& list, const std::string& of_good) {
  const auto results = result_column(hub.results(list));
  CHECK(results.size() == list.rows.size());
  for (const auto& row : list.rows) {
    const auto place = static_cast<std::uint32_t>(number(row, "/row"));
    INFO(list.name << " row " << place);
    REQUIRE(results.contains(place));
    const std::string& result = results.at(place);
    if (const auto* wrong = row.as_object().if_contains("wrong")) {
      CHECK(result.starts_with("Lỗi: " + text(*wrong, "/cell") + ": "));
    } else {
      CHECK(result.starts_with(of_good));
    }
  }
}

void check_equal(const std::string& one, const std::string& other) {
  const std::string found = difference(one, other);
  INFO(found);
  CHECK(found.empty());
}

// Only rows of the list, and of what another list named, came into being.
std::map<std::string, std::int64_t> rows_by_entity(const std::vector<FilledList>& lists) {
  std::map<std::string, std::int64_t> rows;
  for (const auto& list : lists) rows[list.entity] += static_cast<std::int64_t>(list.rows.size() - list.wrong());
  return rows;
}

using Rows = std::multiset<std::string>;  // one text a row, members by name, numbers by their worth

std::string plain(const json::object& row) {
  std::map<std::string, std::string> members;
  for (const auto& [name, value] : row) {
    const bool number = value.is_number();
    members[name] = value.is_string() ? std::string(value.get_string())
                                      : json::serialize(number ? json::value(value.to_number<double>()) : value);
  }
  std::string text;
  for (const auto& [name, value] : members) text.append(name).append("=").append(value).append("; ");
  return text;
}

// What the list for authorities must show.
Rows listed(const FilledList& list) {
  Rows rows;
  for (const auto& row : list.rows)
    if (const auto* good = row.as_object().if_contains("listed")) rows.insert(plain(good->as_object()));
  return rows;
}

// What openpyxl reads in it.
Rows given(const fs::path& file) {
  const json::value read = read_by_openpyxl(file);
  Rows rows;
  for (const auto& row : at(read, "/rows").as_array()) rows.insert(plain(row.as_object()));
  return rows;
}

std::int64_t changes(const json::value& run) { return number(run, "/counts/created") + number(run, "/counts/updated"); }

// A named pipe in the place of a file stops the hub where it is about to write it; there it is killed.
void kill_when_writing(const ListHub& hub, const std::string& flow, const fs::path& file) {
  const fs::path part = file.parent_path() / ("." + file.filename().string() + ".part");
  REQUIRE(mkfifo(part.c_str(), 0600) == 0);
  const int reading = open(part.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  REQUIRE(reading >= 0);
  Child run = hub.start({"run", flow});
  pollfd writes{.fd = reading, .events = POLLIN, .revents = 0};
  const int seen = poll(&writes, 1, 60'000);
  run.signal(SIGKILL);
  const Ended ended = run.must_end(std::chrono::seconds(10));
  close(reading);
  fs::remove(part);
  INFO(ended.out << ended.err);
  REQUIRE(seen == 1);
  CHECK(ended.signal == SIGKILL);
}

// Holds the file for itself: whoever opens it waits until the other file has taken its name.
class Replacement {
 public:
  Replacement(fs::path file, fs::path by) : file_(std::move(file)), by_(std::move(by)) {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGRTMIN);
    sigprocmask(SIG_BLOCK, &signals_, &before_);
    held_ = open(file_.c_str(), O_RDONLY | O_CLOEXEC);
    REQUIRE(held_ >= 0);
    REQUIRE(fcntl(held_, F_SETSIG, SIGRTMIN) == 0);
    REQUIRE(fcntl(held_, F_SETLEASE, F_WRLCK) == 0);
  }
  ~Replacement() {
    close(held_);
    sigprocmask(SIG_SETMASK, &before_, nullptr);
  }
  Replacement(const Replacement&) = delete;
  Replacement& operator=(const Replacement&) = delete;

  // Once somebody opens the file: they get the old one, and whoever opens it after them the new one.
  void happen() const {
    const timespec most{.tv_sec = 60, .tv_nsec = 0};
    REQUIRE(sigtimedwait(&signals_, nullptr, &most) == SIGRTMIN);
    fs::rename(by_, file_);
    REQUIRE(fcntl(held_, F_SETLEASE, F_UNLCK) == 0);
  }

 private:
  fs::path file_, by_;
  sigset_t signals_{}, before_{};
  int held_ = -1;
};

}  // namespace

TEST_CASE("of the nine lists every good row is stored, and every wrong one waits with its reason and its cell") {
  const auto lists = filled_lists();
  if (lists.empty()) return;
  ListHub hub(lists);
  for (const auto& list : lists) {
    INFO(list.name);
    hub.drop(list);
    const json::value run = hub.take_in(list);
    CHECK(text(run, "/state") == "succeeded");
    CHECK(number(run, "/counts/read") == static_cast<std::int64_t>(list.rows.size()));
    CHECK(number(run, "/counts/dead") == static_cast<std::int64_t>(list.wrong()));
    check_letters(hub, list);
    check_results(hub, list, "Thành công");
  }
  for (const auto& list : lists) check_stored(hub, list);
  // The homes of list 7 and the places of list 4 are those of cases that list 9 tells, nobody else's.
  auto expected = rows_by_entity(lists);
  expected["infection_case"] = static_cast<std::int64_t>(lists[8].rows.size() - lists[8].wrong());
  for (const auto& [entity, rows] : expected) {
    INFO(entity);
    CHECK(hub.rows_of(entity) == rows);
  }
  const std::string once = hub.dump();

  for (const auto& list : lists) {
    INFO(list.name);
    CHECK(number(hub.take_in(list), "/counts/read") == 0);
    fs::rename(hub.inbox(list) / list.file, hub.inbox(list) / ("sửa tên " + list.file));
    CHECK(number(hub.take_in(list), "/counts/read") == 0);
    hub.drop(list);
    const json::value again = hub.ask({"run", list.flow(), "--from-the-start"}, attention);
    CHECK(changes(again) == 0);
    CHECK(number(again, "/counts/dead") == static_cast<std::int64_t>(list.wrong()));
  }
  check_equal(once, hub.dump());
  CHECK(unbalanced(hub.status()).empty());
}

TEST_CASE("a list that comes cut, encrypted or is replaced while it is read ends as if it had come whole at once") {
  const auto lists = filled_lists();
  if (lists.empty()) return;
  ListHub undisturbed(lists);
  ListHub hub(lists);
  for (const auto& list : lists) {
    INFO(list.name);
    undisturbed.drop(list);
    undisturbed.take_in(list);

    const fs::path file = hub.drop(list);
    const auto whole = fs::file_size(file);
    fs::resize_file(file, whole / 2);
    const json::value cut = hub.take_in(list);
    CHECK(text(cut, "/state") == "succeeded");
    const bool csv = list.file.ends_with(".csv");  // ends at any byte and is one still
    if (!csv) {
      CHECK(number(cut, "/counts/read") == 1);
      CHECK(number(cut, "/counts/dead") == 1);
      CHECK(hub.rows_of(list.entity) <= undisturbed.rows_of(list.entity));
    }

    write_text(file, lt::spreadsheet::test::compound("EncryptedPackage", "nothing that can be read"));
    const json::value encrypted = hub.take_in(list);
    CHECK(number(encrypted, "/counts/read") == 1);
    CHECK(number(encrypted, "/counts/dead") == 1);
    std::size_t told = 0;
    for (const auto& [key, letter] : letters(hub, list.flow())) {
      told += json::serialize(letter).find("password") != std::string::npos ? 1 : 0;
    }
    CHECK(told == 1);

    // The office saves the right list over its draft just as the hub opens that.
    const std::string draft = read_text(folder_of_filled_lists() / list.file);
    const fs::path right = hub.folder() / list.file;
    fs::copy_file(folder_of_filled_lists() / list.file, right, fs::copy_options::overwrite_existing);
    write_text(file, draft.substr(0, draft.size() - 1));
    Child reading = [&] {
      const Replacement replacement(file, right);
      Child child = hub.start({"run", list.flow()});
      replacement.happen();
      return child;
    }();
    const Ended ended = reading.must_end(std::chrono::minutes(1));
    INFO(ended.out << ended.err);
    CHECK(ended.err.find("changed while it was read") != std::string::npos);

    const json::value calm = hub.take_in(list);
    CHECK(number(calm, "/counts/read") == static_cast<std::int64_t>(list.rows.size()));
    CHECK(number(calm, "/counts/dead") == static_cast<std::int64_t>(list.wrong()));
    CHECK(changes(calm) == 0);  // the replaced file was read to its end, though not believed
    check_results(hub, list, "Thành công");
    CHECK(number(hub.take_in(list), "/counts/read") == 0);
  }
  check_equal(undisturbed.dump(), hub.dump());
  CHECK(unbalanced(hub.status()).empty());
}

TEST_CASE("results that a killed hub did not come to write are written by the next run, which stores nothing twice") {
  const auto lists = filled_lists();
  if (lists.empty()) return;
  ListHub hub(lists);
  for (const auto& list : lists) {
    INFO(list.name);
    hub.drop(list);
    kill_when_writing(hub, list.flow(), hub.results(list));
    CHECK_FALSE(fs::exists(hub.results(list)));
    check_letters(hub, list);
  }
  for (const auto& list : lists) check_stored(hub, list);
  const std::string stored = hub.dump();
  for (const auto& list : lists) {
    INFO(list.name);
    const json::value next = hub.take_in(list);
    CHECK(number(next, "/counts/read") == static_cast<std::int64_t>(list.rows.size()));
    CHECK(changes(next) == 0);
    check_results(hub, list, "Thành công (không đổi)");
    check_letters(hub, list);
    CHECK(number(hub.take_in(list), "/counts/read") == 0);
  }
  check_equal(stored, hub.dump());
  CHECK(unbalanced(hub.status()).empty());
}

TEST_CASE("each list goes out as the store has it, whole or not at all, and taken in again it changes nothing") {
  const auto lists = filled_lists();
  if (lists.empty()) return;
  ListHub hub(lists);
  for (const auto& list : lists) {
    hub.drop(list);
    hub.take_in(list);
  }
  const std::string before = hub.dump();
  const auto give_out = [&](const FilledList& list) { return hub.ask({"run", "authority_" + list.name}, done); };
  for (const auto& list : lists) {
    INFO(list.name);
    const auto rows = static_cast<std::int64_t>(list.rows.size() - list.wrong());
    CHECK(number(give_out(list), "/counts/delivered") == rows);
    CHECK(given(hub.given_out(list)) == listed(list));
    CHECK(number(give_out(list), "/counts/delivered") == 0);
  }
  CHECK(std::distance(fs::directory_iterator(hub.given_out(lists[0]).parent_path()), {}) == 9);

  // Into the same hub, and into one that knows nothing yet.
  ListHub other(lists);
  for (const auto& list : lists) {
    INFO(list.name);
    for (const auto* taker : {&hub, &other}) {
      fs::copy_file(hub.given_out(list), taker->inbox(list) / "nhận lại.xlsx");
      const json::value again = taker->take_in(list);
      CHECK(number(again, "/counts/read") == static_cast<std::int64_t>(list.rows.size() - list.wrong()));
      CHECK(number(again, "/counts/dead") == 0);
      if (taker == &hub) CHECK(number(again, "/counts/created") == 0);
    }
  }
  check_equal(before, hub.dump());
  check_equal(before, other.dump());

  // A case is corrected by its commune while the hub dies at writing: readers have the old list until the new one is
  // there.
  const FilledList& cases = lists[8];
  for (const auto& list : lists) CHECK(number(give_out(list), "/counts/delivered") == 0);
  write_text(hub.inbox(cases) / "sửa.csv", "Mã ca,Mức,Ngày phát hiện,Ổ dịch\nBN-0,F0,20/08/2021,Chợ Vườn Hoa\n");
  CHECK(changes(hub.take_in(cases)) == 1);
  kill_when_writing(hub, "authority_cases", hub.given_out(cases));
  CHECK(given(hub.given_out(cases)) == listed(cases));
  CHECK(number(give_out(cases), "/counts/delivered") == 1);
  const auto corrected = given(hub.given_out(cases));
  CHECK(corrected.size() == listed(cases).size());
  CHECK(std::count_if(corrected.begin(), corrected.end(),
                      [](const auto& row) { return row.find("Ổ dịch=Chợ Vườn Hoa;") != std::string::npos; }) == 1);
  CHECK(unbalanced(hub.status()).empty());
}
