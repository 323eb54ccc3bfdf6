// Checkpoints: scans come in as they happen, late or twice; whether a pass holds is answered out of the hub's store.
#include "scans.hpp"
#include "verdict.hpp"

#include <lienthong/rest/preset.hpp>
#include <lienthong/rest/signed_request.hpp>
#include <lienthong/rest/system.hpp>
#include <lienthong/sdk.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace {

using namespace lt::sdk;

constexpr std::string_view scans = "scans";
constexpr std::size_t longest_code = 4296;  // what the largest QR code holds

std::vector<std::string> key_of(const Settings& settings) {
  std::vector<std::string> key;
  for (const auto& pointer : settings.list("key")) key.emplace_back(pointer.as_string());
  if (key.empty()) key = {"/device", "/sequence"};
  return key;
}

// The pages of scans on the checkpoints' server.
json::object usual_list(const std::vector<std::string>& key) {
  return {{"path", "/api/v1/scans"},
          {"key", json::value_from(key)},
          {"records", "/scans"},
          {"page_parameter", "page"},
          {"first_page", 0},
          {"size_parameter", "size"},
          {"size", 1000},
          {"total", "/total"},
          {"pages", "/totalPages"},
          {"page", "/page"},
          {"updated_parameter", "receivedFrom"},
          {"updated_at", "/receivedAt"},
          {"updated_format", "epoch_ms"}};
}

// The server's settings as those of any REST system.
Settings as_rest(const Settings& server, const std::vector<std::string>& key) {
  json::object auth{{"type", "none"}};
  if (server.has("token")) auth = {{"type", "bearer"}, {"token", server.text("token")}};
  json::object list = server.values();
  for (const char* member : {"url", "token"}) list.erase(member);
  return Settings(json::object{{"url", server.text("url")},
                               {"auth", std::move(auth)},
                               {"streams", {{scans, lt::rest::paged_list(list, usual_list(key))}}}});
}

class Checkpoint : public Connector {
 public:
  explicit Checkpoint(const Settings& settings)
      : signed_request_(settings.object("webhook")),
        key_(key_of(settings)),
        scans_(settings.object("webhook").text_or("records", "/scans"), key_) {
    if (settings.has("server")) server_.emplace(as_rest(settings.object("server"), key_));
  }

  void check(Host& host) override {
    signed_request_.secret(host);
    if (server_) server_->check(host);
  }

  std::vector<Stream> streams(Host&) override {
    return {{std::string(scans), Direction::in, key_, "Scans at checkpoints", nullptr}};
  }

  void read(Reader& reader, std::string_view stream, std::string_view state) override {
    if (!server_) throw misconfigured("the settings name no 'server' to read from; these checkpoints only send");
    server_->read(reader, stream, state);
  }

  void receive(Receiver& receiver, const Incoming& request) override {
    signed_request_.require(receiver, request);
    const auto refuse = [&](int status, const char* why) {
      receiver.reply(status, json::serialize(json::object{{"error", why}}));
    };
    if (request.stream != scans) throw unsupported("checkpoints send 'scans' and nothing else");
    if (request.method != "POST") return refuse(405, "this address takes POST");
    const std::string rest = request.rest();
    if (rest.empty()) return scans_.take(receiver, request);
    const Question* question = asked_at(rest);
    if (!question) return refuse(404, "the addresses are …/scans, …/scans/verify and …/scans/read");
    boost::system::error_code error;
    const auto code = code_in(json::parse(request.body, error));
    if (!code) return refuse(400, R"(the body is {"code": "…"}: the text of the QR code, or what stands below it)");
    receiver.reply(200, json::serialize(question->answer(receiver, *code)));
  }

  json::value call(Host& host, std::string_view operation, const json::value& input) override {
    const auto question = std::ranges::find(questions, operation, &Question::operation);
    if (question == questions.end()) {
      throw unsupported("checkpoints answer 'verify_pass' and 'read_code', not '" + std::string(operation) + "'");
    }
    const auto code = code_in(input);
    if (!code) {
      throw failed(std::string(operation) +
                   R"( takes {"code": "…"}: the text of the QR code, or what stands below it)");
    }
    return question->answer(host, *code);
  }

 private:
  struct Question {
    std::string_view operation;
    std::string_view address;  // behind that of the scans
    json::value (*answer)(const Host& host, std::string_view code);
  };
  static constexpr std::array questions{
      Question{"verify_pass", "/verify",
               [](const Host& host, std::string_view code) -> json::value { return checkpoint::verdict(host, code); }},
      Question{"read_code", "/read",
               [](const Host& host, std::string_view code) { return checkpoint::reading(host, code); }}};

  static const Question* asked_at(std::string_view address) {
    const auto found = std::ranges::find(questions, address, &Question::address);
    return found == questions.end() ? nullptr : &*found;
  }

  static std::optional<std::string> code_in(const json::value& asked) {
    const json::value* code = at_pointer(asked, "/code");
    if (!code || !code->is_string() || code->get_string().size() > longest_code) return std::nullopt;
    std::string text(code->get_string());
    if (checkpoint::code_of(text).empty()) return std::nullopt;
    return text;
  }

  lt::rest::SignedRequest signed_request_;
  std::vector<std::string> key_;
  checkpoint::Scans scans_;
  std::optional<lt::rest::System> server_;
};

}  // namespace

LT_CONNECTOR(Checkpoint, .version = "0.1.0", .vendor = "Liên Thông",
             .summary = "Takes scans of checkpoints, online and late, and answers whether a pass is valid now.");
