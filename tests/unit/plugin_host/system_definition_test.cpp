// Promises of reading systems from YAML.
#include "plugin_host/system_definition.hpp"

#include <catch2/catch.hpp>

using lt::Violations;
using lt::YamlNode;
using lt::plugin_host::fixed_secrets;
using lt::plugin_host::SystemDefinition;

namespace {

SystemDefinition read(const std::string& yaml, Violations& violations) {
  return SystemDefinition::read(YamlNode::parse(yaml, "system.yaml", violations));
}

}  // namespace

TEST_CASE("a system says how it is reached, and the password of its key is a secret's name") {
  Violations violations;
  const auto system = read(
      "system: lgsp\nconnector: rest\negress: [cdn.example.vn]\nproxy: http://proxy:3128\n"
      "tls: {ca_file: ca.pem, certificate_file: c.pem, key_file: k.pem, key_password: lgsp_key}\n",
      violations);
  REQUIRE(violations.empty());
  const auto network = system.network(*fixed_secrets({{"lgsp_key", "opens"}}));
  CHECK(network.tls.ca_file == "ca.pem");
  CHECK(network.tls.key_password == "opens");
  CHECK(network.proxy == "http://proxy:3128");
  CHECK(network.egress.contains("cdn.example.vn"));
  CHECK_THROWS_WITH(system.network(*fixed_secrets({})), Catch::Contains("lgsp_key"));
}

TEST_CASE("a certificate without its key and an unknown key of TLS are violations at their lines") {
  Violations violations;
  read("system: lgsp\nconnector: rest\ntls:\n  certificate_file: c.pem\n  cafile: x\n", violations);
  REQUIRE(violations.list().size() == 2);
  CHECK(violations.list()[0].message == "unknown key 'cafile'; did you mean 'ca_file'?");
  CHECK(violations.list()[0].line == 5);
  CHECK(violations.list()[1].message.find("belong together") != std::string::npos);
}

TEST_CASE("one word gives a system's connector a process of its own, with limits where wanted") {
  Violations violations;
  CHECK_FALSE(read("system: a\nconnector: rest\n", violations).in_runner);
  CHECK_FALSE(read("system: a\nconnector: rest\nisolation: in_process\n", violations).in_runner);
  const auto system = read(
      "system: a\nconnector: rest\nisolation: process\nlimits: {memory_mb: 200, cpu_seconds: 5, silent_seconds: 7}\n",
      violations);
  CHECK(violations.empty());
  CHECK(system.in_runner);
  CHECK(system.limits.memory_bytes == 200u << 20);
  CHECK(system.limits.cpu == std::chrono::seconds(5));
  CHECK(system.limits.silent == std::chrono::seconds(7));
}

TEST_CASE("another word, limits without a process and limits that are none are violations at their lines") {
  Violations violations;
  read("system: a\nconnector: rest\nisolation: container\n", violations);
  read("system: a\nconnector: rest\nlimits: {memory_mb: 200}\n", violations);
  read("system: a\nconnector: rest\nisolation: process\nlimits:\n  memory_mb: 0\n", violations);
  REQUIRE(violations.list().size() == 3);
  CHECK(violations.list()[0].message.find("write process") != std::string::npos);
  CHECK(violations.list()[1].message.find("isolation: process") != std::string::npos);
  CHECK(violations.list()[2].line == 5);
}
