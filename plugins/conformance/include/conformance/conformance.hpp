// Whether a connector keeps the plugin contract: one named result for each promise.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace lt::conformance {

enum class Verdict { passed, failed, skipped };

std::string_view to_string(Verdict verdict);

struct Result {
  std::string name;  // a promise: "open and close leave nothing behind"
  Verdict verdict = Verdict::passed;
  std::string detail;  // why it failed or was skipped
};

// Where the connector lives while it is tested.
enum class Place { here, runner };

// Runs the suite on a library with the system of `sample` (empty: NAME.sample.yaml beside it). Each promise is tried in
// a process of its own, so a crash or a hang is a result like others; reaches no network. To be called while the
// process has one thread.
std::vector<Result> run(const std::filesystem::path& library, const std::filesystem::path& sample = {},
                        Place place = Place::here);

}  // namespace lt::conformance
