// Three files of configuration and one of rows.
#include "harness/own_list.hpp"

namespace lt::scenario {

void add_list(const Installation& hub, const OwnList& list) {
  const std::string label = "label: {vi: " + list.name + ", en: " + list.name + "}\n";
  std::string columns;
  for (const auto& column : list.columns) columns += (columns.empty() ? "" : ", ") + column + ": [" + column + "]";
  write_text(hub.config("systems/" + list.name + ".yaml"),
             "system: " + list.name + "\n" + label + "connector: spreadsheet\nsettings:\n  path: var/" + list.name +
                 "\n  stable_seconds: 0\n  after_read: keep\n  stream: rows\n  fields: {" + columns + "}\n");
  write_text(hub.config("mappings/" + list.name + ".yaml"),
             "direction: in\n" + label + "record: {key: [/" + list.columns.front() +
                 "]}\nentities:\n  - entity: " + list.entity + "\n    fields:\n" + list.fields);
  write_text(hub.config("flows/" + list.name + ".yaml"),
             "flow: " + list.name + "\n" + label + "direction: in\nsystem: " + list.name +
                 "\nstream: rows\nmapping: " + list.name + "\nschedule: {by_hand: true}\n");
  std::filesystem::create_directories(hub.folder() / "var" / list.name);
}

void fill_list(const Installation& hub, const OwnList& list, const std::vector<std::string>& rows) {
  std::string text;
  for (const auto& column : list.columns) text += (text.empty() ? "" : ",") + column;
  text += "\n";
  for (const auto& row : rows) text += row + "\n";
  write_text(hub.folder() / "var" / list.name / "rows.csv", text);
  hub.ask({"run", list.name}, 0);
}

}  // namespace lt::scenario
