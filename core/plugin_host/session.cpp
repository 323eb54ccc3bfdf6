// The calls of a session: each is set up, made, judged.
#include "plugin_host/session.hpp"

#include "plugin_host/call_host.hpp"
#include "plugin_host/plugin_calls.hpp"
#include "plugin_host/stream_info.hpp"

namespace lt::plugin_host {
namespace {

// Makes the call; an exception that a plugin lets out is its defect, not the end of the hub.
template <class Work>
void make(CallHost& host, Call& call, Work&& work) {
  lt_status status = LT_FAILED;
  host.begin(call);
  try {
    status = work(Asked{.host = host.table(), .stop = call.stop});
  } catch (const std::exception& error) {
    host.abandon();
    host.fail(ErrorKind::failed, std::string(call.name) + " let an exception out: " + error.what());
  } catch (...) {
    host.abandon();
    host.fail(ErrorKind::failed, std::string(call.name) + " let an exception out");
  }
  host.end(call, status);
}

// Where put() leaves the documents of call() and streams().
struct PutDocuments {
  Call* call;
  std::size_t most;
  std::vector<std::string> list = {};
  std::size_t bytes = 0;
};

lt_status put_document(const lt_sink* sink, lt_bytes json) noexcept {
  constexpr std::size_t most_bytes = 64u << 20;
  auto& documents = *static_cast<PutDocuments*>(sink->self);
  try {
    documents.bytes += json.size;
    if (documents.list.size() >= documents.most || documents.bytes > most_bytes) {
      return CallHost::violate(*documents.call, "put() was used more often, or for more, than the call allows");
    }
    documents.list.emplace_back(view(json));
    return LT_OK;
  } catch (const std::bad_alloc&) {
    return LT_FAILED;
  }
}

struct ReplySlot {
  Call* call;
  Reply reply = {};
  bool taken = false;
};

lt_status put_reply(const lt_reply* raw, int32_t status, const lt_header* headers, size_t header_count,
                    lt_bytes body) noexcept {
  auto& slot = *static_cast<ReplySlot*>(raw->self);
  try {
    if (slot.taken) return CallHost::violate(*slot.call, "it replied twice");
    if (status < 100 || status > 599) return CallHost::violate(*slot.call, "it replied with a status that HTTP lacks");
    Reply reply{.status = status, .headers = {}, .body = std::string(view(body))};
    for (size_t i = 0; i < header_count; ++i) {
      reply.headers.push_back({std::string(view(headers[i].name)), std::string(view(headers[i].value))});
    }
    slot.reply = std::move(reply);
    slot.taken = true;
    return LT_OK;
  } catch (const std::bad_alloc&) {
    return LT_FAILED;
  }
}

}  // namespace

struct Session::State {
  State(std::shared_ptr<const Plugin> plugin, SystemOptions options, Services services)
      : host(std::move(plugin), std::move(options), std::move(services)), calls(make_calls(host.plugin())) {}

  // Throws unsupported where the plugin lacks the role.
  void require_role(std::uint32_t role, const char* what) const {
    if (!host.plugin().has_role(role)) host.fail(ErrorKind::unsupported, std::string("the connector cannot ") + what);
  }

  CallHost host;
  std::unique_ptr<PluginCalls> calls;  // gone before the host that it uses
};

Session::Session(std::shared_ptr<const Plugin> plugin, SystemOptions options, Services services)
    : state_(std::make_unique<State>(std::move(plugin), std::move(options), std::move(services))) {
  CallHost& host = state_->host;
  Call call{.name = "open", .stop = {}};
  const std::string& settings = host.options().settings_json;
  make(host, call, [&](const Asked& asked) { return state_->calls->open(asked, bytes(settings)); });
  if (!state_->calls->has_session())
    host.fail(ErrorKind::failed, "open broke the plugin contract: it returned ok and no session");
}

Session::~Session() = default;
Session::Session(Session&&) noexcept = default;

const Plugin& Session::plugin() const { return state_->host.plugin(); }
const std::string& Session::system() const { return state_->host.options().name; }

void Session::check(std::stop_token stop) {
  Call call{.name = "check", .stop = std::move(stop)};
  make(state_->host, call, [&](const Asked& asked) { return state_->calls->check(asked); });
}

std::vector<StreamInfo> Session::streams(std::stop_token stop) {
  Call call{.name = "streams", .stop = std::move(stop)};
  PutDocuments documents{.call = &call, .most = 10'000};
  const lt_sink sink{.size = sizeof(lt_sink), .self = &documents, .put = put_document};
  make(state_->host, call, [&](const Asked& asked) { return state_->calls->streams(asked, sink); });
  try {
    return parse_streams(documents.list, plugin().table().roles);
  } catch (const Error& error) {
    state_->host.fail(error.kind(), std::string("streams broke the plugin contract: ") + error.what());
  }
}

void Session::read(std::string_view stream, std::string_view state, ReadSink& sink, std::stop_token stop) {
  state_->require_role(LT_ROLE_READ, "read");
  Call call{.name = "read", .stop = std::move(stop), .read_sink = &sink, .may_checkpoint = true};
  make(state_->host, call, [&](const Asked& asked) { return state_->calls->read(asked, bytes(stream), bytes(state)); });
}

void Session::write(std::string_view stream, std::span<const OutRecord> records, WriteSink& sink,
                    std::stop_token stop) {
  state_->require_role(LT_ROLE_WRITE, "write");
  std::vector<lt_record> raw;
  raw.reserve(records.size());
  for (const OutRecord& record : records) {
    raw.push_back({.json = bytes(record.json),
                   .key = bytes(record.key),
                   .idempotency_key = bytes(record.idempotency_key),
                   .remote_id = bytes(record.remote_id),
                   .operation = record.operation == Operation::erase ? LT_DELETE : LT_UPSERT,
                   .attempt = record.attempt});
  }
  Call call{.name = "write", .stop = std::move(stop), .write_sink = &sink};
  call.settled.assign(records.size(), 0);
  make(state_->host, call,
       [&](const Asked& asked) { return state_->calls->write(asked, bytes(stream), raw.data(), raw.size()); });
}

Reply Session::receive(const IncomingRequest& request, ReadSink& sink, std::stop_token stop) {
  state_->require_role(LT_ROLE_RECEIVE, "receive calls of its system");
  std::vector<lt_header> headers;
  headers.reserve(request.headers.size());
  for (const auto& header : request.headers) headers.push_back({bytes(header.name), bytes(header.value)});
  const lt_request raw{.size = sizeof(lt_request),
                       .stream = bytes(request.stream),
                       .method = bytes(request.method),
                       .target = bytes(request.target),
                       .headers = headers.data(),
                       .header_count = headers.size(),
                       .body = bytes(request.body),
                       .remote_address = bytes(request.remote_address)};
  Call call{.name = "receive", .stop = std::move(stop), .read_sink = &sink};
  ReplySlot slot{.call = &call};
  const lt_reply reply{.size = sizeof(lt_reply), .self = &slot, .put = put_reply};
  make(state_->host, call, [&](const Asked& asked) { return state_->calls->receive(asked, raw, reply); });
  return std::move(slot.reply);
}

std::string Session::call(std::string_view operation, std::string_view input_json, std::stop_token stop) {
  state_->require_role(LT_ROLE_CALL, "answer questions");
  Call call{.name = "call", .stop = std::move(stop)};
  PutDocuments documents{.call = &call, .most = 1};
  const lt_sink sink{.size = sizeof(lt_sink), .self = &documents, .put = put_document};
  make(state_->host, call,
       [&](const Asked& asked) { return state_->calls->call(asked, bytes(operation), bytes(input_json), sink); });
  if (documents.list.empty()) state_->host.fail(ErrorKind::failed, "call broke the plugin contract: ok and no answer");
  return std::move(documents.list.front());
}

}  // namespace lt::plugin_host
