// A child that says its ports through a named pipe, so that nobody has to wait by the clock.
#include "smsc/smsc.hpp"

#include "base/clock.hpp"
#include "plugin_host/http_client.hpp"

#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <fstream>
#include <stdexcept>
#include <vector>

extern char** environ;

namespace lt::smsc {

namespace json = boost::json;

Smsc::Smsc(const std::filesystem::path& key, const std::filesystem::path& certificate) {
  std::string pattern = (std::filesystem::temp_directory_path() / "lienthong-smsc-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder " + pattern);
  folder_ = pattern;
  std::string pipe = (folder_ / "ports").string();
  if (mkfifo(pipe.c_str(), 0600) != 0) throw std::runtime_error("cannot make the pipe " + pipe);

  std::string node = LT_NODE;
  std::string script = LT_SMSC;
  std::string packages = std::string("NODE_MODULES=") + LT_SMSC_PACKAGES;
  char* arguments[] = {node.data(), script.data(), pipe.data(), nullptr};
  std::vector<char*> environment;
  for (char** each = environ; *each != nullptr; ++each) environment.push_back(*each);
  environment.push_back(packages.data());
  std::string key_file = "SMSC_KEY=" + key.string();
  std::string certificate_file = "SMSC_CERTIFICATE=" + certificate.string();
  environment.push_back(key_file.data());
  environment.push_back(certificate_file.data());
  environment.push_back(nullptr);
  if (posix_spawn(&pid_, LT_NODE, nullptr, nullptr, arguments, environment.data()) != 0)
    throw std::runtime_error("cannot start " + node);
  std::string line;
  std::getline(std::ifstream(pipe), line);
  const json::value ports = json::parse(line);
  port_ = ports.at("smpp").to_number<std::uint16_t>();
  control_ = ports.at("http").to_number<std::uint16_t>();
}

Smsc::~Smsc() {
  if (pid_ > 0) {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

json::object Smsc::state() const { return json::parse(ask("GET", "/state", "")).as_object(); }

std::string Smsc::ask(std::string_view method, std::string_view path, std::string_view body) const {
  const SystemClock clock;
  plugin_host::HttpClient client(clock);
  plugin_host::HttpRequest request;
  request.method = method;
  request.url = "http://127.0.0.1:" + std::to_string(control_) + std::string(path);
  request.body = body;
  const auto answer = client.fetch(request, {});
  if (answer.status != 200)
    throw std::runtime_error("the SMSC answered " + std::to_string(answer.status) + ": " + answer.body);
  return answer.body;
}

}  // namespace lt::smsc
