// A function for each kind of message: its fields become the arguments of the host's function, its results the answer.
#include "plugin_host/host_requests.hpp"

#include <lienthong/answers.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace lt::plugin_host {
namespace {

using runner::Fields;
using runner::Kind;
using runner::Message;

constexpr std::size_t longest_read = 1u << 20;  // of tcp_read() at once
constexpr int most_questions = 8;               // one within another: each takes of this thread's stack

// A status that says "cancelled" also reaches what the plugin asks cancelled() on another thread.
lt_status heard(Desk& desk, lt_status status) {
  if (status == LT_CANCELLED) desk.stop();
  return status;
}

void answer(Desk& desk, lt_status status) { desk.channel.send(Message(Kind::answer).number(heard(desk, status))); }

void answer(Desk& desk, lt_status status, Message& message) {
  if (status == LT_OK)
    desk.channel.send(message);
  else
    answer(desk, status);
}

Message good() {
  Message message(Kind::answer);
  message.number(LT_OK);
  return message;
}

// Count -1 stands for a list without bytes; the host's function finds that.
template <class Item, class Read>
std::pair<std::vector<Item>, std::size_t> read_list(Fields& fields, Read&& read) {
  const std::int64_t count = fields.number();
  if (count < 0) return {std::vector<Item>(), 1};
  std::vector<Item> items;
  items.reserve(std::min(static_cast<std::size_t>(count), fields.rest().size() / sizeof(std::int64_t)));
  for (std::int64_t i = 0; i < count; ++i) items.push_back(read());
  const std::size_t size = items.size();
  return {std::move(items), size};
}

std::pair<std::vector<lt_header>, std::size_t> read_headers(Fields& fields) {
  return read_list<lt_header>(fields, [&] {
    const lt_bytes name = fields.bytes();
    return lt_header{name, fields.bytes()};
  });
}

template <class Item>
const Item* data_of(const std::pair<std::vector<Item>, std::size_t>& list) {
  return list.first.size() == list.second ? list.first.data() : nullptr;
}

// --- without an answer ---------------------------------------------------------------------------------------------

void log(Desk& desk, Fields& fields) {
  const auto level = static_cast<lt_log_level>(fields.number());
  desk.host->log(desk.host, level, fields.bytes());
}

void explain(Desk& desk, Fields& fields) {
  const lt_bytes message = fields.bytes();
  desk.host->explain(desk.host, message, fields.number());
}

void emit(Desk& desk, Fields& fields) {
  const lt_bytes record = fields.bytes();
  heard(desk, desk.host->emit(desk.host, record, fields.bytes()));
}

void reject_record(Desk& desk, Fields& fields) {
  const lt_bytes record = fields.bytes();
  const auto reject_class = static_cast<lt_reject_class>(fields.number());
  heard(desk, desk.host->reject_record(desk.host, record, reject_class, fields.bytes()));
}

void accept(Desk& desk, Fields& fields) {
  const auto index = static_cast<std::size_t>(fields.number());
  heard(desk, desk.host->accept(desk.host, index, fields.bytes()));
}

void reject(Desk& desk, Fields& fields) {
  const auto index = static_cast<std::size_t>(fields.number());
  const auto reject_class = static_cast<lt_reject_class>(fields.number());
  const lt_bytes reason = fields.bytes();
  heard(desk, desk.host->reject(desk.host, index, reject_class, reason, fields.number()));
}

void progress(Desk& desk, Fields& fields) {
  const std::int64_t done = fields.number();
  desk.host->progress(desk.host, done, fields.number());
}

void tcp_close(Desk& desk, Fields& fields) {
  const std::int64_t connection = fields.number();
  desk.connections.erase(connection);
  desk.host->tcp_close(desk.host, connection);
}

// --- with an answer ------------------------------------------------------------------------------------------------

void now(Desk& desk, Fields&) { desk.channel.send(good().number(desk.host->now(desk.host))); }

void sleep(Desk& desk, Fields& fields) { answer(desk, desk.host->sleep(desk.host, fields.number())); }

void secret(Desk& desk, Fields& fields) {
  const bool has_place = fields.number() != 0;
  lt_bytes value{};
  const lt_status status = desk.host->secret(desk.host, fields.bytes(), has_place ? &value : nullptr);
  Message message = good();
  answer(desk, status, message.bytes(value));
}

void http(Desk& desk, Fields& fields) {
  if (fields.number() == 0) return answer(desk, desk.host->http(desk.host, nullptr, nullptr));
  lt_http_request request{};
  request.size = sizeof(request);
  request.method = fields.bytes();
  request.url = fields.bytes();
  request.body = fields.bytes();
  request.timeout_ms = fields.number();
  request.max_body_bytes = fields.number();
  request.keep_redirects = static_cast<std::int32_t>(fields.number());
  const auto headers = read_headers(fields);
  request.headers = data_of(headers);
  request.header_count = headers.second;
  lt_http_response response{};
  response.size = sizeof(response);
  const lt_status status = desk.host->http(desk.host, &request, &response);
  if (status != LT_OK) return answer(desk, status);
  Message message = good();
  message.number(response.status).number(response.retry_after_ms);
  message.number(static_cast<std::int64_t>(response.header_count));
  for (std::size_t i = 0; i < response.header_count; ++i) {
    message.bytes(response.headers[i].name).bytes(response.headers[i].value);
  }
  desk.channel.send(message.bytes(response.body));
}

void tcp_connect(Desk& desk, Fields& fields) {
  std::int64_t connection = 0;
  if (fields.number() == 0) return answer(desk, desk.host->tcp_connect(desk.host, nullptr, &connection));
  lt_tcp_target target{};
  target.size = sizeof(target);
  target.host = fields.bytes();
  target.port = static_cast<std::int32_t>(fields.number());
  target.tls = static_cast<std::int32_t>(fields.number());
  target.timeout_ms = fields.number();
  const lt_status status = desk.host->tcp_connect(desk.host, &target, &connection);
  if (status == LT_OK) desk.connections.insert(connection);
  Message message = good();
  answer(desk, status, message.number(connection));
}

void tcp_read(Desk& desk, Fields& fields) {
  const bool has_place = fields.number() != 0;
  const std::int64_t connection = fields.number();
  const auto wanted = std::min(static_cast<std::size_t>(fields.number()), longest_read);
  const std::int64_t timeout = fields.number();
  std::string buffer(wanted, '\0');
  std::size_t got = 0;
  const lt_status status =
      desk.host->tcp_read(desk.host, connection, has_place ? buffer.data() : nullptr, wanted, timeout, &got);
  Message message = good();
  answer(desk, status, message.text(std::string_view(buffer).substr(0, got)));
}

void tcp_write(Desk& desk, Fields& fields) {
  const std::int64_t connection = fields.number();
  const lt_bytes data = fields.bytes();
  answer(desk, desk.host->tcp_write(desk.host, connection, data, fields.number()));
}

void emit_page(Desk& desk, Fields& fields) {
  const lt_bytes page = fields.bytes();
  const lt_bytes pointer = fields.bytes();
  const auto keys = read_list<lt_bytes>(fields, [&] { return fields.bytes(); });
  answer(desk, desk.host->emit_page(desk.host, page, pointer, data_of(keys), keys.second));
}

void checkpoint(Desk& desk, Fields& fields) { answer(desk, desk.host->checkpoint(desk.host, fields.bytes())); }

void put(Desk& desk, Fields& fields) {
  if (!desk.sink) throw runner::Broken("a document where none was asked for");
  answer(desk, desk.sink->put(desk.sink, fields.bytes()));
}

void reply(Desk& desk, Fields& fields) {
  if (!desk.reply) throw runner::Broken("a reply where none was asked for");
  const auto status = static_cast<std::int32_t>(fields.number());
  const lt_bytes body = fields.bytes();
  const auto headers = read_headers(fields);
  answer(desk, desk.reply->put(desk.reply, status, headers.first.data(), headers.first.size(), body));
}

// Each document goes to the runner, whose plugin may use the host before it says that it wants the next. What the
// channel throws must not pass through the host's frames, so it waits.
struct GivenDocuments {
  Desk& desk;
  std::exception_ptr error = nullptr;
};

lt_status give_document(const lt_sink* sink, lt_bytes json) noexcept {
  auto& documents = *static_cast<GivenDocuments*>(sink->self);
  try {
    documents.desk.channel.send(Message(Kind::document).bytes(json));
    const runner::Frame frame = serve_until(documents.desk, Kind::taken);
    if (frame.kind != Kind::taken) throw runner::Broken("a call ended within a question of its own");
    return static_cast<lt_status>(Fields(frame.payload).number());
  } catch (...) {
    documents.error = std::current_exception();
    return LT_FAILED;
  }
}

void answers(Desk& desk, Fields& fields) {
  constexpr std::string_view id = LT_ANSWERS_ID;
  const auto* table = static_cast<const lt_answers*>(desk.host->extension(desk.host, {id.data(), id.size()}));
  if (!table) throw runner::Broken("a question to a host that answers none");
  if (desk.questions == most_questions) throw runner::Broken("a question within too many others");
  const bool sound = fields.number() != 0;
  const std::string name(fields.text());
  const std::string key(fields.text());
  lt_answers_query query{.size = sizeof(lt_answers_query),
                         .name = {name.data(), name.size()},
                         .key = {key.data(), key.size()},
                         .since_ms = fields.number(),
                         .until_ms = fields.number(),
                         .limit = fields.number()};
  ++desk.questions;
  GivenDocuments documents{desk};
  const lt_sink sink{.size = sizeof(lt_sink), .self = &documents, .put = give_document};
  const lt_status status = table->each(table, sound ? &query : nullptr, &sink);
  if (documents.error) std::rethrow_exception(documents.error);
  --desk.questions;
  answer(desk, status);
}

constexpr std::pair<Kind, void (*)(Desk&, Fields&)> services[] = {
    {Kind::log, log},
    {Kind::explain, explain},
    {Kind::emit, emit},
    {Kind::reject_record, reject_record},
    {Kind::accept, accept},
    {Kind::reject, reject},
    {Kind::progress, progress},
    {Kind::tcp_close, tcp_close},
    {Kind::now, now},
    {Kind::sleep, sleep},
    {Kind::secret, secret},
    {Kind::http, http},
    {Kind::tcp_connect, tcp_connect},
    {Kind::tcp_read, tcp_read},
    {Kind::tcp_write, tcp_write},
    {Kind::emit_page, emit_page},
    {Kind::checkpoint, checkpoint},
    {Kind::put, put},
    {Kind::reply, reply},
    {Kind::answers, answers},
};

}  // namespace

runner::Frame serve_until(Desk& desk, Kind last) {
  for (;;) {
    const runner::Frame frame = desk.channel.receive();
    desk.hold();
    if (frame.kind == last || frame.kind == Kind::threw) return frame;
    const auto* const service = std::ranges::find(services, frame.kind, [](const auto& entry) { return entry.first; });
    if (service == std::end(services)) {
      throw runner::Broken("a message of the unknown kind " + std::to_string(static_cast<std::uint32_t>(frame.kind)));
    }
    Fields fields(frame.payload);
    service->second(desk, fields);
  }
}

}  // namespace lt::plugin_host
