// The Ministry's two forms, filled by openpyxl and saved by LibreOffice once for all tests, and the settings of
// sample.yaml.
#pragma once

#include <boost/json.hpp>

#include <filesystem>

namespace lt::spreadsheet::test {

/// The folder with NAME.xls, NAME.xlsx and NAME.truth.json; empty, with a message, where they cannot be made.
std::filesystem::path filled_forms();

inline constexpr const char* form_names[] = {"national_PL1_nguoitiemchung", "vaccom_nguoitiemchung"};

/// `settings` of connectors/spreadsheet/sample.yaml.
boost::json::object sample_settings();

}  // namespace lt::spreadsheet::test
