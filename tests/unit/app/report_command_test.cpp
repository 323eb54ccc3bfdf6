// Promises of reports on the command line and of those that a serving hub makes by itself.
#include "app/report_rounds.hpp"
#include "base/timestamp.hpp"
#include "shipped_hub.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <fstream>

using Catch::Contains;

namespace {

// 2026-11-21 08:00 in Viet Nam.
const lt::Milliseconds saturday = lt::from_canonical_timestamp("2026-11-21T08:00:00+07:00").value();
constexpr lt::Milliseconds day = 86'400'000;

void append(const std::filesystem::path& file, const std::string& text) { std::ofstream(file, std::ios::app) << text; }

// Makes the store, which only writing commands do.
void make_store(const ShippedHub& hub) { hub.say({"store", "migrate"}, saturday); }

// One look of a hub that serves.
void look(const ShippedHub& hub, lt::Milliseconds now) {
  const lt::FixedClock clock(now);
  const auto configuration = lt::app::Configuration::load_valid(hub.path("config"));
  const auto store =
      lt::store::Store::open(configuration->store_options(lt::store::Access::serve), configuration->model(), clock);
  const lt::app::FlowRunner runner(*configuration, clock);
  lt::app::ReportRounds rounds(*configuration, clock, store, runner,
                               [] { return std::vector<lt::schedule::FlowState>{}; });
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
  hub.say({"report", "--kind", "daily", "--format", "html", "--output", file}, saturday + day / 24);
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
  look(hub, saturday + 3 * day);
  CHECK(kept(hub) == std::vector<std::string>{"daily-2026-11-20", "daily-2026-11-21", "daily-2026-11-22",
                                              "daily-2026-11-23", "weekly-2026-W46", "weekly-2026-W47"});
  const auto last =
      boost::json::parse(hub.say({"report", "show", "daily-2026-11-23", "--format", "json"}, saturday).out);
  CHECK(last.at("changes").at("since").at("id") == "daily-2026-11-22");
}

TEST_CASE("a report goes to a system's stream as one record, and waits where the system does not answer") {
  const ShippedHub hub;
  const auto out = hub.path("out");
  std::filesystem::create_directories(out);
  append(hub.path("config/systems/book.yaml"),
         "system: book\nlabel: {vi: Sổ, en: Book}\nconnector: folder\nsettings:\n  path: " + hub.path("").string() +
             "\n  out:\n    reports: {folder: out, hub_key: id}\n");
  append(hub.path("config/report.yaml"), "schedule: {daily: \"06:30\"}\nsystems: [{system: book, stream: reports}]\n");
  look(hub, saturday);
  std::string text;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(out)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path());
    text.append(std::istreambuf_iterator<char>(in), {});
  }
  CHECK_THAT(text, Contains("daily-2026-11-20") && Contains("application/pdf"));
  CHECK(std::filesystem::exists(hub.path("var/reports/daily-2026-11-20/sent-system-book")));
}

TEST_CASE("a destination that is not there is refused with its line") {
  const ShippedHub hub;
  append(hub.path("config/report.yaml"), "systems:\n  - {system: hotline_102, stream: reports}\n");
  const Said said = hub.say({"report"}, saturday);
  CHECK(said.status == 3);
  CHECK_THAT(said.err, Contains("report.yaml:") && Contains("did you mean 'hotline_1022'?"));
}
