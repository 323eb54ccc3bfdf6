// Simulated partner systems on 127.0.0.1: for the demo, for scenarios, and in process for tests.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lt::twins {

struct TwinsOptions {
  std::uint64_t seed = 38;
  std::uint64_t records = 200'000;  // of the portal's bulk list, duplicates among them; at most 8,000,000
  std::uint64_t rest_rows = 1'000;  // of the rest twin's table
  std::uint64_t people = 4'000;     // who take part in the epidemic, four a household
  std::uint64_t cases_a_day = 10;
  int threads = 2;
  std::size_t cache_bytes = 144U << 20U;            // portal pages kept ready
  std::map<std::string, std::uint16_t> ports = {};  // by twin; a missing or 0 one is free
  std::vector<std::string> faults = {};             // as for fault(), struck in every twin
  std::string lgsp_access_token = {};               // see PortalOptions
  std::string fhir_folder = {};                     // whose resources the twin "fhir" holds; empty = of this world
  std::string files = {};                           // a folder that the twin "files" serves; empty = no such twin
};

// All twins of one world; closed by the destructor at once. Every member may be called from any thread.
class Twins {
 public:
  // Throws std::invalid_argument for a bad fault or number, std::runtime_error for a taken port.
  explicit Twins(const TwinsOptions& options = {});
  ~Twins();

  // "portal", "app", "rest" and so on.
  std::vector<std::string> names() const;
  // "http://127.0.0.1:41234", without a slash at the end. Throws std::out_of_range for an unknown name.
  std::string url(const std::string& name) const;
  std::uint16_t port(const std::string& name) const;

  // "path=/api;kind=slow;ms=500;every=7" (fault.hpp) for one twin.
  void fault(const std::string& name, std::string_view specification);
  void clear_faults(const std::string& name);

  // What GET /twin/state and /twin/log answer, as JSON.
  std::string state(const std::string& name) const;
  std::string log(const std::string& name) const;
  // Requests answered on a path with a status; 0 = any.
  std::uint64_t requests(const std::string& name, const std::string& path, int status = 0) const;

  // What a command of one twin answers: command("population", "POST", "/twin/advance"), with a body where it takes one.
  std::string command(const std::string& name, const std::string& method, const std::string& path,
                      const std::string& body = {});

  // A request as over the wire, with its faults: status and body.
  std::pair<int, std::string> ask(const std::string& name, const std::string& method, const std::string& path,
                                  const std::map<std::string, std::string>& query = {}, const std::string& body = {});

  // The portal changes 1 % of its records; returns how often it has.
  std::uint64_t advance();
  // What GET /twin/truth answers.
  std::string truth() const;

 private:
  class Host;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lt::twins
