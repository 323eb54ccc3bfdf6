// A hub with a person of two sources, dead letters, deliveries and users, and the API over it.
#pragma once

#include "access/access.hpp"
#include "api/service.hpp"
#include "app/configuration.hpp"
#include "app/events.hpp"
#include "app/flow_runner.hpp"
#include "app/jobs.hpp"
#include "app/renewal.hpp"
#include "loopback/server.hpp"
#include "schedule/agenda.hpp"
#include "store/store.hpp"

#include <boost/json.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lt::app::test {

inline constexpr const char* password = "một mật khẩu dài";

struct Reply {
  int status;
  boost::json::value body;  // null where there is none, or it is no JSON
  std::map<std::string, std::string> headers;
  std::string bytes = {};  // the body as it came
  std::shared_ptr<api::Stream> stream = {};
};

// How a request is made beyond method, address and body.
struct With {
  std::string user = {};  // signed in by a session made for this call; empty: a guest
  std::string bearer = {};
  std::vector<api::HttpHeader> headers = {};
  bool csrf = true;
  std::string address = "127.0.0.1";
  bool secure = false;  // came over TLS
};

class World {
 public:
  // With these lines more in its hub.yaml.
  explicit World(const std::string& of_hub_yaml = {});
  ~World();
  World(const World&) = delete;

  Reply ask(const std::string& method, const std::string& target, const With& with = {}, const std::string& body = {});
  Reply get(const std::string& target, const std::string& user = "boss") { return ask("GET", target, {.user = user}); }
  const api::Service& service() const { return *service_; }
  access::Access& access() { return *access_; }
  const std::filesystem::path& folder() const { return folder_; }
  const Configuration& configuration() const { return *configuration_; }
  store::Store& store() { return *store_; }
  Jobs& jobs() { return *jobs_; }
  Events& events() { return *events_; }
  // The latest audit line as "who act subject detail".
  std::string last_deed();

  Renewal renewal;
  FixedClock clock{1'790'000'000'000};
  store::RowId an = 0;    // the row of Nguyễn Văn An, of two sources, delivered
  store::RowId binh = 0;  // two rows of one name, of which a question asks whether they are one
  store::RowId other_binh = 0;
  std::int64_t review = 0;
  std::int64_t letter = 0;  // the first of three of portal_people, mended; three of hospital_people follow
  int heeded = 0;           // how often the hub was told of a pause
  std::int64_t job = 0;     // under way until it is cancelled; about the portal
  store::RunId run = 0;
  std::vector<schedule::FlowState> states;  // as the scheduler tells them

 private:
  void fill();
  store::RunId store_people(const std::string& flow, const std::vector<std::string>& records);
  void put_letters();
  void put_delivery();
  void ask_who_is_who();
  void begin_job();

  std::filesystem::path folder_;
  loopback::Server clinic_;  // a partner that answers three people
  std::unique_ptr<Configuration> configuration_;
  std::optional<store::Store> store_;
  std::unique_ptr<access::Access> access_;
  std::unique_ptr<FlowRunner> runner_;
  std::unique_ptr<Events> events_;
  std::unique_ptr<Jobs> jobs_;
  std::unique_ptr<api::Service> service_;
};

// The job that was begun, once it has ended.
boost::json::value ended(World& world, const Reply& begun);

// A file's bytes.
std::string read(const std::filesystem::path& file);

// One name for each role, a user of that role; "portal.team" is a vendor of the system "portal".
inline const std::map<std::string, access::Role> users = {{"boss", access::Role::administrator},
                                                          {"clerk", access::Role::operating},
                                                          {"chief", access::Role::viewer},
                                                          {"inspector", access::Role::auditor},
                                                          {"portal.team", access::Role::vendor}};

}  // namespace lt::app::test
