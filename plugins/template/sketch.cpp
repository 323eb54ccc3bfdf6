// Reads and writes the people of a paged JSON API with a bearer token.
#include <lienthong/sdk.hpp>

namespace {

using namespace lt::sdk;

class Sketch : public Connector {
 public:
  explicit Sketch(const Settings& settings)
      : settings_(settings), url_(settings.text("url")), page_size_(settings.integer_or("page_size", 500)) {}

  void check(Host& host) override { host.fetch(people(host, 1, "")); }

  std::vector<Stream> streams(Host&) override { return {{"people", Direction::both, {"/id"}, "People", nullptr}}; }

  // The state is the time of the newest record that was read, as the system writes it.
  void read(Reader& reader, std::string_view, std::string_view state) override {
    std::string newest(state);
    std::string cursor;
    do {
      Request request = people(reader, page_size_, state);
      if (!cursor.empty()) request.query("cursor", cursor);
      const Response response = reader.fetch(request);
      reader.page(response.body(), "/items", {"/id"});
      const json::value answer = response.json();
      cursor = text_at(answer, "/next");
      newest = std::max(newest, text_at(answer, "/newest"));
    } while (!cursor.empty());
    reader.checkpoint(newest);
  }

  void write(Writer& writer, std::string_view, std::span<const Record> records) override {
    for (const Record& record : records) {
      const std::string address = url_ + "/people/" + percent_encode(record.key);
      Request request = record.erase ? Request::erase(address) : Request::put(address);
      if (!record.erase) request.json(std::string(record.json));
      authorize(writer, request).header("Idempotency-Key", record.idempotency_key);
      const Response response = writer.send(request);
      writer.settle(record, request, response, record.key);
    }
  }

 private:
  Request people(const Host& host, std::int64_t limit, std::string_view since) const {
    Request request = Request::get(url_ + "/people");
    request.query("limit", std::to_string(limit));
    if (!since.empty()) request.query("since", since);
    return authorize(host, request);
  }
  Request& authorize(const Host& host, Request& request) const {
    return request.bearer(host.secret(settings_, "token"));
  }
  static std::string text_at(const json::value& document, std::string_view pointer) {
    const json::value* value = at_pointer(document, pointer);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
  }

  Settings settings_;
  std::string url_;
  std::int64_t page_size_;
};

}  // namespace

LT_CONNECTOR(Sketch, .version = "0.1.0", .vendor = "Your name", .summary = "People of a paged JSON API.");
