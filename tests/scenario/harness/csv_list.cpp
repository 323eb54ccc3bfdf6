// A system, a mapping, a flow and a file.
#include "harness/csv_list.hpp"

namespace lt::scenario {

void add_list(const Installation& hub, const CsvList& list) {
  std::string fields;
  for (std::size_t begin = 0; begin < list.columns.size();) {
    const auto end = std::min(list.columns.find(',', begin), list.columns.size());
    const std::string name = list.columns.substr(begin, end - begin);
    fields.append(fields.empty() ? "" : ", ").append(name).append(": [").append(name).append("]");
    begin = end + 1;
  }
  const std::string label = "label: {vi: " + list.name + ", en: " + list.name + "}\n";
  write_text(hub.config("systems/" + list.name + ".yaml"),
             "system: " + list.name + "\n" + label + "connector: spreadsheet\nsettings:\n  path: var/" + list.name +
                 "\n  stable_seconds: 0\n  after_read: keep\n  stream: rows\n  fields: {" + fields + "}\n");
  write_text(hub.config("mappings/" + list.name + ".yaml"),
             "direction: in\n" + label + "record: {key: [/" + list.columns.substr(0, list.columns.find(',')) +
                 "]}\nentities:\n" + list.mapping +
                 (list.example.empty() ? "" : "examples:\n  - {name: một dòng, " + list.example + "}\n"));
  write_text(hub.config("flows/" + list.name + ".yaml"),
             "flow: " + list.name + "\n" + label + "direction: in\nsystem: " + list.name +
                 "\nstream: rows\nmapping: " + list.name + "\nschedule: {by_hand: true}\n");
  std::filesystem::create_directories(hub.folder() / "var" / list.name);
}

boost::json::value say(const Installation& hub, const CsvList& list, const std::string& rows) {
  write_text(hub.folder() / "var" / list.name / "rows.csv", list.columns + "\n" + rows);
  const Ended ended = hub.run({"run", list.name, "--json"});
  std::error_code error;
  boost::json::value answer = boost::json::parse(ended.out, error);
  if (error) throw std::runtime_error("run " + list.name + ": " + ended.out + ended.err);
  return answer;
}

}  // namespace lt::scenario
