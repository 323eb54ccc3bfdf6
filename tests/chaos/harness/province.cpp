// The shipped configuration with four flows, a small world, and a store of its own.
#include "chaos/province.hpp"

#include "chaos/watching.hpp"

#include <boost/json.hpp>

#include <cstdlib>
#include <fstream>

namespace lt::chaos {

using scenario::replace_in;

namespace {

const twins::TwinsOptions world{.seed = 47, .records = records};

void know_password() { ::setenv("PGPASSWORD", test_databases::postgres_password, 1); }

test_databases::PostgresServer* server_wanted(Keeping keeping) {
  if (keeping == Keeping::in_a_file || !on_server()) return nullptr;
  know_password();
  auto* const server = test_databases::PostgresServer::running();
  if (!server) skip("PostgreSQL 15 is not installed; scripts/setup installs it");
  return server;
}

std::string url_of(const std::vector<int>& ports, const std::string& database) {
  std::string hosts;
  for (const int port : ports) hosts += (hosts.empty() ? "127.0.0.1:" : ",127.0.0.1:") + std::to_string(port);
  return "postgresql://hub@" + hosts + "/" + database + (ports.size() > 1 ? "?target_session_attrs=read-write" : "");
}

}  // namespace

bool on_server() {
  const char* store = std::getenv("LT_TEST_STORE");
  return store && std::string_view(store) == "postgresql";
}

Province::Province(Keeping keeping) : server_(server_wanted(keeping)), hub_(world) { settle(); }

Province::Province(test_databases::PostgresServer& server) : server_(&server), hub_(world) {
  know_password();
  settle();
}

void Province::begin_again() {
  clear_faults();
  hub_.twins().command("app", "POST", "/twin/reset");
  hub_.start_over();
  settle();
}

void Province::settle() {
  hub_.keep_flows({std::begin(flows), std::end(flows)});
  write_the_list();
  if (!server_) return;
  store_url_ = url_of({server_->port()}, server_->new_database());
  replace_in(hub_.config("hub.yaml"), "store: ../var/lienthong.db", "store: " + store_url_);
}

void Province::write_the_list() const {
  twins::write_list({.seed = world.seed, .portal_records = world.records, .rows = 100, .bad = 10},
                    hub_.lists() / "people.xlsx");
}

void Province::take_time(std::chrono::milliseconds of_a_page) {
  replace_in(hub_.config("systems/national_vaccination.yaml"), "size: 1000", "size: " + std::to_string(page));
  replace_in(hub_.config("flows/portal_injections.yaml"), "{every: 15m, jitter: 1m}", "{every: 15m}");
  for (const auto* flow : flows) {
    std::ofstream(hub_.config(std::string("flows/") + flow + ".yaml"), std::ios::app)
        << "\nretry: {first: 1s, most: 2s}\n";
  }
  for (const auto* flow : {"flows/app_persons.yaml", "flows/app_immunizations.yaml"}) {
    replace_in(hub_.config(flow), "at_most_every: 5s", "at_most_every: 100ms");
    replace_in(hub_.config(flow), "batch: 1000", "batch: 50");
  }
  if (of_a_page.count() > 0) fault("portal", "slow;ms=" + std::to_string(of_a_page.count()));
}

void Province::fault(const std::string& twin, const std::string& kind, int after) {
  const std::string path = twin == "portal" ? portal_path : app_path;
  hub_.twins().fault(twin, "path=" + path + ";after=" + std::to_string(after) + ";kind=" + kind);
}

void Province::clear_faults() {
  hub_.twins().clear_faults("portal");
  hub_.twins().clear_faults("app");
}

std::uint64_t Province::pages_asked_for() { return hub_.twins().requests("portal", portal_path); }

std::int64_t Province::held() const { return scenario::number(hub_.twin_state("app"), "/held"); }

std::int64_t Province::counted(const std::string& flow, const std::string& pointer) const {
  const boost::json::value status = hub_.status();
  return scenario::number(scenario::flow(scenario::at(status, "/flows"), flow), pointer);
}

void Province::readdress(const std::string& system, const std::string& from, const std::string& to) const {
  replace_in(hub_.config("systems/" + system + ".yaml"), from, to);
}

void Province::reach_store_by(const std::vector<int>& ports) {
  const std::string database = store_url_.substr(store_url_.rfind('/') + 1);
  const std::string there = url_of(ports, database);
  replace_in(hub_.config("hub.yaml"), store_url_, there);
  store_url_ = there;
}

}  // namespace lt::chaos
