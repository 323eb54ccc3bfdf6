// Promises of the figures and their hash, and of what changed since the report before.
#include "report/figures.hpp"

#include "sample.hpp"

#include <catch2/catch.hpp>

using namespace lt::report;
namespace json = boost::json;

TEST_CASE("equal figures have one form and one hash, whatever the order of their members") {
  CHECK(canonical(json::parse(R"({"b": [1, {"z": null, "a": "đ"}], "a": true})")) ==
        R"({"a":true,"b":[1,{"a":"đ","z":null}]})");
  CHECK(Edited(night()).figures.sha256 == Edited(night(), Language::en).figures.sha256);
  ReportSource other = night();
  other.flows[0].totals.counts.filtered += 1;
  CHECK(Edited(other).figures.sha256 != Edited(night()).figures.sha256);
}

TEST_CASE("figures hold whole numbers only, and survive being read and written") {
  const Edited edited(night());
  CHECK(edited.figures.canonical.find("e+") == std::string::npos);
  CHECK(canonical(json::parse(edited.figures.canonical)) == edited.figures.canonical);
}

TEST_CASE("broken bytes in what a partner said cannot make figures that nobody reads") {
  ReportSource source = night();
  source.flows[1].last_run->message = "503 \xFF\xC3 busy";
  CHECK_NOTHROW(json::parse(Edited(source).figures.canonical));
}

TEST_CASE("without an earlier report nothing has changed") {
  const auto status = compute(night());
  CHECK(status.changes.empty());
  CHECK(json::parse(Edited(night()).figures.canonical).at("changes").is_null());
}

TEST_CASE("changes are flows that came, went, or stand otherwise, with both sides") {
  ReportSource source = night();
  source.earlier = night_before();
  source.earlier->flows["gone_flow"] = {{"Luồng đã bỏ", "A flow that went"}, Health::late, 4, 0};
  const auto status = compute(source);
  REQUIRE(status.changes.size() == 3);
  CHECK(status.changes[0].flow == "app_immunizations");
  CHECK(status.changes[0].before->health == Health::ok);
  CHECK(status.changes[0].after->health == Health::failing);
  CHECK(status.changes[1].flow == "gone_flow");
  CHECK_FALSE(status.changes[1].after);
  CHECK(status.changes[2].flow == "ministry_list");
  CHECK_FALSE(status.changes[2].before);
  const auto changes = json::parse(Edited(source).figures.canonical).at("changes");
  CHECK(changes.at("before").at("read") == 1'234'500);
  CHECK(changes.at("since").at("sha256").as_string().size() == 64);
}

TEST_CASE("an earlier report is read back with the figures that it had") {
  const Earlier earlier = night_before();
  CHECK(earlier.id == "on-demand-2026-11-20T080000");
  CHECK(earlier.period.from == morning - 48 * hour);
  CHECK(earlier.failed_runs == 4);
  CHECK(earlier.delivered == 213'450);
  CHECK(earlier.availability.available == 44 * hour + 45 * minute);
  CHECK(earlier.flows.at("app_immunizations").waiting_letters == 30);
  CHECK_THROWS_AS(read_earlier(json::object{{"id", "x"}}, "hash"), lt::Error);
}

TEST_CASE("systems sum their flows, the worst state among them") {
  ReportSource source = night();
  source.flows[2].system = "citizen_app";
  source.flows[2].system_label = source.flows[1].system_label;
  const auto status = compute(source);
  REQUIRE(status.systems.size() == 2);
  const SystemStatus& app = status.systems[0];
  CHECK(app.flows == 2);
  CHECK(app.healthy == 1);
  CHECK(app.worst == Health::failing);
  CHECK(app.availability.measured == 30 * hour);
  CHECK(app.availability.available == 27 * hour);
  CHECK(app.availability.promised == 24 * hour);
  CHECK(app.failed_runs == 3);
  CHECK(app.waiting_letters == 80);
}
