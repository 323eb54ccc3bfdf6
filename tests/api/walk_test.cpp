// Every text that a request may carry, on every line of the table, as those write it who mean harm.
#include "examples.hpp"
#include "store/connection.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <set>

using namespace lt;
using namespace lt::app::test;
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

constexpr const char* mark = "@@";  // stands where the harm goes, while a request is put together

struct Asking {
  const api::Endpoint* endpoint;
  std::string target;  // either of both with a mark in it
  std::string body;
};

std::string encoded(std::string_view text) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string all;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    all += '%';
    all += digits[byte >> 4U];
    all += digits[byte & 15U];
  }
  return all;
}

std::string with(std::string text, std::string_view harm) {
  const std::size_t at = text.find(mark);
  return at == std::string::npos ? text : text.replace(at, 2, harm);
}

// The path with a mark in place of each of its parameters in turn.
std::vector<std::string> marked_paths(const std::string& pattern, const std::string& target) {
  const std::size_t end = target.find('?');
  std::vector<std::string> marked;
  std::size_t in_pattern = 0;
  for (std::size_t at = 0; at < std::min(end, target.size()); ++in_pattern) {
    if (pattern[in_pattern] != '{') {
      ++at;
      continue;
    }
    const std::size_t stop = std::min({target.find('/', at), end, target.size()});
    marked.push_back(target.substr(0, at) + mark + target.substr(stop));
    at = stop;
    in_pattern = pattern.find('}', in_pattern);
  }
  return marked;
}

std::string marked_query(const std::string& target, const std::string& name) {
  const std::size_t query = target.find('?');
  const std::size_t given = query == std::string::npos ? query : target.find(name + "=", query);
  if (given == std::string::npos)
    return std::string(target).append(query == std::string::npos ? "?" : "&").append(name).append("=").append(mark);
  const std::size_t begin = given + name.size() + 1;
  const std::size_t end = std::min(target.find('&', begin), target.size());
  return target.substr(0, begin) + mark + target.substr(end);
}

// Each text in it in turn, however deep.
void mark_texts(json::value& part, const std::function<void()>& marked) {
  if (part.is_string()) {
    const json::value before = part;
    part = mark;
    marked();
    part = before;
  } else if (auto* object = part.if_object()) {
    for (auto& member : *object) mark_texts(member.value(), marked);
  } else if (auto* list = part.if_array()) {
    for (auto& each : *list) mark_texts(each, marked);
  }
}

std::vector<Asking> askings(World& world) {
  std::vector<Asking> all;
  const auto& endpoints = world.service().table().endpoints;
  std::vector<Example> written = examples(world);
  for (const auto& endpoint : endpoints)
    if (endpoint.sends_on) written.push_back({endpoint.operation.c_str(), endpoint.path});
  for (const Example& example : written) {
    const auto found = std::ranges::find(endpoints, example.operation, &api::Endpoint::operation);
    REQUIRE(found != endpoints.end());
    for (auto& path : marked_paths(found->path, example.target))
      all.push_back({&*found, std::move(path), example.body});
    for (const auto& parameter : found->query)
      all.push_back({&*found, marked_query(example.target, parameter.name), example.body});
    if (example.body.empty()) continue;
    json::value body = json::parse(example.body);
    mark_texts(body, [&] { all.push_back({&*found, example.target, json::serialize(body)}); });
  }
  return all;
}

// One who may do everything, in one session.
class Walker {
 public:
  explicit Walker(World& world) : world_(world) {
    const auto entered = world.access().sign_in({.user = "boss", .password = password, .address = "127.0.0.1"});
    headers_ = {{"Cookie", "lienthong=" + entered.token}, {"X-CSRF-Token", access::csrf_token_of(entered.token)}};
  }

  Reply ask(const std::string& method, const std::string& target, const std::string& body) {
    Reply reply = world_.ask(method, target, {.headers = headers_}, body);
    if (reply.stream) reply.stream->end();
    if (reply.status == 202) world_.jobs().wait(reply.body.at("id").as_int64());
    return reply;
  }
  // `in_json`: how the harm is written between quotes.
  Reply ask(const Asking& asking, std::string_view harm, std::string_view in_json) {
    return ask(asking.endpoint->method, with(asking.target, encoded(harm)), with(asking.body, in_json));
  }

 private:
  World& world_;
  std::vector<api::HttpHeader> headers_;
};

std::set<std::string> tables_of(const fs::path& file) {
  const auto connection = store::connect_sqlite({.path = file, .read_only = true});
  const auto tables = connection->tables();
  return {tables.begin(), tables.end()};
}

std::size_t items_of(const Reply& reply) {
  const auto* object = reply.body.if_object();
  const auto* items = object == nullptr ? nullptr : object->if_contains("items");
  return items == nullptr ? 0 : items->as_array().size();
}

std::set<std::string> files_around(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder.parent_path()))
    if (entry.path().filename().string().find("lt_harm") != std::string::npos) names.insert(entry.path().string());
  return names;
}

}  // namespace

TEST_CASE("SQL in any text of any request is a text: no table is lost, no answer is another, nothing hidden is told") {
  World world;
  Walker walker(world);
  const fs::path stores[] = {world.folder() / "hub.db", world.folder() / "access.db"};
  const std::set<std::string> before[] = {tables_of(stores[0]), tables_of(stores[1])};
  const auto all = askings(world);
  CHECK(all.size() > world.service().table().endpoints.size());
  for (const Asking& asking : all) {
    INFO(asking.endpoint->operation << ' ' << asking.target << ' ' << asking.body);
    std::vector<Reply> replies;
    for (const char* harm : {"x' OR '1'='1", "x' AND '1'='2", "1 OR 1=1", "'); DROP TABLE run; DROP TABLE user; --",
                             "x' UNION SELECT password FROM user --", "\\'; ATTACH DATABASE 'lt_harm' AS a; --"}) {
      const std::string quoted = json::serialize(json::string(harm));
      replies.push_back(walker.ask(asking, harm, quoted.substr(1, quoted.size() - 2)));
      const Reply& reply = replies.back();
      INFO(harm << " → " << reply.status << ' ' << reply.bytes.substr(0, 500));
      CHECK(reply.status < 500);
      for (const char* hidden : {"argon2", "sqlite", "\": syntax error", "unrecognized token", "no such column"})
        CHECK(reply.bytes.find(hidden) == std::string::npos);
    }
    if (asking.endpoint->method != "GET") continue;
    CHECK(replies[0].status == replies[1].status);
    CHECK(items_of(replies[0]) == items_of(replies[1]));
  }
  for (int i = 0; i < 2; ++i) CHECK(tables_of(stores[i]) == before[i]);
  CHECK(world.access().users().list().size() == users.size());
  CHECK_FALSE(world.access().audit().verify().fault);
  CHECK(world.store().reader().check().problems.empty());
  for (const auto& header : {api::HttpHeader{"Cookie", "lienthong=x' OR '1'='1"},
                             {"Authorization", "Bearer x' OR '1'='1"},
                             {"Authorization", "Bearer ' UNION SELECT 'boss','administrator','',0,0,'look' --"}})
    CHECK(world.ask("GET", "/api/v1/session", {.headers = {header}}).status == 401);
}

TEST_CASE("bytes that are no UTF-8 are refused wherever a request may carry a text") {
  World world;
  Walker walker(world);
  for (const Asking& asking : askings(world)) {
    INFO(asking.endpoint->operation << ' ' << asking.target << ' ' << asking.body);
    for (const std::string harm : {"\xff\xfe", "\xc0\xaf", "\xed\xa0\x80", "\xe1\xba", "\xf5\x80\x80\x80"}) {
      const Reply reply = walker.ask(asking, harm, harm);
      INFO(reply.bytes.substr(0, 500));
      CHECK(reply.status == 400);
    }
    CHECK(walker.ask(asking, std::string(1, '\0'), "\\u0000").status == 400);
    CHECK(walker.ask(asking, "\x1b", "\\ud800").status == 400);
  }
}

TEST_CASE("a text that climbs out of a folder reads and writes nothing there") {
  World world;
  Walker walker(world);
  const auto before = files_around(world.folder());
  for (const Asking& asking : askings(world)) {
    INFO(asking.endpoint->operation << ' ' << asking.target << ' ' << asking.body);
    for (const std::string harm : {"../../../../../../../../etc/passwd", "../../lt_harm.yaml", "..\\..\\lt_harm",
                                   "/etc/passwd", "flows/../../../lt_harm.yaml", "....//....//lt_harm"}) {
      const std::string quoted = json::serialize(json::string(harm));
      const Reply reply = walker.ask(asking, harm, quoted.substr(1, quoted.size() - 2));
      INFO(harm << " → " << reply.status << ' ' << reply.bytes.substr(0, 500));
      CHECK(reply.status < 500);
      CHECK(reply.bytes.find("root:") == std::string::npos);
    }
  }
  CHECK(files_around(world.folder()) == before);
}

TEST_CASE("a text of a hundred thousand characters anywhere is answered, and a body of a million brackets is refused") {
  World world;
  Walker walker(world);
  const std::string harm(100'000, 'a');
  for (const Asking& asking : askings(world)) {
    INFO(asking.endpoint->operation << ' ' << asking.target.substr(0, 200) << ' ' << asking.body.substr(0, 200));
    CHECK(walker.ask(asking, harm, harm).status < 500);
  }
  for (const auto& endpoint : world.service().table().endpoints) {
    if (endpoint.takes.empty()) continue;
    INFO(endpoint.operation);
    CHECK(walker.ask(endpoint.method, endpoint.path, std::string(1'000'000, '[')).status == 400);
  }
}

TEST_CASE("no write of the table is done for a page of another site, or for one that has not the session's token") {
  World world;
  const auto all = examples(world);
  const auto& endpoints = world.service().table().endpoints;
  int writes = 0;
  for (const Example& example : all) {
    const auto endpoint = std::ranges::find(endpoints, example.operation, &api::Endpoint::operation);
    if (endpoint->method == "GET") continue;
    ++writes;
    INFO(example.operation);
    const auto refused = [&](With with_what) {
      with_what.headers.insert(with_what.headers.end(), example.headers.begin(), example.headers.end());
      const Reply reply = world.ask(endpoint->method, example.target, with_what, example.body);
      CHECK(reply.status == 403);
      CHECK(reply.bytes.find("urn:lienthong:problem:forged") != std::string::npos);
    };
    refused({.user = "boss", .headers = {{"Sec-Fetch-Site", "cross-site"}}});
    if (endpoint->operation == "signIn") continue;  // there is no session yet
    refused({.user = "boss", .csrf = false});
    refused({.user = "boss", .headers = {{"X-CSRF-Token", std::string(64, '0')}}, .csrf = false});
  }
  CHECK(writes > 30);
  for (const auto& line : world.access().audit().lines({.limit = 1'000}))
    CHECK((line.act == "sign_in" || line.act == "report_make"));  // the world's own report
}
