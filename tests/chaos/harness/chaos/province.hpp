// The province to which disasters happen: a portal, a list and an app, and a hub that reads two of them and tells the
// third. Its store is a file, or on a server where the environment has LT_TEST_STORE=postgresql.
#pragma once

#include "databases/postgres_server.hpp"
#include "harness/installation.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lt::chaos {

inline constexpr const char* flows[] = {"portal_injections", "ministry_lists", "app_persons", "app_immunizations"};
inline constexpr const char* portal_path = "/api/vaccination/records";
inline constexpr const char* app_path = "/api/v1/records";
inline constexpr int records = 2'000;
inline constexpr int page = 50;  // of the portal once it takes its time: forty pages

bool on_server();

enum class Keeping { as_asked, in_a_file };

class Province {
 public:
  // With an empty store. Ends the test as skipped where the server that is asked for is not installed.
  explicit Province(Keeping keeping = Keeping::as_asked);
  // Its store on this server, which outlives it.
  explicit Province(test_databases::PostgresServer& server);

  scenario::Installation& hub() { return hub_; }
  // The server of the store; only where on_server().
  test_databases::PostgresServer& server() { return *server_; }
  // Everything as it was at first: configuration, an empty store, partners without faults that have received nothing.
  void begin_again();
  void write_the_list() const;

  // Small pages and batches, so that a sync has many moments; each page of the portal takes so long. A flow that
  // failed is soon tried again.
  void take_time(std::chrono::milliseconds of_a_page);
  // "slow;ms=60000" of a twin from the request after `after` on.
  void fault(const std::string& twin, const std::string& kind, int after = 0);
  void clear_faults();
  // Requests that have reached the portal for its list, and records that the app holds.
  std::uint64_t pages_asked_for();
  std::int64_t held() const;
  // A count of a flow as `lienthong status` says it: counted("app_persons", "/counts/delivered").
  std::int64_t counted(const std::string& flow, const std::string& pointer) const;
  // Puts one address in place of another in the system's file: that of a relay before a twin, say.
  void readdress(const std::string& system, const std::string& from, const std::string& to) const;
  // The same for the store's server; more than one port: whichever of them writes.
  void reach_store_by(const std::vector<int>& ports);
  // Empty where the store is a file.
  const std::string& store_url() const { return store_url_; }
  std::string store_file() const { return hub_.store().string(); }

 private:
  void settle();

  test_databases::PostgresServer* server_ = nullptr;
  scenario::Installation hub_;
  std::string store_url_;  // empty: a file
};

}  // namespace lt::chaos
