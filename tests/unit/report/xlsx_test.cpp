// Promises of the workbook: numbers as numbers, charts of its own, and a changed cell named, by our own reader.
#include "report/workbook_cells.hpp"
#include "report/workbook_seal.hpp"
#include "sample.hpp"

#include <catch2/catch.hpp>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace lt::report;
namespace fs = std::filesystem;

namespace {

std::string workbook(const ReportSource& source, Language language = Language::vi) {
  const Edited edited(source, language);
  return render_xlsx(edited.document, edited.edition, edited.figures);
}

bool holds(const CellLines& cells, const std::string& sheet, const std::string& value) {
  return std::ranges::any_of(
      cells, [&](const auto& cell) { return cell.first.starts_with(sheet + "!") && cell.second == value; });
}

std::string slurp(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

// The workbook as openpyxl saves it again after a line of Python.
std::string resaved(const std::string& bytes, const std::string& change) {
  const fs::path file = fs::temp_directory_path() / ("lienthong_workbook_" + std::to_string(::getpid()) + ".xlsx");
  std::ofstream(file, std::ios::binary) << bytes;
  const std::string program = "import openpyxl; b = openpyxl.load_workbook('" + file.string() + "'); " + change +
                              "; b.save('" + file.string() + "')";
  REQUIRE(::system(("/usr/bin/python3 -c \"" + program + "\"").c_str()) == 0);
  const std::string saved = slurp(file);
  fs::remove(file);
  return saved;
}

}  // namespace

TEST_CASE("the workbook has its figures as numbers and its words as texts") {
  const CellLines cells = read_cells(workbook(night()));
  CHECK(holds(cells, "Phụ lục II", "1234567"));
  CHECK(holds(cells, "Phụ lục II", "Mũi tiêm từ Cổng tiêm chủng"));
  CHECK(holds(cells, "Tổng hợp", "GIÁM ĐỐC"));
  CHECK(holds(cells, "Tổng hợp", "0.9398"));
  CHECK(holds(cells, "Biểu đồ", "40000"));
  CHECK(holds(read_cells(workbook(night(), Language::en)), "Appendix II", "1234567"));
}

TEST_CASE("its charts are the spreadsheet's own") {
  const std::string bytes = workbook(night());
  CHECK(bytes.find("xl/charts/chart1.xml") != std::string::npos);
  CHECK(bytes.find("xl/charts/chart2.xml") != std::string::npos);
}

TEST_CASE("another program may save the workbook again, but a cell that it changed is named") {
  const std::string bytes = workbook(night());
  CHECK(inspect(resaved(bytes, "b['Tổng hợp'].column_dimensions['A'].width = 60")).finding == Finding::intact);
  const CellLines cells = read_cells(bytes);
  const auto figure = std::ranges::find_if(cells, [](const auto& cell) { return cell.second == "1234567"; });
  const std::string place = figure->first.substr(figure->first.find('!') + 1);
  const Inspection seen = inspect(resaved(bytes, "b['Phụ lục II']['" + place + "'] = 1234568"));
  CHECK(seen.finding == Finding::altered);
  CHECK(seen.where == "Phụ lục II!" + place);
}

TEST_CASE("a changed seal is found, and a workbook without one is no report") {
  const std::string bytes = workbook(night());
  CHECK(inspect(resaved(bytes, "b['lienthong-seal']['C2'] = 'x'")).finding == Finding::altered);
  CHECK(inspect(resaved(bytes, "b['lienthong-seal']['A1'] = '{}'")).where == "figures");
  CHECK_THROWS_AS(inspect(resaved(bytes, "b.remove(b['lienthong-seal'])")), lt::Error);
}

TEST_CASE("broken and endless texts of a partner neither break the workbook nor its seal") {
  ReportSource source = night();
  source.flows[1].last_run->message = std::string(40'000, 'x') + "\x01 \xFF <&>";
  source.flows[1].label.vi = "một\vhai\xC3";
  CHECK(inspect(workbook(source)).finding == Finding::intact);
}

TEST_CASE("what is no workbook is refused") {
  for (const std::string bytes : {"PK\x03\x04", "PK\x03\x04nonsense"}) CHECK_THROWS_AS(inspect(bytes), lt::Error);
  std::string cut = workbook(night());
  cut.resize(cut.size() / 2);
  CHECK_THROWS_AS(inspect(cut), lt::Error);
}
