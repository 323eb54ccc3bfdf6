// Reads back the few figures that a later report compares itself with.
#include "report/earlier.hpp"

#include "base/error.hpp"
#include "base/timestamp.hpp"

#include <boost/json.hpp>

namespace lt::report {
namespace {

namespace json = boost::json;

std::int64_t number(const json::value& value) { return value.to_number<std::int64_t>(); }

std::string text(const json::value& value) { return std::string(value.as_string()); }

Milliseconds moment(const json::value& value) { return from_canonical_timestamp(text(value)).value(); }

Availability availability(const json::object& object) {
  return {.measured = number(object.at("measured_seconds")) * 1'000,
          .available = number(object.at("available_seconds")) * 1'000,
          .promised = number(object.at("promised_seconds")) * 1'000,
          .on_time = number(object.at("on_time_seconds")) * 1'000,
          .longest_gap = {}};
}

EarlierFlow flow_of(const json::object& flow) {
  const json::object& label = flow.at("label").as_object();
  return {.label = {text(label.at("vi")), text(label.at("en"))},
          .health = health_of(text(flow.at("state"))).value(),
          .waiting_letters = number(flow.at("dead_waiting")),
          .pending = number(flow.at("pending"))};
}

Earlier read(const json::object& figures, const std::string& sha256) {
  const json::object& in = figures.at("totals").as_object().at("in").as_object();
  const json::object& out = figures.at("totals").as_object().at("out").as_object();
  Earlier earlier{.id = text(figures.at("id")),
                  .sha256 = sha256,
                  .period = {moment(figures.at("from")), moment(figures.at("to"))},
                  .runs = 0,
                  .failed_runs = 0,
                  .read = number(in.at("read")),
                  .stored = number(in.at("created")) + number(in.at("updated")),
                  .delivered = number(out.at("delivered")),
                  .waiting_letters = number(figures.at("dead_waiting")),
                  .pending = number(figures.at("pending")),
                  .availability = availability(figures.at("availability").as_object()),
                  .out_of_service = {},
                  .flows = {}};
  // Reports of before did not know it.
  if (const auto* seconds = figures.if_contains("out_of_service_seconds"); seconds != nullptr && !seconds->is_null())
    earlier.out_of_service = number(*seconds) * 1'000;
  for (const auto& each : figures.at("flows").as_array()) {
    const json::object& flow = each.as_object();
    const json::object& runs = flow.at("runs").as_object();
    earlier.runs += number(runs.at("all"));
    earlier.failed_runs += number(runs.at("failed")) + number(runs.at("interrupted"));
    earlier.flows.emplace(text(flow.at("flow")), flow_of(flow));
  }
  return earlier;
}

}  // namespace

Earlier read_earlier(const json::object& figures, const std::string& sha256) {
  try {
    return read(figures, sha256);
  } catch (const std::exception& e) {
    throw Error(ErrorKind::failed, std::string("these are no figures of a report: ") + e.what());
  }
}

}  // namespace lt::report
