// The national population database: questions and the vaccination sync over SOAP, health declarations over JSON.
#include "questions.hpp"
#include "vaccinations.hpp"

#include <lienthong/rest/preset.hpp>
#include <lienthong/rest/system.hpp>
#include <lienthong/sdk.hpp>

#include <optional>

namespace {

using namespace lt::sdk;
using lt::population::Service;
using lt::population::VaccinationSync;

// Declarations and passes: a page of records with a count, changed records since a moment.
json::object usual_list(std::string_view path, std::string_view key) {
  return {{"path", path},
          {"key", json::array{key}},
          {"records", "/items"},
          {"page_parameter", "page"},
          {"first_page", 1},
          {"size_parameter", "size"},
          {"size", 500},
          {"total", "/total"},
          {"page", "/page"},
          {"updated_parameter", "updatedSince"},
          {"updated_at", "/updatedAt"},
          {"updated_format", "iso"}};
}

// What we matched and stored goes back in batches, with a result for each record.
json::object confirmations_of(const Settings& given) {
  json::object write{{"path", given.text_or("path", "/api/v1/confirmations")},
                     {"batch", given.integer_or("batch", 500)},
                     {"list", "items"},
                     {"envelope",
                      {{"key", "id"},
                       {"idempotency_key", "idempotencyKey"},
                       {"operation", "operation"},
                       {"data", "data"},
                       {"upsert_word", "upsert"},
                       {"erase_word", "delete"}}},
                     {"results",
                      {{"list", "/results"},
                       {"key", "/id"},
                       {"status", "/status"},
                       {"good", json::array{"ok", "duplicate"}},
                       {"remote_id", "/remoteId"},
                       {"code", "/code"},
                       {"error", "/error"}}}};
  for (const char* part : {"envelope", "results"})
    for (const Settings names = given.object(part); const auto& member : names.values())
      write[part].get_object()[member.key()] = member.value();
  if (given.has("list")) write["list"] = given.text("list");
  if (given.has("classes")) write["results"].get_object()["classes"] = given.object("classes").values();
  return {{"key", json::array{"/declarationId"}}, {"write", std::move(write)}};
}

json::object auth_of(const Settings& health) {
  if (health.has("token") && health.has("api_key"))
    throw misconfigured("the service of declarations takes a 'token' or an 'api_key', not both");
  if (health.has("token")) return {{"type", "bearer"}, {"token", health.text("token")}};
  if (health.has("api_key"))
    return {
        {"type", "api_key"}, {"key", health.text("api_key")}, {"name", health.text_or("api_key_header", "X-API-Key")}};
  return {{"type", "none"}};
}

// The service of health declarations as any REST system.
Settings as_rest(const Settings& health) {
  json::object streams;
  const auto list = [&](const char* name, std::string_view path, std::string_view key) {
    streams[name] = lt::rest::paged_list(health.object(name).values(), usual_list(path, key));
  };
  list("declarations", "/api/v1/declarations", "/id");
  list("passes", "/api/v1/passes", "/code");
  streams["confirmations"] = confirmations_of(health.object("confirmations"));
  return Settings(
      json::object{{"url", health.text("url")}, {"auth", auth_of(health)}, {"streams", std::move(streams)}});
}

class PopulationDatabase : public Connector {
 public:
  explicit PopulationDatabase(const Settings& settings) : service_(settings), sync_(settings.object("vaccinations")) {
    if (settings.has("health")) health_.emplace(as_rest(settings.object("health")));
  }

  void check(Host& host) override {
    sync_.check(service_, host);
    if (health_) health_->check(host);
  }

  std::vector<Stream> streams(Host& host) override {
    std::vector<Stream> list{
        {.name = "vaccinations", .key = {"/SoDinhDanh"}, .title = "Tiêm chủng theo công dân", .schema = nullptr}};
    if (!health_) return list;
    for (auto& stream : health_->streams(host)) list.push_back(std::move(stream));
    return list;
  }

  void read(Reader& reader, std::string_view stream, std::string_view state) override {
    if (stream == "vaccinations") return sync_.read(service_, reader, state);
    health(stream).read(reader, stream, state);
  }

  void write(Writer& writer, std::string_view stream, std::span<const Record> records) override {
    if (stream == "vaccinations") throw unsupported("'vaccinations' is read, not written");
    health(stream).write(writer, stream, records);
  }

  json::value call(Host& host, std::string_view operation, const json::value& question) override {
    if (operation == "look_up_citizen") return lt::population::look_up_citizen(service_, host, question);
    if (operation == "verify_citizen") return lt::population::verify_citizen(service_, host, question);
    throw unsupported("the population database knows look_up_citizen and verify_citizen, not '" +
                      std::string(operation) + "'");
  }

 private:
  lt::rest::System& health(std::string_view stream) {
    if (!health_)
      throw misconfigured("the stream '" + std::string(stream) + "' is of the service of declarations: set 'health'");
    return *health_;
  }

  Service service_;
  VaccinationSync sync_;
  std::optional<lt::rest::System> health_;
};

}  // namespace

LT_CONNECTOR(PopulationDatabase, .version = "0.1.0", .vendor = "Liên Thông",
             .summary = "Citizens, their vaccinations and health declarations of the national population database.");
