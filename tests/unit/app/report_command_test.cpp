// Promises of reports on the command line and of those that a serving hub makes by itself.
#include "app/report_rounds.hpp"
#include "base/timestamp.hpp"
#include "shipped_hub.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <stdlib.h>

#include <fstream>

using Catch::Contains;

namespace {

// 2026-11-21 08:00 in Viet Nam.
const lt::Milliseconds saturday = lt::from_canonical_timestamp("2026-11-21T08:00:00+07:00").value();

void append(const std::filesystem::path& file, const std::string& text) { std::ofstream(file, std::ios::app) << text; }

// Sending asks for all secrets of the shipped configuration.
void give_secrets() {
  for (const char* name :
       {"DOCUMENT_SYSTEM_TOKEN", "NATIONAL_VACCINATION_SECRET", "SMART_THANH_HOA_TOKEN", "SMART_THANH_HOA_WEBHOOK"})
    ::setenv((std::string("LIENTHONG_SECRET_") + name).c_str(), "x", 1);
}

void enable(const std::filesystem::path& system) {
  std::ifstream in(system);
  std::string text(std::istreambuf_iterator<char>(in), {});
  const std::string off = "enabled: false";
  text.replace(text.find(off), off.size(), "enabled: true");
  std::ofstream(system) << text;
}

// Makes the store, which only writing commands do.
void make_store(const ShippedHub& hub) { hub.say({"store", "migrate"}, saturday); }

// One look of a hub that serves.
void look(const ShippedHub& hub, lt::Milliseconds now) {
  const lt::FixedClock clock(now);
  const auto configuration = lt::app::Configuration::load_valid(hub.path("config"));
  auto store =
      lt::store::Store::open(configuration->store_options(lt::store::Access::serve), configuration->model(), clock);
  lt::app::ReportRounds rounds(*configuration, clock, store, [] { return std::vector<lt::schedule::FlowState>{}; });
  rounds.look({});
}

std::vector<std::string> kept(const ShippedHub& hub) {
  std::vector<std::string> ids;
  const auto rows = boost::json::parse(hub.say({"--json", "report", "list"}, saturday).out);
  for (const auto& row : rows.as_array()) ids.emplace_back(row.at("id").as_string());
  return ids;
}

}  // namespace

TEST_CASE("a kept report is listed, shown as it was, verified, and made once only") {
  const ShippedHub hub;
  make_store(hub);
  const Said made = hub.say({"report", "--kind", "daily", "--keep", "--format", "json"}, saturday);
  REQUIRE(made.status == 5);
  CHECK(kept(hub) == std::vector<std::string>{"daily-2026-11-20"});
  CHECK(hub.say({"report", "show", "daily-2026-11-20", "--format", "json"}, saturday).out == made.out);
  const Said verified = hub.say({"report", "verify", "daily-2026-11-20"}, saturday);
  CHECK(verified.status == 0);
  const Said again = hub.say({"report", "--kind", "daily", "--keep"}, saturday + 1'000);
  CHECK(again.status == 3);
  CHECK_THAT(again.err, Contains("is kept already"));
  CHECK(hub.say({"report", "show", "daily-2026-11-21"}, saturday).status == 3);
}

TEST_CASE("a changed figure is found in a file and in a kept report, and a report that is not the kept one too") {
  const ShippedHub hub;
  make_store(hub);
  hub.say({"report", "--kind", "daily", "--keep"}, saturday);
  const auto file = hub.path("copy.html").string();
  hub.say({"report", "--kind", "daily", "--format", "html", "--output", file}, saturday);
  CHECK(hub.say({"report", "verify", file}, saturday).status == 0);
  hub.say({"report", "--kind", "daily", "--format", "html", "--output", file}, saturday + lt::day_ms / 24);
  const Said other = hub.say({"--json", "report", "verify", file}, saturday);
  CHECK(other.status == 5);
  CHECK_THAT(other.out, Contains("\"other\""));
  append(hub.path("var/reports/daily-2026-11-20/daily-2026-11-20.json"), "1");
  const Said damaged = hub.say({"report", "verify", "daily-2026-11-20"}, saturday);
  CHECK(damaged.status != 0);
}

TEST_CASE("a serving hub makes what is due, makes up what it missed, and nothing twice") {
  const ShippedHub hub;
  append(hub.path("config/report.yaml"), "schedule: {daily: \"06:30\", weekly: \"07:00\"}\n");
  look(hub, saturday);
  CHECK(kept(hub) == std::vector<std::string>{"daily-2026-11-20", "weekly-2026-W46"});
  look(hub, saturday + 60'000);
  CHECK(kept(hub).size() == 2);
  look(hub, saturday + 3 * lt::day_ms);
  CHECK(kept(hub) == std::vector<std::string>{"daily-2026-11-20", "daily-2026-11-21", "daily-2026-11-22",
                                              "daily-2026-11-23", "weekly-2026-W46", "weekly-2026-W47"});
  const auto last =
      boost::json::parse(hub.say({"report", "show", "daily-2026-11-23", "--format", "json"}, saturday).out);
  CHECK(last.at("changes").at("since").at("id") == "daily-2026-11-22");
}

TEST_CASE("a report goes by flow into the store where an enabled system takes it, and else nowhere") {
  const ShippedHub hub;
  append(hub.path("config/report.yaml"), "schedule: {daily: \"06:30\"}\n");
  const auto archive = hub.path("var/reports");
  look(hub, saturday);
  CHECK_FALSE(std::filesystem::exists(archive / "daily-2026-11-20/sent-flow"));
  CHECK_THAT(hub.say({"store", "dump", "sync_report"}, saturday).out, !Contains("daily-2026-11-20"));
  give_secrets();
  CHECK_THAT(hub.say({"report", "send", "daily-2026-11-20"}, saturday).err, Contains("document_system"));

  enable(hub.path("config/systems/document_system.yaml"));
  look(hub, saturday + lt::day_ms);
  CHECK(std::filesystem::exists(archive / "daily-2026-11-21/sent-flow"));
  CHECK_FALSE(std::filesystem::exists(archive / "daily-2026-11-21/due-flow"));
  const std::string rows = hub.say({"store", "dump", "sync_report"}, saturday).out;
  CHECK_THAT(rows, Contains("daily-2026-11-21") && Contains("BC-TTCNTT") && Contains("JVBERi"));
  CHECK_THAT(rows, !Contains("daily-2026-11-20"));
}

TEST_CASE("where no flow takes reports any more, what was to go there is told and tried again") {
  const ShippedHub hub;
  append(hub.path("config/report.yaml"), "schedule: {daily: \"06:30\"}\n");
  enable(hub.path("config/systems/document_system.yaml"));
  std::filesystem::create_directories(hub.path("var"));
  std::filesystem::rename(hub.path("config/mappings/lienthong.kept_reports.yaml"), hub.path("aside.yaml"));
  std::filesystem::rename(hub.path("config/flows/kept_reports.yaml"), hub.path("aside_flow.yaml"));
  look(hub, saturday);
  CHECK(kept(hub) == std::vector<std::string>{"daily-2026-11-20"});
  give_secrets();
  const Said said = hub.say({"report", "send", "daily-2026-11-20", "--to", "flow"}, saturday);
  CHECK(said.status == 3);
  CHECK_THAT(said.err, Contains("no destination 'flow'"));
}

TEST_CASE("report.yaml names no systems: their flows do") {
  const ShippedHub hub;
  append(hub.path("config/report.yaml"), "systems:\n  - {system: hotline_1022, stream: reports}\n");
  const Said said = hub.say({"report"}, saturday);
  CHECK(said.status == 3);
  CHECK_THAT(said.err, Contains("report.yaml:") && Contains("'systems'"));
}
