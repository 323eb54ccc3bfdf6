// A REST system from settings alone: the connector `rest`, and what connectors with a preset derive from.
#pragma once

#include <lienthong/rest/reading.hpp>
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

 private:
  struct Flow {
    std::string title;
    std::vector<std::string> key;
    std::optional<ReadPlan> in;
    std::optional<WritePlan> out;
  };

  const Flow& flow(std::string_view name) const;

  Endpoint endpoint_;
  std::optional<std::string> check_path_;
  std::map<std::string, Flow, std::less<>> flows_;
};

}  // namespace lt::rest
