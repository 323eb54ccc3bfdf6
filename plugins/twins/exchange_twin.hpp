// A partner with lists that are read and inboxes that take records, described by data: most systems of a province are
// one.
#pragma once

#include "twins/rest_manners.hpp"
#include "twins/twin.hpp"
#include "twins/webhook.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lt::twins {

struct ExchangeRow {
  std::string updated_at;  // ISO 8601 in UTC
  std::string json;        // one object that holds it as "updatedAt"
  bool wrong = false;      // no hub should take it
};

struct ExchangeList {
  std::string path;  // "/api/samples": GET, paged; ?updatedSince takes what changed at or after it
  // All rows at the end of a day (0 is the first), oldest change first.
  std::function<std::vector<ExchangeRow>(int day)> rows;
};

struct ExchangeInbox {
  // "/api/orders": POST {"items":[{"id", "idempotencyKey", "operation", "data"}]} → {"results":[{"id", "status":
  // "ok"|"duplicate"|"rejected", "remoteId"?, "code"?, "error"?}]}; or PUT of a whole list: {"items":[…]} → 200, which
  // GET gives back.
  std::string path;
  std::vector<std::string> required;  // of data
  bool whole = false;
  // What becomes of a record that was taken: a row of the list at `echo_path`; none where empty.
  std::string echo_path = {};
  std::function<ExchangeRow(const std::string& id, const std::string& data, std::uint64_t sequence, int day)> echo = {};
  std::string list = "items";  // the body's member that holds a whole list
  // Why a whole list is refused (422); nothing where it is good. Any is where there is no judge.
  std::function<std::string(const boost::json::object& body)> judge = {};
};

// A partner that also calls the hub with the rows of its lists; the stream of "/v1/events" is "events".
struct ExchangeWebhook {
  std::string secret;
  std::string list;  // the member of the body that holds the rows
};

struct ExchangeService {
  std::string name;    // of the twin
  std::string title;   // for people, in Vietnamese
  std::string way;     // none, basic, bearer, apikey, query, oauth
  std::string paging;  // page, offset, cursor, next, all
  std::vector<ExchangeList> lists;
  std::vector<ExchangeInbox> inboxes = {};
  std::optional<ExchangeWebhook> webhook = {};
};

// POST /twin/advance: the next day begins; POST /twin/reset: the first day, inboxes empty; GET /twin/truth: rows, wrong
// rows of each list; GET /twin/records?path&id: what an inbox holds of one record, GET /twin/records/api/lists/6: all
// of it, id to data; POST /twin/webhook (WebhookOrder) where the service calls. /oauth/token gives tokens.
class ExchangeTwin : public Twin {
 public:
  ExchangeTwin(ExchangeService service, std::uint64_t seed, RestCredentials credentials = {});
  ~ExchangeTwin() override;

  Reply handle(const Request& request) override;
  std::string state() const override;
  std::string page() const override;
  Reply command(const Request& request) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lt::twins
