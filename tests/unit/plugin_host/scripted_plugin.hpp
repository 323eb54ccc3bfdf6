// A plugin whose functions are those of a test: for what no honest connector does.
#pragma once

#include "plugin_host/plugin.hpp"

#include <lienthong/plugin.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

// One at a time in a process: the functions of the C table find it through a static pointer.
struct ScriptedPlugin {
  std::function<lt_status(const lt_host*)> open = [](const lt_host*) { return LT_OK; };
  std::function<lt_status(const lt_host*)> check = [](const lt_host*) { return LT_OK; };
  std::function<lt_status(const lt_host*, const lt_sink*)> streams = [](const lt_host*, const lt_sink*) {
    return LT_OK;
  };
  std::function<lt_status(const lt_host*)> read = [](const lt_host*) { return LT_OK; };
  std::function<lt_status(const lt_host*, const lt_record*, size_t)> write = [](const lt_host*, const lt_record*,
                                                                                size_t) { return LT_OK; };
  std::function<lt_status(const lt_host*, const lt_request*, const lt_reply*)> receive =
      [](const lt_host*, const lt_request*, const lt_reply*) { return LT_OK; };
  std::function<lt_status(const lt_host*, const lt_sink*)> call = [](const lt_host*, const lt_sink*) { return LT_OK; };
  int closed = 0;
  bool gives_session = true;

  ScriptedPlugin() { current = this; }
  ~ScriptedPlugin() { current = nullptr; }
  ScriptedPlugin(const ScriptedPlugin&) = delete;

  static lt_bytes text(std::string_view t) { return {t.data(), t.size()}; }

  static lt_plugin table() {
    lt_plugin table{};
    table.size = sizeof(table);
    table.roles = LT_ROLE_READ | LT_ROLE_WRITE | LT_ROLE_RECEIVE | LT_ROLE_CALL;
    table.id = text("scripted");
    table.version = text("1.0.0");
    table.vendor = text("tests");
    table.summary = text("Does what a test says.");
    table.settings_schema = text(
        R"({"type": "object", "properties": {"url": {"type": "string"}, "key": {"type": "string", "writeOnly": true}}})");
    table.open = [](const lt_host* host, lt_bytes, lt_session** session) {
      const lt_status status = current->open(host);
      if (status == LT_OK && current->gives_session) *session = reinterpret_cast<lt_session*>(current);
      return status;
    };
    table.close = [](lt_session*) {
      if (current) ++current->closed;
    };
    table.check = [](lt_session*, const lt_host* host) { return current->check(host); };
    table.streams = [](lt_session*, const lt_host* host, const lt_sink* sink) { return current->streams(host, sink); };
    table.read = [](lt_session*, const lt_host* host, lt_bytes, lt_bytes) { return current->read(host); };
    table.write = [](lt_session*, const lt_host* host, lt_bytes, const lt_record* records, size_t count) {
      return current->write(host, records, count);
    };
    table.receive = [](lt_session*, const lt_host* host, const lt_request* request, const lt_reply* reply) {
      return current->receive(host, request, reply);
    };
    table.call = [](lt_session*, const lt_host* host, lt_bytes, lt_bytes, const lt_sink* sink) {
      return current->call(host, sink);
    };
    return table;
  }

  static std::shared_ptr<const lt::plugin_host::Plugin> plugin() {
    static const lt_plugin the_table = table();
    return lt::plugin_host::Plugin::from_table(the_table);
  }

  static inline ScriptedPlugin* current = nullptr;
};
