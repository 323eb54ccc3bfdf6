// Holding a connector against the plugin contract, beside a hub that serves.
#pragma once

#include <boost/json/array.hpp>

#include <filesystem>
#include <stop_token>

namespace lt::app {

// What `lienthong plugin test --json` says of the library: an object {promise, verdict, detail} for each promise. The
// suite wants a process with one thread, so it has one of its own, with the configuration's folder for hub.yaml. Throws
// Error: cancelled at a stop, unavailable where it has not ended within ten minutes, failed where it gave no results.
boost::json::array try_plugin(const std::filesystem::path& library, const std::filesystem::path& config,
                              const std::stop_token& stop);

}  // namespace lt::app
