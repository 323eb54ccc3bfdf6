// Citizens' apps such as Smart Thanh Hóa: batches out with a result for each record; what citizens do comes in, sent or
// read.
#include "webhook.hpp"

#include <lienthong/rest/preset.hpp>
#include <lienthong/rest/system.hpp>
#include <lienthong/sdk.hpp>

#include <algorithm>
#include <optional>

namespace {

using namespace lt::sdk;

std::string path_of(std::string path, std::string_view stream) {
  const auto at = path.find("{stream}");
  return at == std::string::npos ? path : path.replace(at, std::string_view("{stream}").size(), stream);
}

json::object auth_of(const Settings& settings) {
  if (settings.has("token") && settings.has("api_key"))
    throw misconfigured("an app takes a 'token' or an 'api_key', not both");
  if (settings.has("token")) return {{"type", "bearer"}, {"token", settings.text("token")}};
  if (settings.has("api_key"))
    return {{"type", "api_key"},
            {"key", settings.text("api_key")},
            {"name", settings.text_or("api_key_header", "X-API-Key")}};
  return {{"type", "none"}};
}

// What every stream's `write` has in common.
json::object batch_of(const Settings& settings) {
  static const json::object usual{{"records", "records"},
                                  {"id", "id"},
                                  {"idempotency_key", "idempotencyKey"},
                                  {"operation", "operation"},
                                  {"data", "data"},
                                  {"upsert", "upsert"},
                                  {"delete", "delete"},
                                  {"results", "/results"},
                                  {"result_id", "/id"},
                                  {"status", "/status"},
                                  {"good", json::array{"ok", "duplicate"}},
                                  {"remote_id", "/remoteId"},
                                  {"code", "/error/code"},
                                  {"message", "/error/message"}};
  json::object write = lt::rest::answered_batch(settings.object("names").values(), usual);
  write["batch"] = settings.integer_or("batch", 500);
  write["results"].as_object()["classes"] = settings.object("classes").values();
  return write;
}

// The app's settings as those of any REST system.
Settings as_rest(const Settings& settings) {
  json::object streams;
  json::array names = settings.list("streams");
  if (names.empty()) names = {"persons", "immunizations"};
  for (const auto& name : names) {
    const std::string stream = lt::rest::text_of(name);
    json::object write = batch_of(settings);
    write["path"] = path_of(settings.text_or("path", "/api/v1/records/{stream}"), stream);
    streams[stream] = {{"key", json::array{"/id"}}, {"write", std::move(write)}};
  }
  const Settings lists = settings.object("lists");
  for (const auto& list : lists.values()) {
    const std::string stream(list.key());
    if (streams.contains(stream)) throw misconfigured("'" + stream + "' is read; it cannot stand among 'streams' too");
    streams[stream] = lt::rest::paged_list(lists.object(stream).values(), lt::rest::list_of_changes());
  }
  return Settings(
      json::object{{"url", settings.text("url")}, {"auth", auth_of(settings)}, {"streams", std::move(streams)}});
}

class CitizenApp : public lt::rest::System {
 public:
  explicit CitizenApp(const Settings& settings) : System(as_rest(settings)) {
    if (settings.has("webhook")) webhook_.emplace(settings.object("webhook"));
  }

  std::vector<Stream> streams(Host& host) override {
    std::vector<Stream> list = System::streams(host);
    if (!webhook_) return list;
    for (const auto& name : webhook_->streams()) {
      const auto known = std::ranges::find(list, name, &Stream::name);
      if (known == list.end()) {
        list.push_back({name, Direction::in, webhook_->key(), "", nullptr});
      } else if (known->direction == Direction::out) {
        throw misconfigured("the app sends '" + name + "'; it cannot stand among 'streams' too");
      }
    }
    return list;
  }

  void receive(Receiver& receiver, const Incoming& request) override {
    if (!webhook_) throw unsupported("the settings of this app have no 'webhook'");
    if (std::ranges::find(webhook_->streams(), request.stream) == webhook_->streams().end())
      throw unsupported("the app does not send '" + std::string(request.stream) + "'; see webhook.streams");
    webhook_->receive(receiver, request);
  }

 private:
  std::optional<citizen_app::Webhook> webhook_;
};

}  // namespace

LT_CONNECTOR(CitizenApp, .version = "0.1.0", .vendor = "Liên Thông",
             .summary = "Pushes records to a citizens' app, reads what citizens do there, and takes what it sends.");
