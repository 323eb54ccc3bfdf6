// Lists, flows, rows of the store.
#include "map_province.hpp"

#include <catch2/catch.hpp>
#include <twins/commune_figures.hpp>

#include <chrono>
#include <sstream>
#include <stdexcept>

namespace lt::scenario {

namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

constexpr const char* list_names[] = {"communes", "lockdown_areas", "visited_places", "checkpoints", "cases"};

}  // namespace

std::string days_ago(int days) {
  using namespace std::chrono;
  const auto here = system_clock::now() + hours(7);
  const year_month_day day{floor<std::chrono::days>(here) - std::chrono::days(days)};
  char text[16];
  std::snprintf(text, sizeof text, "%02u/%02u/%04d", static_cast<unsigned>(day.day()),
                static_cast<unsigned>(day.month()), static_cast<int>(day.year()));
  return text;
}

MapProvince::MapProvince() : Installation({.seed = 38, .records = 400, .people = 400, .cases_a_day = 3}) { prepare(); }

void MapProvince::prepare() const {
  for (const char* system : {"epidemic_map", "test_results", "quarantine_cameras", "vaccination_sites"}) enable(system);
  for (const std::string name : list_names) {
    enable("list_" + name);
    replace_in(config("systems/list_" + name + ".yaml"), "stable_seconds: 5", "stable_seconds: 0");
    fs::create_directories(folder() / "var/health_lists" / name);
  }
}

void MapProvince::begin_again() {
  start_over();
  prepare();
  conclude_too();
}

void MapProvince::list(const std::string& name, const std::string& csv) const {
  write_text(folder() / "var/health_lists" / name / "list.csv", csv);
}

void MapProvince::communes() const { list("communes", twins::commune_figures(38)); }

void MapProvince::run_all(const std::vector<std::string>& flows) const {
  for (const auto& name : flows) {
    const Ended ended = run({"run", name, "--json"});
    INFO(name << ": " << ended.out << ended.err);
    CHECK((ended.exit_code == 0 || ended.exit_code == 5));
  }
}

void MapProvince::conclude() const {
  run_all({"derived_cases", "derived_commune_cases", "derived_commune_new_cases", "derived_commune_vaccinated",
           "derived_risks"});
}

void MapProvince::publish(const std::vector<std::string>& layers) const {
  std::vector<std::string> flows;
  flows.reserve(layers.size());
  for (const auto& layer : layers) flows.push_back("map_" + layer);
  run_all(flows);
}

std::string MapProvince::document_at_map(const std::string& name) {
  return shell("curl -sS -H 'Authorization: Bearer twin-rest-token' " + twins_url("epidemic_map") + "/api/layers/" +
               name)
      .out;
}

json::value MapProvince::layer_at_map(const std::string& name) { return json::parse(document_at_map(name)); }

std::vector<Row> MapProvince::rows(const std::string& entity) const {
  std::istringstream lines(run({"store", "dump", entity}).out);
  const auto cells = [](const std::string& line) {
    std::vector<std::string> list;
    std::size_t begin = 0;
    for (std::size_t end; (end = line.find('\t', begin)) != std::string::npos; begin = end + 1)
      list.push_back(line.substr(begin, end - begin));
    list.push_back(line.substr(begin));
    return list;
  };
  std::string line;
  std::getline(lines, line);
  std::getline(lines, line);
  const auto names = cells(line);
  std::vector<Row> found;
  while (std::getline(lines, line)) {
    const auto values = cells(line);
    Row& row = found.emplace_back();
    for (std::size_t i = 0; i < names.size(); ++i) row[names[i]] = values.at(i);
  }
  return found;
}

std::map<std::string, json::object> by(const json::value& layer, const std::string& property) {
  std::map<std::string, json::object> found;
  for (const auto& feature : at(layer, "/features").as_array()) {
    if (!found.emplace(text(feature, "/properties/" + property), feature.as_object()).second)
      throw std::runtime_error("two features share the " + property + " of " + json::serialize(feature));
  }
  return found;
}

}  // namespace lt::scenario
