// The temporary folder, its configuration, and the program run within it.
#include "harness/installation.hpp"

#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace lt::scenario {

namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

// Whose address in the shipped configuration each twin takes.
struct Partner {
  const char* system;
  const char* address;
  const char* twin;
};
constexpr Partner partners[] = {{"national_vaccination", "http://127.0.0.1:7301", "portal"},
                                {"vaccination_sites", "http://127.0.0.1:7301", "portal"},
                                {"smart_thanh_hoa", "http://127.0.0.1:7302", "app"},
                                {"population_database", "http://127.0.0.1:7311", "population"},
                                {"checkpoints", "http://127.0.0.1:7310", "checkpoint"},
                                {"test_results", "http://127.0.0.1:7307", "test_results"},
                                {"home_quarantine", "http://127.0.0.1:7308", "home_quarantine"},
                                {"quarantine_cameras", "http://127.0.0.1:7309", "quarantine_cameras"},
                                {"industrial_zones", "http://127.0.0.1:7312", "industrial_zones"},
                                {"information_site", "http://127.0.0.1:7313", "information_site"},
                                {"epidemic_map", "http://127.0.0.1:7306", "epidemic_map"},
                                {"health_book", "http://127.0.0.1:7314", "health_book"},
                                {"document_system", "http://127.0.0.1:7350", "rest"},
                                {"hotline_1022", "http://127.0.0.1:7305", "hotline"},
                                {"hospital_fhir", "http://127.0.0.1:7316", "fhir"}};

fs::path make_folder() {
  std::string pattern = (fs::temp_directory_path() / "lienthong-scenario-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder " + pattern);
  return pattern;
}

}  // namespace

Installation::Installation(const twins::TwinsOptions& options)
    : twins_(options), folder_(make_folder()), program_(LT_PROGRAM) {
  start_over();
}

Installation::~Installation() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

namespace {

std::vector<fs::path> derive_flows(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().filename().string().starts_with("derived_")) files.push_back(entry.path());
  }
  return files;
}

}  // namespace

void Installation::copy_configuration() {
  fs::remove_all(folder_ / "config");
  fs::copy(LT_CONFIG, folder_ / "config", fs::copy_options::recursive);
  for (const auto& [system, address, twin] : partners) {
    const fs::path file = config(std::string("systems/") + system + ".yaml");
    std::string text = read_text(file);
    for (std::size_t at = 0; (at = text.find(address, at)) != std::string::npos;)
      text.replace(at, std::string_view(address).size(), twins_.url(twin));
    write_text(file, text);
  }
  replace_in(config("hub.yaml"), "listen: 127.0.0.1:8090", "listen: 127.0.0.1:0");
  replace_in(config("systems/vaccination_lists.yaml"), "stable_seconds: 5", "stable_seconds: 0");
  for (const auto& file : derive_flows(folder_ / "config/flows")) fs::remove(file);
  const char* isolation = std::getenv("LT_TEST_ISOLATION");
  if (isolation && std::string_view(isolation) == "process") isolate();
}

void Installation::isolate() const {
  for (const auto& file : fs::directory_iterator(config("systems"))) {
    const std::string text = read_text(file);
    if (text.find("connector: sql_table") == std::string::npos) write_text(file, text + "\nisolation: process\n");
  }
}

void Installation::keep_flows(const std::set<std::string>& names) const {
  std::vector<fs::path> others;
  for (const auto& file : fs::directory_iterator(config("flows"))) {
    if (!names.contains(file.path().stem().string())) others.push_back(file.path());
  }
  for (const auto& file : others) fs::remove(file);
}

void Installation::conclude_too() {
  for (const auto& file : derive_flows(fs::path(LT_CONFIG) / "flows")) {
    fs::copy_file(file, config("flows") / file.filename(), fs::copy_options::overwrite_existing);
  }
}

void Installation::start_over() {
  copy_configuration();
  fs::remove_all(folder_ / "var");
  fs::create_directories(lists());
}

void Installation::enable(const std::string& system) const {
  replace_in(config("systems/" + system + ".yaml"), "enabled: false", "enabled: true");
}

void Installation::disable(const std::string& system) const {
  const auto file = config("systems/" + system + ".yaml");
  write_text(file, read_text(file) + "\nenabled: false\n");
}

json::value Installation::status() const {
  const Ended ended = run({"status", "--json"});
  return json::parse(ended.out);
}

Child Installation::start(const std::vector<std::string>& arguments) const {
  return Child({.program = program_, .arguments = arguments, .environment = environment(), .folder = folder_});
}

std::vector<std::string> Installation::environment() const {
  return {"LIENTHONG_SECRET_NATIONAL_VACCINATION_SECRET=twin-secret",
          "LIENTHONG_SECRET_SMART_THANH_HOA_TOKEN=twin-app-token",
          "LIENTHONG_SECRET_SMART_THANH_HOA_WEBHOOK=twin-app-secret",
          "LIENTHONG_SECRET_CHECKPOINTS_WEBHOOK=twin-secret",
          "LIENTHONG_SECRET_CHECKPOINTS_TOKEN=twin-rest-token",
          "LIENTHONG_SECRET_POPULATION_DATABASE_SECRET=twin-population-secret",
          "LIENTHONG_SECRET_POPULATION_DATABASE_API_KEY=twin-population-key",
          "LIENTHONG_SECRET_POPULATION_HEALTH_TOKEN=twin-rest-token",
          "LIENTHONG_SECRET_HOSPITAL_FHIR_TOKEN=twin-fhir-token",
          "LIENTHONG_SECRET_HOTLINE_1022_API_KEY=twin-hotline-key",
          "LIENTHONG_SECRET_HOTLINE_1022_TOKEN=twin-hotline-token",
          "LIENTHONG_SECRET_HOTLINE_1022_SERVE_KEY=twin-secret",
          "LIENTHONG_SECRET_SMS_SMPP_PASSWORD=twin-pw",
          "LIENTHONG_SECRET_SMS_ESMS_API_KEY=lienthong",
          "LIENTHONG_SECRET_SMS_ESMS_SECRET_KEY=twin-secret",
          "LIENTHONG_SECRET_SMS_ESMS_CALLBACK_KEY=twin-callback-key",
          "LIENTHONG_SECRET_SMS_VIETTEL_PASSWORD=twin-secret",
          "LIENTHONG_SECRET_SMS_VNPT_PASSWORD=twin-secret",
          "LIENTHONG_SECRET_SMS_SPEEDSMS_TOKEN=twin-secret",
          "LIENTHONG_SECRET_SMS_FPT_SECRET=twin-secret",
          "LIENTHONG_SECRET_TEST_RESULTS_TOKEN=twin-rest-token",
          "LIENTHONG_SECRET_HOME_QUARANTINE_KEY=twin-rest-key",
          "LIENTHONG_SECRET_QUARANTINE_CAMERAS_PASSWORD=twin-secret",
          "LIENTHONG_SECRET_QUARANTINE_CAMERAS_WEBHOOK=twin-secret",
          "LIENTHONG_SECRET_INDUSTRIAL_ZONES_SECRET=twin-secret",
          "LIENTHONG_SECRET_INFORMATION_SITE_TOKEN=twin-rest-token",
          "LIENTHONG_SECRET_EPIDEMIC_MAP_TOKEN=twin-rest-token",
          "LIENTHONG_SECRET_HEALTH_BOOK_SECRET=twin-secret",
          "LIENTHONG_SECRET_DOCUMENT_SYSTEM_TOKEN=twin-rest-token",
          "PATH=" + fs::path(LT_PROGRAM).parent_path().string() + ":/usr/bin:/bin"};
}

Ended Installation::shell(const std::string& line) const {
  return Child({.program = "/bin/sh", .arguments = {"-c", line}, .environment = environment(), .folder = folder_})
      .must_end(std::chrono::minutes(2));
}

Ended Installation::run(const std::vector<std::string>& arguments) const {
  return start(arguments).must_end(std::chrono::minutes(2));
}

json::value Installation::ask(std::vector<std::string> arguments, int expected_exit) const {
  arguments.emplace_back("--json");
  const Ended ended = run(arguments);
  std::error_code error;
  json::value answer = json::parse(ended.out, error);
  if (!error && ended.exit_code == expected_exit) return answer;
  std::string words;
  for (const auto& argument : arguments) words += " " + argument;
  throw std::runtime_error("lienthong" + words + " ended with " + std::to_string(ended.exit_code) + ", not " +
                           std::to_string(expected_exit) + ", and said:\n" + ended.out + ended.err);
}

std::string Installation::dump() const {
  Ended ended = run({"store", "dump"});
  if (ended.exit_code != 0) throw std::runtime_error("store dump: " + ended.err);
  return std::move(ended.out);
}

std::int64_t Installation::rows_of(const std::string& entity) const {
  const std::string rows = run({"store", "dump", entity}).out;
  return std::count(rows.begin(), rows.end(), '\n') - 2;  // the entity's name and the fields' names
}

json::object Installation::twin_state(const std::string& twin) const {
  return json::parse(twins_.state(twin)).as_object();
}

json::object Installation::truth() const { return json::parse(twins_.truth()).as_object(); }

std::string read_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  std::ostringstream content;
  content << in.rdbuf();
  return content.str();
}

void write_text(const fs::path& file, const std::string& content) {
  std::ofstream out(file, std::ios::binary);
  out << content;
  if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

void replace_in(const fs::path& file, const std::string& from, const std::string& to) {
  std::string content = read_text(file);
  const auto place = content.find(from);
  if (place == std::string::npos) throw std::runtime_error(file.string() + " does not hold '" + from + "'");
  write_text(file, content.replace(place, from.size(), to));
}

const json::value& at(const json::value& value, const std::string& pointer) {
  std::error_code error;
  if (const auto* found = value.find_pointer(pointer, error)) return *found;
  throw std::runtime_error("there is no " + pointer + " in " + json::serialize(value));
}

std::int64_t number(const json::value& value, const std::string& pointer) {
  return at(value, pointer).to_number<std::int64_t>();
}

std::string text(const json::value& value, const std::string& pointer) {
  return std::string(at(value, pointer).as_string());
}

const json::value& flow(const json::value& list, const std::string& name) {
  for (const auto& entry : list.as_array()) {
    if (text(entry, "/flow") == name) return entry;
  }
  throw std::runtime_error("there is no flow " + name + " in " + json::serialize(list));
}

std::string difference(const std::string& one, const std::string& other) {
  std::istringstream ones(one);
  std::istringstream others(other);
  while (ones && others) {
    std::string line;
    std::string other_line;
    std::getline(ones, line);
    std::getline(others, other_line);
    if (line != other_line) return "one:   " + line + "\nother: " + other_line;
  }
  return {};
}

std::vector<std::string> unbalanced(const json::value& status) {
  std::vector<std::string> found;
  for (const auto& flow : at(status, "/flows").as_array()) {
    if (!at(flow, "/balanced").as_bool()) found.push_back(json::serialize(flow));
  }
  return found;
}

}  // namespace lt::scenario
