// From messages to the plugin's functions and back.
#include "served_plugin.hpp"

#include <dlfcn.h>

#include <exception>
#include <vector>

namespace lt::runner {
namespace {

// Sinks that the hub holds: what the plugin puts goes there, and the hub says whether it takes it.
lt_status put(const lt_sink* sink, lt_bytes json) noexcept {
  auto& host = *static_cast<HostStub*>(sink->self);
  try {
    return host.ask("put", Message(Kind::put).bytes(json), [](Fields&) {});
  } catch (const std::bad_alloc&) {
    return LT_FAILED;
  }
}

lt_status put_reply(const lt_reply* reply, int32_t status, const lt_header* headers, size_t header_count,
                    lt_bytes body) noexcept {
  auto& host = *static_cast<HostStub*>(reply->self);
  try {
    Message message(Kind::reply);
    message.number(status).bytes(body);
    message.number(static_cast<std::int64_t>(headers ? header_count : 0));
    for (size_t i = 0; headers && i < header_count; ++i) message.bytes(headers[i].name).bytes(headers[i].value);
    return host.ask("reply", message, [](Fields&) {});
  } catch (const std::bad_alloc&) {
    return LT_FAILED;
  }
}

}  // namespace

void ServedPlugin::load(const std::string& library, const std::string& open_doors) {
  void* loaded = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!loaded) {
    channel_.send(Message(Kind::refused).text(dlerror()));
    return;
  }
  const auto entry = reinterpret_cast<const lt_plugin* (*)()>(dlsym(loaded, LT_ENTRY_NAME));
  if (!entry) {
    channel_.send(
        Message(Kind::refused)
            .text("it does not export " LT_ENTRY_NAME "; it is no connector or was built for another major version"));
    return;
  }
  table_ = entry();
  if (!table_) {
    channel_.send(Message(Kind::refused).text(LT_ENTRY_NAME " gives nothing"));
    return;
  }
  describe(open_doors);
}

// The hub judges it; a table that is too short is only measured.
void ServedPlugin::describe(const std::string& open_doors) {
  Message message(Kind::ready);
  message.text(open_doors).number(static_cast<std::int64_t>(table_->size));
  if (LT_HAS(table_, lt_plugin, call)) {
    std::int64_t functions = 0;
    std::int64_t bit = 1;
    for (const bool there :
         {table_->open != nullptr, table_->close != nullptr, table_->check != nullptr, table_->streams != nullptr,
          table_->read != nullptr, table_->write != nullptr, table_->receive != nullptr, table_->call != nullptr}) {
      if (there) functions |= bit;
      bit *= 2;
    }
    message.number(table_->abi_minor).number(table_->roles).number(functions);
    for (const auto& text : {table_->id, table_->version, table_->vendor, table_->summary, table_->settings_schema}) {
      message.bytes(text);
    }
  }
  channel_.send(message);
}

bool ServedPlugin::serve(const Frame& frame) {
  const std::string payload(frame.payload);  // borrowed by the plugin while answers come
  Fields fields(payload);
  if (frame.kind == Kind::close) {
    if (session_) table_->close(session_);
    return false;
  }
  host_.begin();
  Message result(Kind::returned);
  try {
    result.number(make(frame.kind, fields)).number(session_ ? 1 : 0);
  } catch (const Broken&) {
    throw;
  } catch (const std::exception& error) {
    result = Message(Kind::threw).number(1).text(error.what());
  } catch (...) {
    result = Message(Kind::threw).number(0);
  }
  host_.end();
  channel_.send(result);
  return true;
}

lt_status ServedPlugin::make(Kind kind, Fields& fields) {
  const lt_sink sink{.size = sizeof(lt_sink), .self = &host_, .put = put};
  const lt_host* host = host_.table();
  switch (kind) {
    case Kind::open:
      host_.has_answers(fields.number() != 0);
      return table_->open(host, fields.bytes(), &session_);
    case Kind::check:
      return table_->check(session_, host);
    case Kind::streams:
      return table_->streams(session_, host, &sink);
    case Kind::read: {
      const lt_bytes stream = fields.bytes();
      return table_->read(session_, host, stream, fields.bytes());
    }
    case Kind::write:
      return write(fields);
    case Kind::receive:
      return receive(fields);
    case Kind::call: {
      const lt_bytes operation = fields.bytes();
      return table_->call(session_, host, operation, fields.bytes(), &sink);
    }
    default:
      throw Broken("the hub asks for what no connector does");
  }
}

lt_status ServedPlugin::write(Fields& fields) {
  const lt_bytes stream = fields.bytes();
  std::vector<lt_record> records(fields.count(6 * sizeof(std::int64_t)));
  for (auto& record : records) {
    record.json = fields.bytes();
    record.key = fields.bytes();
    record.idempotency_key = fields.bytes();
    record.remote_id = fields.bytes();
    record.operation = static_cast<lt_operation>(fields.number());
    record.attempt = static_cast<std::int32_t>(fields.number());
  }
  return table_->write(session_, host_.table(), stream, records.data(), records.size());
}

lt_status ServedPlugin::receive(Fields& fields) {
  lt_request request{.size = sizeof(lt_request),
                     .stream = fields.bytes(),
                     .method = fields.bytes(),
                     .target = fields.bytes(),
                     .headers = nullptr,
                     .header_count = 0,
                     .body = fields.bytes(),
                     .remote_address = fields.bytes()};
  std::vector<lt_header> headers(fields.count(2 * sizeof(std::int64_t)));
  for (auto& header : headers) {
    header.name = fields.bytes();
    header.value = fields.bytes();
  }
  request.headers = headers.data();
  request.header_count = headers.size();
  const lt_reply reply{.size = sizeof(lt_reply), .self = &host_, .put = put_reply};
  return table_->receive(session_, host_.table(), &request, &reply);
}

}  // namespace lt::runner
