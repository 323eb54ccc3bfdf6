// One length, one host, no encoding but chunked.
#include "api/head_check.hpp"

#include <boost/beast/core/string.hpp>

namespace lt::api {

namespace http = boost::beast::http;

std::string_view fault_of_head(const http::request_header<http::fields>& head) {
  const auto hosts = head.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && head.version() >= 11)) return "a request names one Host";
  const std::string_view length = head[http::field::content_length];
  if (head.count(http::field::content_length) > 1 || length.find_first_not_of("0123456789") != std::string_view::npos)
    return "a request has one Content-Length, a number";
  const auto encodings = head.count(http::field::transfer_encoding);
  if (encodings == 0) return {};
  if (encodings > 1 || !boost::beast::iequals(head[http::field::transfer_encoding], "chunked"))
    return "the only Transfer-Encoding is chunked";
  if (head.version() < 11) return "HTTP/1.0 knows no Transfer-Encoding";
  return {};
}

}  // namespace lt::api
