// The nine lists as fill_lists.py fills them, and a hub that watches a folder for each.
#pragma once

#include "harness/installation.hpp"

#include <boost/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace lt::scenario {

// One list of truth.json.
struct FilledList {
  std::string name;  // "cases": the system and its flow are list_cases, the flow that gives it out authority_cases
  int number = 0;    // as the health service counts them
  std::string file;  // "cases.xlsx"
  std::string sheet;
  std::string entity;
  boost::json::array rows;

  std::string flow() const { return "list_" + name; }
  std::size_t wrong() const;
};

// In the order of the numbers; none, with a message, where LibreOffice or openpyxl is absent. Filled once a build.
std::vector<FilledList> filled_lists();
std::filesystem::path folder_of_filled_lists();

// What openpyxl reads in a workbook: read_list.py. Throws std::runtime_error.
boost::json::value read_by_openpyxl(const std::filesystem::path& file);

class ListHub : public Installation {
 public:
  explicit ListHub(const std::vector<FilledList>& lists);

  std::filesystem::path inbox(const FilledList& list) const;
  // The list as it was filled, into its folder; by default under its own name.
  std::filesystem::path drop(const FilledList& list, const std::string& as = {}) const;
  // Where the authorities' list goes.
  std::filesystem::path given_out(const FilledList& list) const;
  // The copy with results of the list as it was dropped.
  std::filesystem::path results(const FilledList& list) const;
  // The run, which may leave dead letters behind.
  boost::json::value take_in(const FilledList& list) const;
  boost::json::array stored(const std::string& entity) const;
};

}  // namespace lt::scenario
