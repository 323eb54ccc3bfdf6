// The first records that a stream gives, as the system sends them.
#pragma once

#include "plugin_host/session.hpp"

#include <boost/json/array.hpp>

#include <cstddef>
#include <stop_token>
#include <string_view>

namespace lt::app {

struct StreamSample {
  boost::json::array records;  // objects
  bool more = false;           // there were others, which were not read
};

// Reads from the stream's beginning and keeps nothing of where it stands. Throws CallError.
StreamSample sample_of(plugin_host::Session& session, std::string_view stream, std::size_t most,
                       const std::stop_token& stop);

// A record in which nothing tells who is meant: texts and numbers masked, its shape kept.
boost::json::value masked_record(const boost::json::value& record);

}  // namespace lt::app
