// Writes resources as transaction or batch Bundles, with a result for each.
#pragma once

#include "resource.hpp"

#include <lienthong/rest/endpoint.hpp>

#include <cstddef>
#include <span>
#include <string>

namespace lt::fhir {

struct WriteSettings {
  explicit WriteSettings(const sdk::Settings& settings);

  std::string bundle;  // transaction or batch
  std::size_t batch;
  bool update_matched;  // a resource that the server had before we knew its id is written over
  bool deletes;
  std::string identifier_system;  // of identifiers that we give; empty: none
};

// One write to one stream; each record is settled when run() returns. A Bundle that is refused for its content is
// halved until the resource that is wrong stands alone. Throws Failure for what stops the whole call.
class Transaction {
 public:
  Transaction(rest::Endpoint& endpoint, const WriteSettings& settings, const Naming& naming, const sdk::Writer& writer,
              std::string type);

  void run(std::span<const sdk::Record> records);

 private:
  struct Entry;
  struct Answer;

  // The entry of a record; settles it and gives false where nothing is to be sent.
  bool prepare(const sdk::Record& record, Entry& entry) const;
  void send(std::span<const Entry> entries);
  void refuse(std::span<const Entry> entries, const sdk::Request& request, const sdk::Response& response,
              const Answer& answer);
  void settle(std::span<const Entry> entries, const sdk::json::array& answers);
  void settle_one(const Entry& entry, const sdk::json::object& answer, std::vector<Entry>& matched) const;

  rest::Endpoint& endpoint_;
  const WriteSettings& settings_;
  const Naming& naming_;
  const sdk::Writer& writer_;
  std::string type_;
};

}  // namespace lt::fhir
