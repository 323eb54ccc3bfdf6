// One pass over all that grows: what has had its time goes, in small transactions.
#pragma once

#include "app/configuration.hpp"
#include "base/clock.hpp"
#include "store/store.hpp"

#include <boost/json/array.hpp>

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace lt::app {

struct HadItsTime {
  store::Trace trace;
  std::string of;  // flow; entity of removed rows
  std::int64_t count = 0;
};

boost::json::array to_json(const std::vector<HadItsTime>& gone);

// What would go, or what went. One transaction a thousand traces, so that runs wait for none of them long; stops
// between two of them where `stop` says so. Throws Error as the store does.
std::vector<HadItsTime> expire(const Configuration& configuration, store::Store& store, const Clock& clock,
                               bool only_count, const std::stop_token& stop);

}  // namespace lt::app
