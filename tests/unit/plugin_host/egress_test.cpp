// Promises of the rule about what a connector may reach.
#include "plugin_host/egress.hpp"

#include <catch2/catch.hpp>

using lt::plugin_host::Egress;
using lt::plugin_host::host_of_url;

TEST_CASE("the hosts of the settings' addresses may be reached, and no other") {
  const auto egress =
      Egress::from_settings(R"({"url": "https://API.example.vn:8443/x/{id}", "more": [{"u": "http://10.0.0.7/"}],
                                "host": "smsc.example.vn", "note": "see evil.example"})",
                            {"cdn.example.vn"});
  for (const char* host : {"api.example.vn", "API.EXAMPLE.VN", "10.0.0.7", "smsc.example.vn", "cdn.example.vn"}) {
    CHECK(egress.allows(host));
  }
  for (const char* host : {"evil.example", "example.vn", "x.api.example.vn", ""}) CHECK_FALSE(egress.allows(host));
}

TEST_CASE("a star allows every name below a domain, not the domain's look-alikes") {
  const Egress egress({"*.moh.gov.vn"});
  CHECK(egress.allows("a.b.moh.gov.vn"));
  CHECK_FALSE(egress.allows("moh.gov.vn"));
  CHECK_FALSE(egress.allows("evilmoh.gov.vn"));
}

TEST_CASE("a name before @ in an address is not its host") {
  CHECK(host_of_url("https://api.example.vn@evil.example/x") == "evil.example");
  CHECK(host_of_url("https://[::1]:80/") == "::1");
  CHECK_FALSE(host_of_url("api.example.vn/x"));
  CHECK_FALSE(host_of_url("https:///x"));
}
