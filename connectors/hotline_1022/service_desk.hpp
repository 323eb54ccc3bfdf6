// The hub as a server of GeoReport v2, for apps.
#pragma once

#include "open311.hpp"

#include <lienthong/sdk.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace hotline_1022 {

// The `serve` part of the settings.
class ServiceDesk {
 public:
  explicit ServiceDesk(const lt::sdk::Settings& settings);

  void receive(const lt::sdk::Receiver& receiver, const lt::sdk::Incoming& request);

 private:
  struct Reply {
    int status;
    Document document;
  };

  Reply answer(const lt::sdk::Receiver& receiver, const lt::sdk::Incoming& request, const std::string& path);
  Reply take(const lt::sdk::Receiver& receiver, const lt::sdk::Incoming& request);
  lt::sdk::json::array services() const;
  lt::sdk::Settings service(std::string_view code) const;
  lt::sdk::json::array list(const lt::sdk::Receiver& receiver, const lt::sdk::Incoming& request) const;
  lt::sdk::json::array one(const lt::sdk::Receiver& receiver, std::string_view number) const;
  // Throws Refusal 403 unless `given` is the key.
  void require_key(const lt::sdk::Receiver& receiver, std::string_view given) const;
  void require_jurisdiction(std::string_view given) const;

  lt::sdk::Settings settings_;
  std::string answers_;
  std::int64_t taken_ = 0;  // tells reports of one millisecond apart
};

}  // namespace hotline_1022
