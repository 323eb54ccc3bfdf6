// Reading the port out of what the hub says.
#include "harness/serving.hpp"

#include <chrono>
#include <stdexcept>

namespace lt::scenario {

std::string address_of(Child& serving) {
  const std::string words = "listening on port ";
  const auto most = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  for (;;) {
    const std::string said = serving.err();
    const std::size_t at = said.find(words);
    if (at != std::string::npos && said.find(' ', at + words.size()) != std::string::npos) {
      return "http://127.0.0.1:" + std::to_string(std::stoi(said.substr(at + words.size())));
    }
    if (const auto early = serving.wait(std::chrono::milliseconds(20))) {
      throw std::runtime_error("serve ended by itself: " + early->err);
    }
    if (std::chrono::steady_clock::now() > most) throw std::runtime_error("the hub does not listen: " + said);
  }
}

}  // namespace lt::scenario
