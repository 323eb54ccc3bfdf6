// What a request's head may not be, beyond what Beast refuses: anything that a proxy before the hub may read otherwise.
#pragma once

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>

#include <string_view>

namespace lt::api {

// What is wrong with it (RFC 9112, sections 3.2 and 6.3); empty where nothing is.
std::string_view fault_of_head(const boost::beast::http::request_header<boost::beast::http::fields>& head);

}  // namespace lt::api
