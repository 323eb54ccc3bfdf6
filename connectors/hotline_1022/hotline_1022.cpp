// The 1022 hotline by Open311 GeoReport v2: reports both ways, questions and answers both ways, and the hub as a server
// of the convention.
#include "reports.hpp"
#include "service_desk.hpp"

#include <lienthong/rest/preset.hpp>
#include <lienthong/rest/system.hpp>
#include <lienthong/sdk.hpp>

#include <optional>

namespace {

using namespace lt::sdk;

constexpr std::string_view reports_stream = "reports";
constexpr std::string_view questions_stream = "questions";
constexpr std::string_view requests_stream = "requests";

// `questions` as the settings of a REST system with one stream.
Settings bank_of(const Settings& settings) {
  const Settings questions = settings.object("questions");
  const std::string path = questions.text("path");
  json::object stream =
      lt::rest::paged_list(questions.values(), lt::rest::list_of_changes({{"size", 500}, {"updated_format", "iso"}}));
  stream["write"] = {{"path", path},
                     {"update", {{"method", "PUT"}, {"path", path + "/{remote_id}"}}},
                     {"erase", {{"method", "DELETE"}, {"path", path + "/{remote_id}"}}},
                     {"idempotency_header", "Idempotency-Key"},
                     {"remote_id", questions.text_or("remote_id", "/id")}};
  json::object auth{{"type", "none"}};
  if (questions.has("token")) auth = {{"type", "bearer"}, {"token", questions.text("token")}};
  return Settings({{"url", questions.text_or("url", settings.text("url"))},
                   {"auth", std::move(auth)},
                   {"streams", {{questions_stream, std::move(stream)}}}});
}

class Hotline : public Connector {
 public:
  explicit Hotline(const Settings& settings) : reports_(settings) {
    if (settings.has("questions")) questions_.emplace(bank_of(settings));
    if (settings.has("serve")) desk_.emplace(settings.object("serve"));
  }

  void check(Host& host) override {
    reports_.check(host);
    if (questions_) questions_->check(host);
  }

  std::vector<Stream> streams(Host& host) override {
    const std::vector<std::string> key{"/service_request_id"};
    std::vector<Stream> list{{std::string(reports_stream), Direction::both, key, "", nullptr}};
    if (desk_) list.push_back({std::string(requests_stream), Direction::in, key, "", nullptr});
    if (questions_) list.push_back(questions_->streams(host).front());
    return list;
  }

  void read(Reader& reader, std::string_view stream, std::string_view state) override {
    if (stream == reports_stream) return reports_.read(reader, state);
    if (stream == requests_stream) throw unsupported("'requests' is what apps send to the hub; it is not read");
    questions(stream).read(reader, stream, state);
  }

  void write(Writer& writer, std::string_view stream, std::span<const Record> records) override {
    if (stream == reports_stream) return reports_.write(writer, records);
    questions(stream).write(writer, stream, records);
  }

  void receive(Receiver& receiver, const Incoming& request) override {
    if (!desk_ || request.stream != requests_stream)
      throw unsupported("the hub takes reports at 'requests', where the settings have 'serve'");
    desk_->receive(receiver, request);
  }

 private:
  lt::rest::System& questions(std::string_view stream) {
    if (!questions_ || stream != questions_stream)
      throw misconfigured("the settings of this system have no stream '" + std::string(stream) + "'");
    return *questions_;
  }

  hotline_1022::Reports reports_;
  std::optional<lt::rest::System> questions_;
  std::optional<hotline_1022::ServiceDesk> desk_;
};

}  // namespace

LT_CONNECTOR(
    Hotline, .version = "0.1.0", .vendor = "Liên Thông",
    .summary = "Reports, questions and answers of a 1022 hotline by Open311 GeoReport v2, as client and as server.");
