// A REST system from settings alone: the connector `rest`, and what connectors with a preset derive from.
#pragma once

#include <lienthong/rest/reading.hpp>
#include <lienthong/rest/receiving.hpp>
#include <lienthong/rest/signed_request.hpp>
#include <lienthong/rest/writing.hpp>
#include <lienthong/sdk/connector.hpp>

#include <map>
#include <memory>
#include <string>

namespace lt::rest {

// The settings are those of connectors/rest/settings.schema.json; its README explains them.
class System : public sdk::Connector {
 public:
  explicit System(const sdk::Settings& settings);

  void check(sdk::Host& host) override;
  std::vector<sdk::Stream> streams(sdk::Host& host) override;
  void read(sdk::Reader& reader, std::string_view stream, std::string_view state) override;
  void write(sdk::Writer& writer, std::string_view stream, std::span<const sdk::Record> records) override;

 protected:
  // What receive() does, for a connector whose system calls the hub as the settings `webhook` and `receive` say.
  void take(const sdk::Receiver& receiver, const sdk::Incoming& request) const;

 private:
  struct Flow {
    std::string title;
    std::vector<std::string> key;
    std::optional<ReadPlan> in;
    std::optional<WritePlan> out;
    std::optional<ReceivePlan> sent;
  };

  const Flow& flow(std::string_view name) const;

  static Flow flow_of(const sdk::Settings& settings);

  Endpoint endpoint_;
  std::optional<SignedRequest> signed_request_;
  std::optional<std::string> check_path_;
  std::map<std::string, Flow, std::less<>> flows_;
};

}  // namespace lt::rest
