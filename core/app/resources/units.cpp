// /api/v1/units: administrative units, old and new.
#include "api/problem.hpp"
#include "app/resources/answers.hpp"
#include "units/catalogue.hpp"

#include <algorithm>

namespace lt::app {
namespace {

namespace json = boost::json;
using api::Call;
using api::Outcome;
using units::Catalogue;
using units::Era;
using units::Unit;

json::object brief(const Unit& unit) { return {{"code", unit.code}, {"path", Catalogue::path(unit)}}; }

json::object unit_json(const Unit& unit, const Catalogue& catalogue) {
  static constexpr std::string_view levels[] = {"province", "district", "commune"};
  const bool old = unit.era == Era::before_july_2025;
  json::array counterparts;
  for (const Unit* other : old ? catalogue.successors(unit) : catalogue.predecessors(unit))
    counterparts.push_back(brief(*other));
  json::object object = brief(unit);
  object["level"] = levels[static_cast<int>(unit.level)];
  object["era"] = old ? "before_july_2025" : "since_july_2025";
  object[old ? "became" : "made_of"] = std::move(counterparts);
  object[old ? "made_of" : "became"] = json::array();
  return object;
}

Outcome find_units(const Call& call, const HubView& hub) {
  const Catalogue& catalogue = hub.configuration.units();
  const std::string& words = call.text("q");
  const std::string& day = call.text("as_of");
  if (!day.empty() &&
      (day.size() < 4 || !std::ranges::all_of(day, [](char c) { return (c >= '0' && c <= '9') || c == '-'; })))
    throw api::Refusal(api::Trouble::bad_request,
                       {"'as_of' là ngày dạng 2026-11-21", "'as_of' is a day like 2026-11-21"});
  const bool code = !words.empty() && std::ranges::all_of(words, [](char c) { return c >= '0' && c <= '9'; });
  json::array items;
  for (const Era era : {Era::before_july_2025, Era::since_july_2025}) {
    if (!day.empty() && units::era_on(day) != era) continue;
    if (code) {
      if (const Unit* unit = catalogue.by_code(words, era)) items.push_back(unit_json(*unit, catalogue));
      continue;
    }
    for (const Unit* unit : catalogue.find(words, era)) items.push_back(unit_json(*unit, catalogue));
  }
  return api::page_of(std::move(items));
}

}  // namespace

void add_unit_resource(api::Table& table, const HubView& hub) {
  table.schemas.push_back({"UnitBrief", "An administrative unit", {{"code", "string"}, {"path", "string"}}});
  table.schemas.push_back({"Unit",
                           "An administrative unit before or since 1 July 2025",
                           {{"code", "string"},
                            {"path", "string"},
                            {"level", "province|district|commune"},
                            {"era", "before_july_2025|since_july_2025"},
                            {"became", "UnitBrief[]"},
                            {"made_of", "UnitBrief[]"}}});
  table.endpoints.push_back({.method = "GET",
                             .path = "/api/v1/units",
                             .operation = "findUnits",
                             .tag = "units",
                             .summary = "Administrative units by code or name, with what each became or was made of",
                             .query = {{"q", "string", "A code, or names from the smallest to the largest", true},
                                       {"as_of", "string", "Only units in force on this day"}},
                             .answers = "Unit[]",
                             .handler = [hub](const Call& call) { return find_units(call, hub); }});
}

}  // namespace lt::app
