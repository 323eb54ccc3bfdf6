// Runs testdata/fill_forms.py; what it makes is kept in the build folder until the script changes.
#include "forms.hpp"

#include "base/yaml_value.hpp"

#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

namespace lt::spreadsheet::test {
namespace {

boost::json::value as_json(const YamlValue& value) {
  if (value.kind == YamlValue::Kind::map) {
    boost::json::object object;
    for (const auto& entry : value.entries) object[entry.key] = as_json(entry.value);
    return object;
  }
  if (value.kind == YamlValue::Kind::list) {
    boost::json::array list;
    for (const auto& item : value.items) list.push_back(as_json(item));
    return list;
  }
  std::int64_t number = 0;
  const auto end = value.text.data() + value.text.size();
  const auto parsed = std::from_chars(value.text.data(), end, number);
  if (!value.quoted && parsed.ec == std::errc{} && parsed.ptr == end) return number;
  return boost::json::value(value.text);
}

bool succeeds(const std::string& command) { return std::system(command.c_str()) == 0; }

}  // namespace

std::filesystem::path filled_forms() {
  const std::filesystem::path script = LT_SOURCE_DIR "/connectors/spreadsheet/testdata/fill_forms.py";
  const std::filesystem::path forms = LT_SOURCE_DIR "/../shared/data/vaccination";
  const std::filesystem::path folder = LT_BUILD_DIR "/filled_forms";
  const auto done = folder / "done";
  std::error_code absent;
  const auto made = std::filesystem::last_write_time(done, absent);
  if (!absent && made >= std::filesystem::last_write_time(script)) return folder;
  if (!std::filesystem::exists(forms)) {
    std::cout << "skipped: " << forms << " is not there\n";
    return {};
  }
  if (!succeeds("command -v soffice >/dev/null && /usr/bin/python3 -c 'import openpyxl' 2>/dev/null")) {
    std::cout << "skipped: needs the packages libreoffice-calc-nogui and python3-openpyxl\n";
    return {};
  }
  std::filesystem::create_directories(folder);
  // Another test program may have filled them while this one waited.
  const auto fill = "cd '" + folder.string() + "' && exec 9>lock && flock 9 && { [ done -nt '" + script.string() +
                    "' ] || { '" + script.string() + "' '" + forms.string() + "' . 1000 && touch done; }; }";
  if (!succeeds(fill)) throw std::runtime_error(script.string() + " failed");
  return folder;
}

boost::json::object sample_settings() {
  std::ifstream file(LT_SOURCE_DIR "/connectors/spreadsheet/sample.yaml");
  std::ostringstream text;
  text << file.rdbuf();
  return as_json(parse_yaml(text.view()).find("settings")->value).as_object();
}

}  // namespace lt::spreadsheet::test
