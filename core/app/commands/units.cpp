// lienthong units: the catalogue of administrative units, old and new.
#include "app/command_line.hpp"
#include "app/table.hpp"
#include "units/catalogue.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <ostream>

namespace lt::app {
namespace {

namespace json = boost::json;
using units::Catalogue;
using units::Era;
using units::Unit;

struct FindArguments {
  std::string words;
  std::string as_of;
};

std::string described(const Unit& unit) { return std::string(unit.code) + " " + Catalogue::path(unit); }

json::object unit_row(const Unit& unit, const Catalogue& catalogue) {
  const bool old = unit.era == Era::before_july_2025;
  json::array counterparts;
  for (const Unit* other : old ? catalogue.successors(unit) : catalogue.predecessors(unit)) {
    counterparts.push_back(json::string(described(*other)));
  }
  return {{"code", unit.code},
          {"path", Catalogue::path(unit)},
          {"validity", old ? "… – 2025-06-30" : "2025-07-01 – …"},
          {old ? "became" : "made_of", counterparts},
          {"counterparts", std::move(counterparts)}};
}

bool is_code(const std::string& words) {
  return !words.empty() &&
         std::all_of(words.begin(), words.end(), [](unsigned char c) { return c >= '0' && c <= '9'; });
}

Exit find_units(CommandLine& line, const FindArguments& arguments) {
  const Catalogue catalogue = Catalogue::load(Catalogue::default_path());
  json::array rows;
  for (const Era era : {Era::before_july_2025, Era::since_july_2025}) {
    if (!arguments.as_of.empty() && units::era_on(arguments.as_of) != era) continue;
    if (is_code(arguments.words)) {
      if (const Unit* unit = catalogue.by_code(arguments.words, era)) rows.push_back(unit_row(*unit, catalogue));
      continue;
    }
    for (const Unit* unit : catalogue.find(arguments.words, era)) rows.push_back(unit_row(*unit, catalogue));
  }
  if (line.json) {
    for (auto& row : rows) row.as_object().erase("counterparts");
    line.out << json::serialize(rows) << '\n';
  } else {
    static constexpr Column columns[] = {{"code", "Mã", "Code"},
                                         {"path", "Đơn vị", "Unit"},
                                         {"validity", "Hiệu lực", "Validity"},
                                         {"counterparts", "Thành / từ", "Became / made of"}};
    // Without a configuration the answer is the same, so none is read for the language.
    print_table(line.out, rows, columns, line.language != "en", 90);
  }
  return rows.empty() ? Exit::attention : Exit::done;
}

}  // namespace

void add_units(CLI::App& parser, CommandLine& line) {
  auto* units = parser.add_subcommand("units", "Administrative units before and since 1 July 2025");
  units->require_subcommand(1);
  auto* command = units->add_subcommand("find", "By code or by name, with what each became or was made of");
  auto arguments = std::make_shared<FindArguments>();
  command->add_option("words", arguments->words, "A code, or a name path from the smallest to the largest")->required();
  command->add_option("--as-of", arguments->as_of, "Only units in force on this date, YYYY-MM-DD");
  command->footer("Examples:\n  lienthong units find 14758\n  lienthong units find 'P. Hàm Rồng, TP. Thanh Hóa'");
  command->callback([&line, arguments] { line.action = [&line, arguments] { return find_units(line, *arguments); }; });
}

}  // namespace lt::app
