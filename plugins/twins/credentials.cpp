// Issuing and checking tokens.
#include "twins/credentials.hpp"

#include "twins/random.hpp"
#include "twins/twin.hpp"

#include <cstdio>

namespace lt::twins {

std::string base64(std::string_view bytes) {
  static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string made;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    const auto count = bytes.size() - i < 3 ? bytes.size() - i : 3;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8U | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) made += k <= count ? letters[group >> (18 - 6 * k) & 63U] : '=';
  }
  return made;
}

TokenDesk::TokenDesk(std::uint64_t seed, std::string id, std::string secret, std::chrono::seconds life,
                     std::string lgsp_token)
    : seed_(seed), id_(std::move(id)), secret_(std::move(secret)), lgsp_token_(std::move(lgsp_token)), life_(life) {}

Reply TokenDesk::issue(const Request& request) {
  if (request.method != "POST") return failure(405, "the token endpoint takes POST");
  // Both values are plain words here, so the form need not be decoded.
  const std::string form = "&" + request.body + "&";
  if (form.find("&grant_type=client_credentials&") == std::string::npos)
    return reply(400,
                 R"({"error":"unsupported_grant_type","error_description":"grant_type must be client_credentials"})");
  const bool basic = request.header("authorization") == "Basic " + base64(id_ + ":" + secret_);
  const bool in_form = form.find("&client_id=" + id_ + "&") != std::string::npos &&
                       form.find("&client_secret=" + secret_ + "&") != std::string::npos;
  if ((!basic && !in_form) || (!lgsp_token_.empty() && request.header("lgspaccesstoken") != lgsp_token_)) {
    auto refused = reply(401, R"({"error":"invalid_client","error_description":"unknown client or wrong secret"})");
    refused.headers.emplace_back("WWW-Authenticate", "Basic");
    return refused;
  }
  const std::lock_guard lock(mutex_);
  char token[33];
  Random random(seed_, 400, ++issued_);
  std::snprintf(token, sizeof token, "%016llx%016llx", static_cast<unsigned long long>(random.next()),
                static_cast<unsigned long long>(random.next()));
  tokens_[token] = {issued_, std::chrono::steady_clock::now() + life_};
  std::erase_if(tokens_, [&](const auto& entry) { return entry.second.first + 100 <= issued_; });
  auto granted = reply(200, R"({"access_token":")" + std::string(token) + R"(","token_type":"Bearer","expires_in":)" +
                                std::to_string(life_.count()) + "}");
  granted.headers.emplace_back("Cache-Control", "no-store");
  return granted;
}

bool TokenDesk::admits(const Request& request) const {
  const auto header = request.header("authorization");
  if (!header.starts_with("Bearer ")) return false;
  const std::lock_guard lock(mutex_);
  const auto found = tokens_.find(header.substr(7));
  return found != tokens_.end() && std::chrono::steady_clock::now() < found->second.second;
}

std::uint64_t TokenDesk::issued() const {
  const std::lock_guard lock(mutex_);
  return issued_;
}

}  // namespace lt::twins
