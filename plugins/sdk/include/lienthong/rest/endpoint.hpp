// A REST system's address with what every request to it carries.
#pragma once

#include <lienthong/rest/authorization.hpp>
#include <lienthong/rest/error_table.hpp>
#include <lienthong/sdk/host.hpp>

#include <string>
#include <string_view>

namespace lt::rest {

// From the settings `url`, `auth`, `headers`, `query`, `timeout_s`, `errors`. One thread at a time.
class Endpoint {
 public:
  explicit Endpoint(const sdk::Settings& settings);

  // `path` is put behind the system's address, unless it is an absolute address itself.
  sdk::Request request(const std::string& method, std::string_view path) const;

  // An address that an answer gave: absolute, or from the root, or a query; only within this system's origin.
  // Throws Failure failed for one that leads elsewhere.
  sdk::Request follow(std::string_view address, std::string_view path) const;

  // Any answer whose verdict is not about the call as a whole; throws Failure for one that is.
  sdk::Response send(const sdk::Host& host, const sdk::Request& request, RequestKind kind, bool anonymous = false);
  // Any answer; `anonymous`: asked for without credentials.
  sdk::Response send_raw(const sdk::Host& host, const sdk::Request& request, bool anonymous = false) {
    return anonymous ? host.send(request) : auth_.send(host, request);
  }

  const ErrorTable& errors() const { return errors_; }

 private:
  sdk::Request prepared(sdk::Request request) const;

  std::string url_;     // without a slash at its end
  std::string origin_;  // scheme://host:port as the url says it
  sdk::Settings headers_;
  sdk::Settings query_;
  sdk::milliseconds timeout_;
  Authorization auth_;
  ErrorTable errors_;
};

// A setting that may be a text, a number or a truth value, as the text that goes into a query or header.
std::string text_of(const boost::json::value& value);

// Throws the failure of an answer that ends the call.
[[noreturn]] void end_call(lt_status status, const sdk::Request& request, const sdk::Response& response);

}  // namespace lt::rest
