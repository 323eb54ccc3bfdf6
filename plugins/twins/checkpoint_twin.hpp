// The scanning software of the checkpoints (connectors/checkpoint/README.md is its contract): calls the hub with scans
// as they are made and in offline files, asks it whether a pass holds, and serves what it has by pages.
#pragma once

#include "twins/twin.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace lt::twins {

struct CheckpointOptions {
  std::uint64_t seed = 38;
  std::uint64_t people = 4'000;  // of the world
  std::string token = "twin-rest-token";
  std::string webhook_secret = "twin-secret";
};

// GET /api/v1/scans?page&size&receivedFrom with Authorization: Bearer …, pages from 0 → {"page", "total", "totalPages",
// "scans"}. POST /twin/webhook (WebhookOrder, stream "scans"); POST /twin/ask {"url", "codes": […]} → {"answers": […]},
// each {"status", "answer"}, in order; POST /twin/advance (the next day), /twin/reset; GET /twin/truth.
class CheckpointTwin : public Twin {
 public:
  explicit CheckpointTwin(CheckpointOptions options);
  ~CheckpointTwin() override;

  Reply handle(const Request& request) override;
  std::string state() const override;
  std::string page() const override;
  Reply command(const Request& request) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lt::twins
