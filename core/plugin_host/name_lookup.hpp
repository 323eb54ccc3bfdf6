// Host names to addresses without ever holding up the caller longer than it agreed to.
#pragma once

#include "plugin_host/patience.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace lt::plugin_host {

// Addresses in the order the system prefers them; never empty.
// getaddrinfo() cannot be interrupted, so it runs on a thread of its own that is left behind when patience ends;
// it ends by itself when the resolver gives up.
// Throws Error: cancelled, or unavailable where the name is unknown or the lookup takes too long.
std::vector<boost::asio::ip::tcp::endpoint> look_up(const std::string& host, std::uint16_t port,
                                                    const Patience& patience);

}  // namespace lt::plugin_host
