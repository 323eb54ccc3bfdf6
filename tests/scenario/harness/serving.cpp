// Waiting for the port, signing with the twins' own hand.
#include "harness/serving.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <twins/webhook.hpp>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <stdexcept>

namespace lt::scenario {

int free_port() {
  const int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool got = handle >= 0 && bind(handle, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                   getsockname(handle, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  if (handle >= 0) close(handle);
  if (!got) throw std::runtime_error("there is no free port on 127.0.0.1");
  return ntohs(address.sin_port);
}

std::string address_of(Child& serving) {
  const std::string words = "listening on port ";
  const auto most = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  for (;;) {
    const std::string said = serving.err();
    const std::size_t at = said.find(words);
    if (at != std::string::npos && said.find(' ', at + words.size()) != std::string::npos) {
      return "http://127.0.0.1:" + std::to_string(std::stoi(said.substr(at + words.size())));
    }
    if (const auto early = serving.wait(std::chrono::milliseconds(20)))
      throw std::runtime_error("serve ended by itself: " + early->err);
    if (std::chrono::steady_clock::now() > most) throw std::runtime_error("the hub does not listen: " + said);
  }
}

Serving::Serving(const Installation& hub) : child_(hub.start({"serve"})), url_(address_of(child_)) {}

Ended Serving::stop() {
  child_.signal(SIGTERM);
  return child_.must_end(std::chrono::seconds(10));
}

std::string post_signed(const Installation& hub, const SignedCall& call) {
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
  const std::string at = std::to_string(now.count() - call.age_s);
  const auto body = hub.folder() / "body";
  write_text(body, call.body);
  return hub
      .shell("curl -sS -w '\\n%{http_code}' --data-binary @" + body.string() + " -H 'Content-Type: " + call.type +
             "' -H 'X-Timestamp: " + at +
             "' -H 'X-Signature: " + twins::webhook_signature(call.secret, at + "." + call.body) + "' " + call.url)
      .out;
}

}  // namespace lt::scenario
