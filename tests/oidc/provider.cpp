// A child that says its addresses through a named pipe, so that nobody has to wait by the clock.
#include "oidc/provider.hpp"

#include "base/clock.hpp"
#include "plugin_host/http_client.hpp"

#include <boost/json.hpp>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <fstream>
#include <stdexcept>
#include <utility>
#include <vector>

extern char** environ;

namespace lt::oidc {

namespace json = boost::json;

Provider::Provider(const std::string& callback) {
  std::string pattern = (std::filesystem::temp_directory_path() / "lienthong-oidc-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder " + pattern);
  folder_ = pattern;
  std::string pipe = (folder_ / "ports").string();
  if (mkfifo(pipe.c_str(), 0600) != 0) throw std::runtime_error("cannot make the pipe " + pipe);

  std::string node = LT_NODE;
  std::string script = LT_OIDC;
  std::string packages = std::string("NODE_MODULES=") + LT_OIDC_PACKAGES;
  std::string redirect = "OIDC_REDIRECT=" + callback;
  char* arguments[] = {node.data(), script.data(), pipe.data(), nullptr};
  std::vector<char*> environment;
  for (char** each = environ; *each != nullptr; ++each) environment.push_back(*each);
  environment.push_back(packages.data());
  environment.push_back(redirect.data());
  environment.push_back(nullptr);
  if (posix_spawn(&pid_, LT_NODE, nullptr, nullptr, arguments, environment.data()) != 0)
    throw std::runtime_error("cannot start " + node);
  std::string line;
  std::getline(std::ifstream(pipe), line);
  const json::value places = json::parse(line);
  issuer_ = places.at("issuer").as_string();
  control_ = places.at("http").to_number<std::uint16_t>();
}

void Provider::end() {
  if (const pid_t pid = std::exchange(pid_, 0); pid > 0) {
    kill(pid, SIGTERM);
    waitpid(pid, nullptr, 0);
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void Provider::turn(std::string_view knob, std::string_view body) const {
  const SystemClock clock;
  plugin_host::HttpClient client(clock);
  plugin_host::HttpRequest request;
  request.method = "POST";
  request.url = "http://127.0.0.1:" + std::to_string(control_) + std::string(knob);
  request.body = body;
  const auto answer = client.fetch(request, {});
  if (answer.status != 200)
    throw std::runtime_error(std::string(knob) + " of the provider answers " + std::to_string(answer.status));
}

}  // namespace lt::oidc
