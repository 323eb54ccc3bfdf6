// The national vaccination portal (contracts/vaccination_portal.md), its bulk exchange behind client credentials.
#pragma once

#include "twins/credentials.hpp"
#include "twins/feed.hpp"
#include "twins/page_cache.hpp"
#include "twins/portal_exchange.hpp"
#include "twins/twin.hpp"

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>

namespace lt::twins {

struct PortalOptions {
  std::uint64_t seed = 38;
  std::uint64_t records = 200'000;
  std::size_t cache_bytes = 144U << 20U;
  std::string client_id = "lienthong", client_secret = "twin-secret";
  std::string lgsp_access_token;  // what the header lgspaccesstoken must hold; empty = not asked for
  std::chrono::seconds token_life{3600};
};

class PortalTwin : public Twin {
 public:
  explicit PortalTwin(const PortalOptions& options);

  Reply handle(const Request& request) override;
  std::string state() const override;
  std::string page() const override;
  Reply command(const Request& request) override;  // POST advance, GET truth, and those of PortalExchange

  // Changes 1 % of the records, with a later updatedAt; returns the new version.
  std::uint64_t advance() { return ++version_; }
  const Feed& feed() const { return feed_; }
  std::string truth() const;

 private:
  std::optional<Reply> open_answer(const Request& request);  // of what needs no token
  Reply records(const Request& request);
  Reply send_code(const Request& request);
  Reply patient(const Request& request);
  std::optional<Person> wanted_person(const Request& request) const;

  Feed feed_;
  PortalExchange exchange_{feed_};
  TokenDesk desk_;
  PageCache cache_;
  std::atomic<std::uint64_t> version_{0};
  mutable std::mutex mutex_;
  std::string last_code_;
  std::uint64_t codes_ = 0, pages_served_ = 0;
};

// The parts without credentials: statistics, provinces, places. Nothing where the path is none of them.
std::optional<Reply> public_answer(const Feed& feed, const Request& request);

}  // namespace lt::twins
