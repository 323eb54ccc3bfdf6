// A browser without a screen that goes through the provider's pages until they send it back to the hub.
#pragma once

#include "base/clock.hpp"
#include "plugin_host/http_client.hpp"

#include <map>
#include <string>

namespace lt::oidc {

class Visitor {
 public:
  // `home`: how addresses begin that are the hub's. `name`: what is typed at the provider.
  Visitor(std::string home, std::string name) : home_(std::move(home)), name_(std::move(name)) {}

  // From the address that the hub gave to the one that the provider sends back to. Throws std::runtime_error where the
  // provider shows a page that is neither of signing in nor of consent, with the page.
  std::string sign_in(const std::string& address);
  // The page that stands there, after redirects within the provider.
  plugin_host::HttpResponse look(const std::string& address);

 private:
  plugin_host::HttpResponse ask(const std::string& method, const std::string& address, const std::string& form);
  bool moved_on(const plugin_host::HttpResponse& answer, std::string& address) const;

  std::string home_;
  std::string name_;
  std::map<std::string, std::string> cookies_;
  SystemClock clock_;
  plugin_host::HttpClient http_{clock_};
};

}  // namespace lt::oidc
