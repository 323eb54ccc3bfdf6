// The SOAP service of the population database: its address, what proves who we are, one exchange.
#pragma once

#include "soap.hpp"

#include <lienthong/sdk/host.hpp>
#include <lienthong/sdk/settings.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lt::population {

using Headers = std::vector<std::pair<std::string, std::string>>;

// One thread at a time, like the session that owns it.
class Service {
 public:
  // Throws Failure misconfigured.
  explicit Service(const sdk::Settings& settings);

  // Sends a request signed anew, with these headers on top. Throws Failure for any answer but a good one.
  Answer ask(const sdk::Host& host, const Element& request, const Headers& more);

  // What every request of look-up begins with: who asks, by whose account.
  std::vector<Element> requester(const sdk::Host& host, std::string_view officer = {});
  // A number that no other request of ours has.
  std::string request_number(const sdk::Host& host);
  std::string officer() const { return who_.text_or("officer", ""); }
  // The header of agencies on the exchange platform, and the key of ours.
  Headers agency_headers(const sdk::Host& host) const;

 private:
  std::string authorization(const sdk::Host& host, const std::string& timestamp) const;

  sdk::Settings settings_;
  sdk::Settings who_;
  std::string url_;
  std::string path_;
  FaultClasses faults_;
  std::int64_t asked_ = 0;
};

}  // namespace lt::population
