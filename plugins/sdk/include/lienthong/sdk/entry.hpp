// The exported symbol: the table of the contract over a connector's class.
#pragma once

#include <boost/json.hpp>
#include <lienthong/plugin.h>
#include <lienthong/sdk/connector.hpp>

#include <cstdint>
#include <memory>
#include <string_view>
#include <type_traits>
#include <vector>

// Embedded from settings.schema.json by lt_connector() of CMake.
extern "C" const char lienthong_settings_schema[];
extern "C" const unsigned long lienthong_settings_schema_size;

namespace lt::sdk {

// What the console and `lienthong plugin list` show.
struct About {
  std::string_view version;
  std::string_view vendor;
  std::string_view summary;  // one sentence
};

// The functions of the table; each is one guard around one virtual function.
template <class Type>
struct Entry {
  static lt_status open(const lt_host* host, lt_bytes settings, lt_session** session) {
    return guard(host, [&] {
      auto values = parse_json(view(settings), "the settings");
      if (!values.is_object()) throw misconfigured("the settings must be one JSON object");
      auto connector = std::make_unique<Type>(Settings(std::move(values.get_object())));
      *session = reinterpret_cast<lt_session*>(static_cast<Connector*>(connector.release()));
    });
  }

  static void close(lt_session* session) { delete connector(session); }

  static lt_status check(lt_session* session, const lt_host* raw) {
    return guard(raw, [&] {
      Host host(raw);
      connector(session)->check(host);
    });
  }

  static lt_status streams(lt_session* session, const lt_host* raw, const lt_sink* sink) {
    return guard(raw, [&] {
      constexpr std::string_view directions[] = {"in", "out", "both"};
      Host host(raw);
      for (const Stream& stream : connector(session)->streams(host)) {
        json::object description{{"name", stream.name},
                                 {"direction", directions[static_cast<int>(stream.direction)]},
                                 {"key", json::value_from(stream.key)}};
        if (!stream.title.empty()) description["title"] = stream.title;
        if (!stream.schema.is_null()) description["schema"] = stream.schema;
        put(sink, description);
      }
    });
  }

  static lt_status read(lt_session* session, const lt_host* raw, lt_bytes stream, lt_bytes state) {
    return guard(raw, [&] {
      Reader reader(raw);
      connector(session)->read(reader, view(stream), view(state));
    });
  }

  static lt_status write(lt_session* session, const lt_host* raw, lt_bytes stream, const lt_record* raws,
                         size_t count) {
    return guard(raw, [&] {
      std::vector<Record> records;
      records.reserve(count);
      for (size_t i = 0; i < count; ++i) {
        const lt_record& r = raws[i];
        records.push_back({i, view(r.json), view(r.key), view(r.idempotency_key), view(r.remote_id),
                           r.operation == LT_DELETE, r.attempt});
      }
      Writer writer(raw);
      connector(session)->write(writer, view(stream), records);
    });
  }

  static lt_status receive(lt_session* session, const lt_host* raw, const lt_request* request, const lt_reply* reply) {
    return guard(raw, [&] {
      Incoming incoming{view(request->stream), view(request->method),        view(request->target), {},
                        view(request->body),   view(request->remote_address)};
      for (size_t i = 0; i < request->header_count; ++i) {
        incoming.headers.emplace_back(view(request->headers[i].name), view(request->headers[i].value));
      }
      Receiver receiver(raw, reply);
      connector(session)->receive(receiver, incoming);
    });
  }

  static lt_status call(lt_session* session, const lt_host* raw, lt_bytes operation, lt_bytes input,
                        const lt_sink* sink) {
    return guard(raw, [&] {
      Host host(raw);
      put(sink, connector(session)->call(host, view(operation), parse_json(view(input), "the question")));
    });
  }

 private:
  static Connector* connector(lt_session* session) { return reinterpret_cast<Connector*>(session); }
  static void put(const lt_sink* sink, const json::value& document) {
    require_ok(sink->put(sink, bytes(json::serialize(document))));
  }
};

template <class Type>
lt_plugin table_of(std::string_view id, const About& about, std::string_view schema) {
  // A member that Type does not override is still a member of Connector.
  constexpr bool reads = !std::is_same_v<decltype(&Type::read), decltype(&Connector::read)>;
  constexpr bool writes = !std::is_same_v<decltype(&Type::write), decltype(&Connector::write)>;
  constexpr bool receives = !std::is_same_v<decltype(&Type::receive), decltype(&Connector::receive)>;
  constexpr bool answers = !std::is_same_v<decltype(&Type::call), decltype(&Connector::call)>;
  using Functions = Entry<Type>;
  lt_plugin table{};
  table.size = sizeof(table);
  table.abi_minor = LT_ABI_MINOR;
  const auto role = [](bool has, int bit) { return has ? static_cast<std::uint32_t>(bit) : 0u; };
  table.roles = role(reads, LT_ROLE_READ) | role(writes, LT_ROLE_WRITE) | role(receives, LT_ROLE_RECEIVE) |
                role(answers, LT_ROLE_CALL);
  table.id = bytes(id);
  table.version = bytes(about.version);
  table.vendor = bytes(about.vendor);
  table.summary = bytes(about.summary);
  table.settings_schema = bytes(schema);
  table.open = Functions::open;
  table.close = Functions::close;
  table.check = Functions::check;
  table.streams = Functions::streams;
  if constexpr (reads) table.read = Functions::read;
  if constexpr (writes) table.write = Functions::write;
  if constexpr (receives) table.receive = Functions::receive;
  if constexpr (answers) table.call = Functions::call;
  return table;
}

}  // namespace lt::sdk

// LT_CONNECTOR(Type, .version = "1.0.0", .vendor = "…", .summary = "…"): once, at the end of one source file.
#define LT_CONNECTOR(Type, ...)                                                                               \
  extern "C" __attribute__((visibility("default"))) const lt_plugin* lienthong_plugin_v1(void) {              \
    static const lt_plugin table =                                                                            \
        lt::sdk::table_of<Type>(LT_CONNECTOR_ID, lt::sdk::About{__VA_ARGS__},                                 \
                                std::string_view(lienthong_settings_schema, lienthong_settings_schema_size)); \
    return &table;                                                                                            \
  }                                                                                                           \
  static_assert(true, "takes the semicolon")
