// An ordinary REST system for the `rest` connector: each way of proving who one is, each way of paging, batch and
// single writes.
#pragma once

#include "twins/twin.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace lt::twins {

struct RestOptions {
  std::uint64_t seed = 38;
  std::uint64_t rows = 1'000;                                // stock of vaccines at facilities
  std::string user = "lienthong", password = "twin-secret";  // basic; client id and secret of oauth
  std::string token = "twin-rest-token";                     // bearer
  std::string api_key = "twin-rest-key";                     // apikey (X-API-Key) and query (?api_key=)
};

// GET /{auth}/{paging}/items, auth: none, basic, bearer, apikey, query, oauth; paging: page, offset, cursor, next, all;
// each takes updatedSince (ISO 8601, the rows changed at or after it). POST /{auth}/items/batch; GET, PUT, DELETE
// /{auth}/items/{id}.
class RestTwin : public Twin {
 public:
  explicit RestTwin(const RestOptions& options);
  ~RestTwin() override;

  Reply handle(const Request& request) override;
  std::string state() const override;
  std::string page() const override;
  Reply command(const Request& request) override;  // POST advance: 1 % of the rows change; POST reset

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lt::twins
