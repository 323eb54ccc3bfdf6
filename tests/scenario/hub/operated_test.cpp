// The hub as those who operate a machine meet it: its service manager, its log, its figures.
#include "harness/serving.hpp"

#include <catch2/catch.hpp>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <sstream>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

// The service manager's end of the hub's words.
class Manager {
 public:
  explicit Manager(const std::filesystem::path& place) : handle_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, place.c_str(), sizeof address.sun_path - 1);
    REQUIRE(bind(handle_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    setenv("NOTIFY_SOCKET", place.c_str(), 1);
  }
  ~Manager() {
    unsetenv("NOTIFY_SOCKET");
    close(handle_);
  }

  // Whether a message that begins so comes within a minute; those before it are passed over.
  bool hears(const std::string& beginning) const {
    constexpr int most_ms = 60'000;
    for (pollfd waiting{handle_, POLLIN, 0}; poll(&waiting, 1, most_ms) == 1;) {
      char buffer[512];
      const auto got = recv(handle_, buffer, sizeof buffer, 0);
      if (got > 0 && std::string(buffer, static_cast<std::size_t>(got)).starts_with(beginning)) return true;
    }
    return false;
  }

 private:
  int handle_;
};

std::string get(const Installation& hub, const std::string& url) { return hub.shell("curl -sS " + url).out; }

// The value of a series, as /metrics tells it.
double figure(const std::string& figures, const std::string& series) {
  const std::size_t at = figures.find("\n" + series + " ");
  if (at == std::string::npos) throw std::runtime_error("there is no " + series + " in:\n" + figures);
  return std::stod(figures.substr(at + series.size() + 2));
}

}  // namespace

TEST_CASE("the service manager hears when the hub is ready, that it lives, and that it stops") {
  Installation hub({.seed = 38, .records = 1'000});
  hub.keep_flows({"app_persons"});
  const Manager manager(hub.folder() / "notify");
  Child serving = hub.start({"serve"});
  CHECK(manager.hears("READY=1\nSTATUS=serving 1 flows of 3 systems"));
  CHECK(manager.hears("WATCHDOG=1"));
  serving.signal(SIGTERM);
  CHECK(manager.hears("STOPPING=1"));
  CHECK(serving.must_end(std::chrono::seconds(10)).exit_code == 0);
}

TEST_CASE("figures of a hub that serves are those of its ledger, and each line of its log says its run") {
  Installation hub({.seed = 38, .records = 2'000});
  hub.keep_flows({"portal_injections"});
  replace_in(hub.config("flows/portal_injections.yaml"), "{every: 15m, jitter: 1m}", "{every: 15m}");
  replace_in(hub.config("hub.yaml"), "log_format: text", "log_format: json");
  Serving serving(hub);
  CHECK(json::parse(get(hub, serving.url() + "/readyz")).at("status") == "ready");

  const std::string succeeded = R"(lienthong_flow_runs_total{flow="portal_injections",outcome="succeeded"})";
  std::string figures;
  const auto most = std::chrono::steady_clock::now() + std::chrono::minutes(2);
  do {
    figures = get(hub, serving.url() + "/metrics");
  } while (figure(figures, succeeded) == 0 && std::chrono::steady_clock::now() < most);
  const json::value run = hub.ask({"runs", "1"}, 0).at(0);
  for (const char* count : {"read", "created", "updated", "unchanged", "filtered", "dead"}) {
    const std::string series = R"(lienthong_flow_records_total{flow="portal_injections",count=")";
    CHECK(figure(figures, series + count + "\"}") == static_cast<double>(number(run, std::string("/counts/") + count)));
  }
  CHECK(figure(figures, R"(lienthong_flow_late{flow="portal_injections"})") == 0);
  CHECK(figure(figures, "lienthong_http_connections") >= 1);

  const Ended ended = serving.stop();
  CHECK(ended.exit_code == 0);
  std::istringstream lines(ended.err);
  bool told = false;
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    std::error_code error;
    const json::value object = json::parse(line, error);
    REQUIRE_FALSE(error);
    for (const char* member : {"time", "level", "message"}) CHECK(object.as_object().contains(member));
    const bool of_run = object.as_object().contains("run") && object.at("run") == 1;
    told =
        told || (of_run && object.at("flow") == "portal_injections" && object.at("system") == "national_vaccination");
    CHECK(line.find("twin-secret") == std::string::npos);
  }
  CHECK(told);
}
