// "127.0.0.1:8080" as a place to listen at.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <string>

namespace lt::api {

// Throws Error misconfigured where it is none.
boost::asio::ip::tcp::endpoint listen_address(const std::string& listen);

}  // namespace lt::api
