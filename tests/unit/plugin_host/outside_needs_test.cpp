// Promises of what a connector's schema says of files and networks.
#include "plugin_host/outside_needs.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using lt::plugin_host::has_own_network;
using lt::plugin_host::local_folders;

TEST_CASE("the folders of the paths in the settings are known, whether a path is a folder, a file or not yet there") {
  const auto folder = std::filesystem::temp_directory_path().string();
  constexpr auto schema = R"({"properties": {"path": {"type": "string", "local_path": true}, "name": {"type": "string"},
      "lists": {"additionalProperties": {"properties": {"file": {"local_path": true}}}}}})";
  CHECK(local_folders(schema, R"({"path": ")" + folder + R"("})") == std::vector<std::string>{folder});
  CHECK(local_folders(schema, R"({"lists": {"a": {"file": ")" + folder + R"(/a.xlsx"}, "b": {"file": ")" + folder +
                                  R"(/b.xlsx"}}})") == std::vector<std::string>{folder});
  CHECK(local_folders(schema, R"({"name": "/etc/passwd"})").empty());
  CHECK(local_folders(schema, R"({"path": "/nowhere-at-all"})").empty());
}

TEST_CASE("a connector that brings its own network says so at the top of its schema") {
  CHECK(has_own_network(R"({"own_network": true})"));
  CHECK_FALSE(has_own_network(R"({"properties": {"x": {"own_network": true}}})"));
  CHECK_FALSE(has_own_network("no schema"));
}
