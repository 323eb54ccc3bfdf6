// Days to periods, and checks to words.
#include "app/report_order.hpp"

#include "base/clock.hpp"
#include "base/error_in_both.hpp"
#include "base/timestamp.hpp"

#include <boost/json.hpp>

#include <array>

namespace lt::app {

namespace json = boost::json;

namespace {

// The local midnight with which a day begins.
Milliseconds start_of(const std::string& date, const char* name) {
  if (const auto moment = from_canonical_timestamp(date + "T00:00:00+07:00")) return *moment;
  throw ErrorInBoth(ErrorKind::unsupported,
                    std::string(name) + " là một ngày như 2026-11-21, không phải '" + date + "'",
                    std::string(name) + " takes a day like 2026-11-21, not '" + date + "'");
}

}  // namespace

report::Kind kind_of(const ReportOrder& order) {
  if (order.kind.empty()) return report::Kind::on_demand;
  if (const auto kind = report::kind_of(order.kind)) return *kind;
  throw ErrorInBoth(ErrorKind::unsupported, "không có loại báo cáo '" + order.kind + "'",
                    "there is no kind of report '" + order.kind + "'");
}

report::Period period_of(const ReportOrder& order, Milliseconds now) {
  const report::Kind kind = kind_of(order);
  if (kind != report::Kind::on_demand) {
    if (!order.to.empty())
      throw ErrorInBoth(ErrorKind::unsupported, "'to' không đi cùng loại báo cáo; 'from' là một ngày của kỳ báo cáo",
                        "'to' does not go with a kind; 'from' names a day of the period");
    return order.from.empty() ? last_whole_period(kind, now) : period_around(kind, start_of(order.from, "'from'"));
  }
  report::Period period{period_around(report::Kind::daily, now).from, now + 1};
  if (!order.from.empty()) period.from = start_of(order.from, "'from'");
  if (!order.to.empty()) period.to = start_of(order.to, "'to'") + day_ms;
  if (period.from >= period.to)
    throw ErrorInBoth(ErrorKind::unsupported, "'from' không được sau 'to'", "'from' must not be later than 'to'");
  return period;
}

json::object to_json(const report::Kept& kept) {
  return {{"id", kept.id},     {"kind", to_string(kept.kind)}, {"from", kept.from},    {"to", kept.to},
          {"made", kept.made}, {"verdict", kept.verdict},      {"sha256", kept.sha256}};
}

json::object verified_json(const report::Archive& archive, const std::string& name, std::string_view bytes) {
  const report::Inspection seen = report::inspect(bytes);
  const auto kept = archive.find(seen.id);
  static constexpr std::array<std::string_view, 3> findings = {"intact", "appended", "altered"};
  const bool other = kept && kept->sha256 != seen.sha256;
  return {{"file", name},
          {"format", to_string(seen.format)},
          {"report", seen.id},
          {"sha256", seen.sha256},
          {"finding", other && seen.finding != report::Finding::altered
                          ? std::string_view("other")
                          : findings.at(static_cast<std::size_t>(seen.finding))},
          {"where", seen.where},
          {"kept", kept ? json::value(kept->sha256) : json::value(nullptr)}};
}

}  // namespace lt::app
