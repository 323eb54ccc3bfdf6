// The extension lt.answers.v1 as a plugin calls it.
#include "plugin_host/serve_call.hpp"

#include <lienthong/answers.h>

#include <cstddef>

namespace lt::plugin_host {
namespace {

constexpr std::size_t first_query_size = offsetof(lt_answers_query, limit) + sizeof(lt_answers_query::limit);

template <class Number>
std::optional<Number> bound(Number value) {
  return value > 0 ? std::optional(value) : std::nullopt;
}

lt_status each(const lt_answers* table, const lt_answers_query* query, const lt_sink* sink) {
  return serve(*static_cast<CallHost*>(table->self), "answers", [=](CallHost& host, Call& call) -> lt_status {
    const auto wanted = copy_of(query, first_query_size);
    if (!wanted || !sink || !sink->put) return CallHost::violate(call, "each() got no query, no sink, or a wrong size");
    if (!is_sound(wanted->name) || !is_sound(wanted->key)) {
      return CallHost::violate(call, "each() got a text without bytes");
    }
    if (call.stop.stop_requested()) throw Error(ErrorKind::cancelled, "stopped before it was answered");
    lt_status status = LT_OK;
    host.options().answers->each({.name = view(wanted->name),
                                  .key = view(wanted->key),
                                  .since = bound(wanted->since_ms),
                                  .until = bound(wanted->until_ms),
                                  .limit = bound(wanted->limit)},
                                 [&](std::string_view document) {
                                   status = sink->put(sink, bytes(document));
                                   return status == LT_OK;
                                 });
    return status;
  });
}

}  // namespace

lt_answers make_answers_table(CallHost& host) { return {.size = sizeof(lt_answers), .self = &host, .each = each}; }

}  // namespace lt::plugin_host
