// Filling once for all tests, folders of a hub.
#include "nine_lists.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <stdexcept>

namespace lt::scenario {

namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

constexpr const char* in_order[] = {"concentrated_quarantine", "medical_quarantine", "checkpoints",
                                    "visited_places",          "lockdown_areas",     "f1_by_locality",
                                    "patient_homes",           "home_quarantine",    "cases"};
const fs::path script = LT_SOURCE_DIR "/tests/scenario/health_lists/fill_lists.py";

bool succeeds(const std::string& command) { return std::system(command.c_str()) == 0; }

}  // namespace

fs::path folder_of_filled_lists() { return LT_BUILD_DIR "/health_lists"; }

std::vector<FilledList> filled_lists() {
  if (!succeeds("command -v soffice >/dev/null && /usr/bin/python3 -c 'import openpyxl' 2>/dev/null")) {
    std::cout << "skipped: needs the packages libreoffice-calc-nogui and python3-openpyxl\n";
    return {};
  }
  const fs::path folder = folder_of_filled_lists();
  fs::create_directories(folder);
  // Another test may fill them while this one waits.
  const auto fill = "cd '" + folder.string() + "' && exec 9>lock && flock 9 && { [ done -nt '" + script.string() +
                    "' ] || { '" + script.string() + "' . && touch done; }; }";
  if (!succeeds(fill)) throw std::runtime_error(script.string() + " failed");
  const json::value truth = json::parse(read_text(folder / "truth.json"));
  std::vector<FilledList> lists;
  for (const auto* name : in_order) {
    const json::value& one = truth.at(name);
    lists.push_back({name, static_cast<int>(lists.size()) + 1, text(one, "/file"), text(one, "/sheet"),
                     text(one, "/entity"), at(one, "/rows").as_array()});
  }
  return lists;
}

std::size_t FilledList::wrong() const {
  return static_cast<std::size_t>(
      std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row.as_object().contains("wrong"); }));
}

json::value read_by_openpyxl(const fs::path& file) {
  const Ended ended = Child({.program = LT_SOURCE_DIR "/tests/scenario/health_lists/read_list.py",
                             .arguments = {file.string()},
                             .environment = {},
                             .folder = fs::temp_directory_path()})
                          .must_end(std::chrono::minutes(1));
  if (ended.exit_code != 0) throw std::runtime_error(file.string() + " is not read by openpyxl: " + ended.err);
  return json::parse(ended.out);
}

ListHub::ListHub(const std::vector<FilledList>& lists) : Installation({.seed = 38, .records = 10}) {
  for (const auto& list : lists) {
    enable(list.flow());
    replace_in(config("systems/" + list.flow() + ".yaml"), "stable_seconds: 5", "stable_seconds: 0");
    fs::create_directories(inbox(list));
    fs::create_directories(given_out(list).parent_path());
  }
  enable("authority_lists");
}

fs::path ListHub::inbox(const FilledList& list) const { return folder() / "var/health_lists" / list.name; }

fs::path ListHub::drop(const FilledList& list, const std::string& as) const {
  const fs::path file = inbox(list) / (as.empty() ? list.file : as);
  fs::copy_file(folder_of_filled_lists() / list.file, file, fs::copy_options::overwrite_existing);
  return file;
}

fs::path ListHub::given_out(const FilledList& list) const {
  return folder() / "var/authority_lists" / ("danh_sach_" + std::to_string(list.number) + "_" + list.name + ".xlsx");
}

fs::path ListHub::results(const FilledList& list) const {
  const fs::path file(list.file);
  return inbox(list) / (file.stem().string() + ".ketqua" + (file.extension() == ".csv" ? ".csv" : ".xlsx"));
}

json::value ListHub::take_in(const FilledList& list) const {
  const Ended ended = run({"run", list.flow(), "--json"});
  json::error_code error;
  json::value result = json::parse(ended.out, error);
  if (error) throw std::runtime_error(list.flow() + " said:\n" + ended.out + ended.err);
  return result;
}

json::array ListHub::stored(const std::string& entity) const {
  return at(ask({"store", "dump", entity}, 0), "/" + entity).as_array();
}

}  // namespace lt::scenario
