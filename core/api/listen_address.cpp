// An address and a port.
#include "api/listen_address.hpp"

#include "base/error.hpp"

#include <charconv>

namespace lt::api {
namespace asio = boost::asio;
using asio::ip::tcp;

tcp::endpoint listen_address(const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  boost::system::error_code error;
  std::string host = listen.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const auto address = asio::ip::make_address(host, error);
  std::uint16_t port = 0;
  const char* end = listen.data() + listen.size();
  const char* begin = colon == std::string::npos ? end : listen.data() + colon + 1;
  const auto parsed = std::from_chars(begin, end, port);
  if (error || begin == end || parsed.ec != std::errc() || parsed.ptr != end) {
    throw Error(ErrorKind::misconfigured,
                "listen: '" + listen + "' is no address and port; write for example 127.0.0.1:8080");
  }
  return {address, port};
}

}  // namespace lt::api
