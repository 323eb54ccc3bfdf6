// One list of stretches beside the flows' cursors; no flow's name has a blank.
#include "sync/serving_times.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace lt::sync {
namespace {

namespace json = boost::json;

constexpr const char* place = "serving times";
constexpr Milliseconds between_notes = minute_ms;
constexpr Milliseconds kept_for = 400 * day_ms;  // as long as runs are: enough for a year's report

std::vector<Stretch> read(store::Reader& reader) {
  std::vector<Stretch> stretches;
  const auto text = reader.cursor(place);
  if (!text) return stretches;
  const json::value list = json::parse(*text);
  for (const auto& each : list.as_array())
    stretches.push_back({each.at(0).to_number<Milliseconds>(), each.at(1).to_number<Milliseconds>()});
  return stretches;
}

std::string written(const std::vector<Stretch>& stretches) {
  json::array list;
  for (const auto& each : stretches) list.push_back(json::array{each.from, each.to});
  return json::serialize(list);
}

}  // namespace

void ServingTimes::look_at_the_clock() {
  if (clock_.now() >= next_) note();
}

void ServingTimes::note() {
  const Milliseconds now = clock_.now();
  next_ = now + between_notes;
  store::Transaction transaction = store_.begin();
  store::Reader reader = store_.reader();  // sees what was committed before this transaction had its turn
  std::vector<Stretch> stretches = read(reader);
  std::erase_if(stretches, [&](const Stretch& each) { return each.to < now - kept_for; });
  if (stretches.empty() || stretches.back().to + shortest_outage < now) {
    stretches.push_back({now, now});
  } else {
    stretches.back().to = std::max(stretches.back().to, now);
  }
  transaction.set_cursor(place, written(stretches));
  transaction.commit();
}

std::optional<std::vector<Stretch>> outages(store::Reader& reader, Milliseconds from, Milliseconds to) {
  const std::vector<Stretch> served = read(reader);
  if (served.empty() || served.front().from >= to) return std::nullopt;
  std::vector<Stretch> found;
  const auto add = [&](Milliseconds begin, Milliseconds end) {
    begin = std::max(begin, from);
    end = std::min(end, to);
    if (end - begin > 0) found.push_back({begin, end});
  };
  for (std::size_t i = 1; i < served.size(); ++i) add(served[i - 1].to, served[i].from);
  if (served.back().to + shortest_outage < to) add(served.back().to, to);
  return found;
}

}  // namespace lt::sync
