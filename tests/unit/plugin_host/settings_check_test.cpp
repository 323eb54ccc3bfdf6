// Promises of checking a system's settings.
#include "plugin_host/settings_check.hpp"

#include <catch2/catch.hpp>

using lt::Violation;
using lt::Violations;
using lt::YamlNode;
using lt::plugin_host::secret_names;
using lt::plugin_host::settings_to_json;
using lt::plugin_host::validate_settings;

namespace {

constexpr std::string_view schema = R"({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object", "additionalProperties": false, "required": ["url"],
  "properties": {
    "url": {"type": "string", "pattern": "^https?://", "description": "Base URL of the API."},
    "page_size": {"type": "integer", "minimum": 1, "maximum": 1000},
    "auth": {"$ref": "#/definitions/auth"},
    "streams": {"type": "array", "items": {
      "type": "object", "additionalProperties": false, "required": ["name"],
      "properties": {"name": {"type": "string"}, "path": {"type": "string"}}}}
  },
  "definitions": {"auth": {"type": "object", "additionalProperties": false, "properties": {
    "kind": {"enum": ["none", "basic", "bearer"]},
    "password": {"type": "string", "writeOnly": true}}}}
})";

std::string check(const std::string& yaml) {
  Violations violations;
  const auto found = validate_settings(schema, "rest", YamlNode::parse(yaml, "s.yaml", violations));
  CHECK(found.size() == violations.list().size());
  return lt::to_string(found);
}

}  // namespace

TEST_CASE("settings that fit give no violation") {
  CHECK(check("url: https://a.vn\npage_size: 10\nauth: {kind: basic, password: p}\nstreams:\n  - name: x\n").empty());
}

TEST_CASE("an unknown setting is named at its line with the nearest right name, at any depth") {
  CHECK(check("url: https://a.vn\npagesize: 3\n") == "s.yaml:2: unknown key 'pagesize'; did you mean 'page_size'?");
  CHECK(check("url: https://a.vn\nstreams:\n  - name: x\n  - name: y\n    pth: /y\n") ==
        "s.yaml:5: unknown key 'pth'; did you mean 'path'?");
}

TEST_CASE("a missing setting is named with what it is for") {
  CHECK(check("page_size: 3\n") == "s.yaml:1: the key 'url' is missing: Base URL of the API.");
}

TEST_CASE("a value of the wrong type says what is expected, and when quotes help") {
  CHECK(check("url: https://a.vn\npage_size: many\n") == "s.yaml:2: 'page_size' must be a whole number, not 'many'");
  CHECK(check("url: 12\n") == "s.yaml:1: 'url' must be a text, not '12'; write it between quotes");
}

TEST_CASE("a value outside of its bounds, choices or pattern says them") {
  CHECK(check("url: https://a.vn\npage_size: 0\n") == "s.yaml:2: 'page_size' must be at least 1, not '0'");
  CHECK(check("url: ftp://a.vn\n") == "s.yaml:1: 'url' must fit the pattern ^https?://, not 'ftp://a.vn'");
  CHECK(check("url: https://a.vn\nauth:\n  kind: baisc\n") ==
        "s.yaml:3: 'auth.kind': 'baisc' is none of the values that are possible; did you mean 'basic'?");
}

TEST_CASE("everything that is wrong is said at once") {
  const std::string all = check("page_size: x\nauth: {kind: none, user: u}\n");
  CHECK(std::count(all.begin(), all.end(), '\n') == 2);
}

TEST_CASE("scalars follow YAML, but a number with a leading zero stays a text") {
  Violations violations;
  const auto node = YamlNode::parse("a: 1\nb: '1'\nc: true\nd: 0912345678\ne: 1.5\nf: no\ng: [x, null]\nh: .inf\n",
                                    "s.yaml", violations);
  CHECK(settings_to_json(node) ==
        R"({"a":1,"b":"1","c":true,"d":"0912345678","e":1.5E0,"f":"no","g":["x",null],"h":".inf"})");
}

TEST_CASE("the names of secrets are found behind references too, with their places") {
  const auto names = secret_names(schema, R"({"auth": {"kind": "basic", "password": "portal_password"}, "url": "x"})");
  REQUIRE(names.size() == 1);
  CHECK(names[0].name == "portal_password");
  CHECK(names[0].path == std::vector<std::string>{"auth", "password"});
}
