// One line of the table from which the router, the check of rights and the OpenAPI document come.
#pragma once

#include "access/roles.hpp"
#include "api/address.hpp"
#include "api/language.hpp"
#include "api/message.hpp"
#include "api/schema.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace lt::api {

struct Parameter {
  std::string name;
  std::string type;  // integer, string, or words divided by |
  std::string note;
  bool required = false;
};

// A request that has passed every check, as a handler sees it.
struct Call {
  const Request& request;
  const access::Identity& who;
  std::string_view session_token;  // of the request's cookie; empty where it has none
  Language language;
  Values path;
  Values query;
  boost::json::object body;
  const std::stop_token& stop;

  // Of the path or the query; empty where it was not given.
  const std::string& text(std::string_view name) const;
  // Throws Refusal where it is given and no whole number of at least 0.
  std::optional<std::int64_t> integer(std::string_view name) const;
};

struct Outcome {
  boost::json::value body = {};  // null: nothing, 204
  std::vector<HttpHeader> headers = {};
  std::string media = {};  // of `bytes` or `stream`, which take the body's place; empty: neither
  std::string bytes = {};
  std::shared_ptr<Stream> stream = {};
};

struct Endpoint {
  std::string method;
  std::string path;  // "/api/v1/runs/{id}"
  access::Right right = access::Right::look;
  std::string operation;  // "listRuns"
  std::string tag;
  std::string summary;
  std::vector<Parameter> query = {};
  std::string takes = {};               // schema of the body; empty: none
  std::string answers = {};             // schema; with [] behind it a page of a list; empty: nothing
  std::vector<std::string> media = {};  // of what is answered as it is instead of a schema: "text/event-stream"
  int status = 200;                     // of what is answered; 202: it has only begun
  bool sends_on = false;  // answers 302 to where its handler says, and passes over parameters that are not `query`
  std::function<Outcome(const Call&)> handler;
};

struct Table {
  std::vector<Endpoint> endpoints;
  std::vector<Schema> schemas;
};

// A page of a list: how many, and where the one before ended.
struct PageAsked {
  int limit = 50;
  std::string after;  // as the handler gave it for next; empty: from the beginning

  // `after` as a number; `beginning` where it holds none.
  std::int64_t number(std::int64_t beginning = 0) const;
};

inline constexpr int most_of_a_page = 200;
std::vector<Parameter> page_parameters();
// Throws Refusal where limit or cursor is none.
PageAsked page_asked(const Call& call);
// `next`: where the following page begins, empty: there is none. Clients get it in a form that they cannot read.
Outcome page_of(boost::json::array items, const std::string& next = {});
// The same from rows of which the page's limit and one more were asked for: where there is that one, a page follows
// behind the last row shown, whose `place` is its id unless another is told.
template <class Rows, class ToJson, class Place>
Outcome page_of(const Rows& rows, const PageAsked& page, const ToJson& to_json, const Place& place) {
  boost::json::array items;
  std::string last;
  for (const auto& row : rows) {
    if (static_cast<int>(items.size()) == page.limit) return page_of(std::move(items), last);
    items.push_back(to_json(row));
    last = place(row);
  }
  return page_of(std::move(items));
}
template <class Rows, class ToJson>
Outcome page_of(const Rows& rows, const PageAsked& page, const ToJson& to_json) {
  return page_of(rows, page, to_json, [](const auto& row) { return std::to_string(row.id); });
}

}  // namespace lt::api
