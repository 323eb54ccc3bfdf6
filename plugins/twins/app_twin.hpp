// The citizens' app (Smart Thanh Hóa, contracts/citizen_apps_and_qr.md): takes batches of records and counts what it
// was given.
#pragma once

#include "twins/app_events.hpp"
#include "twins/twin.hpp"
#include "twins/webhook.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace lt::twins {

// A record of `stream` without a text in `field` is refused for ever.
struct AppRule {
  std::string stream;  // "*" = every one
  std::string field;
};

struct AppOptions {
  std::string token = "twin-app-token";  // Authorization: Bearer …
  std::string api_key = "twin-app-key";  // X-API-Key: …
  std::vector<AppRule> rules = {{"persons", "phone"}};
  std::string webhook_secret = "twin-app-secret";  // signs what it sends to the hub
  std::uint64_t seed = 38;
  std::uint64_t events = 200;         // declarations, check-ins and reports, of each
  std::size_t most_batch = 10'000;    // records a request; more is 413
  std::size_t most_kept = 1'000'000;  // ids whose data is kept; of later ones only the hash
};

struct AppCounts {
  std::uint64_t requests = 0, records = 0, accepted = 0, repeated_keys = 0, rejected = 0, deleted = 0;
  std::uint64_t keys = 0;         // distinct idempotency keys seen
  std::uint64_t ids = 0;          // records held now, over all streams
  std::uint64_t redelivered = 0;  // same id, same content, another key: a defect of the sender
};

// POST /api/v1/records/{stream} {"records":[{"id","idempotencyKey","operation":"upsert|delete","data"}]} → 200
// {"results":[{"id","status":"ok|duplicate|rejected","remoteId","error":{"code","message"}}]}, in the order of the
// records. GET /api/v1/{declarations|checkins|reports}?page&size&updatedFrom → {"page","total","totalPages","records"},
// pages from 0.
class AppTwin : public Twin {
 public:
  explicit AppTwin(AppOptions options);
  ~AppTwin() override;

  Reply handle(const Request& request) override;
  std::string state() const override;
  std::string page() const override;
  // POST /twin/reset, GET /twin/records?stream=&id= (without id: all that is held of it), GET /twin/truth, POST
  // /twin/webhook (WebhookOrder)
  Reply command(const Request& request) override;

  AppCounts counts() const;
  // The last data of an id as JSON; empty where it is unknown.
  std::string data(const std::string& stream, const std::string& id) const;

 private:
  Reply list(const Request& request) const;
  Reply whole_stream(const std::string& stream) const;

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lt::twins
