// A folder to exchange in, and the connector over the real plugin line.
#pragma once

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <testing/bench.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace lt::folder::test {

namespace fs = std::filesystem;

class Exchange : public plugin_testing::Bench {
 public:
  Exchange() : Bench(LT_CONNECTOR_FILE), path(make()) {
    fs::create_directory(path / "in");
    fs::create_directory(path / "out");
    use("in: {rows: {folder: in, key: [id]}}, out: {rows: {folder: out}}");
  }
  ~Exchange() {
    close();
    fs::remove_all(path);
  }

  /// Settings behind the path.
  void use(const std::string& more) { open("{path: '" + path.string() + "', stable_seconds: 0, " + more + "}"); }

  void put(const std::string& name, std::string_view content) const {
    std::ofstream(path / name, std::ios::binary) << content;
  }
  std::string content(const fs::path& name) const {
    std::ifstream in(path / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::vector<std::string> names(const std::string& folder) const {
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator(path / folder)) all.push_back(entry.path().filename());
    std::sort(all.begin(), all.end());
    return all;
  }

  plugin_testing::RecordingReadSink read(const std::string& state = "") {
    plugin_testing::RecordingReadSink sink;
    session().read("rows", state, sink, {});
    return sink;
  }
  plugin_testing::RecordingWriteSink write(const std::vector<plugin_host::OutRecord>& records) {
    plugin_testing::RecordingWriteSink sink;
    session().write("rows", records, sink, {});
    return sink;
  }

  fs::path path;

 private:
  static fs::path make() {
    std::string name = (fs::temp_directory_path() / "lienthong-folder-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    return name;
  }
};

/// The values of one member, or what was read as JSON where `member` is empty, joined by spaces.
inline std::string values(const plugin_testing::RecordingReadSink& sink, const std::string& member) {
  std::string out;
  for (const auto& record : sink.records) {
    if (!out.empty()) out += ' ';
    if (member.empty()) {
      out += record.json;
    } else {
      const auto value = boost::json::parse(record.json).at(member);
      out += value.is_string() ? std::string(value.get_string()) : boost::json::serialize(value);
    }
  }
  return out;
}

inline plugin_host::OutRecord out(std::string_view json, std::string_view key, bool erase = false) {
  plugin_host::OutRecord record{.json = json, .key = key, .idempotency_key = key, .remote_id = {}};
  if (erase) record.operation = plugin_host::Operation::erase;
  return record;
}

}  // namespace lt::folder::test
