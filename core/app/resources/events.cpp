// /api/v1/events: what changes, as it changes.
#include "app/resources/answers.hpp"

namespace lt::app {
namespace {

using api::Call;
using api::Outcome;

constexpr Milliseconds longest_by_token = 900'000;  // then the program asks again, and its token is looked at

// A page that only listens is nobody who uses his session.
std::function<bool()> still_signed_in(const Call& call, const HubView& hub) {
  if (call.session_token.empty())
    return [&clock = hub.clock, until = hub.clock.now() + longest_by_token] { return clock.now() < until; };
  return [&access = hub.access, token = std::string(call.session_token)] {
    try {
      return access.sessions().find(token, false).has_value();
    } catch (const Error&) {  // he signs in again once it can be asked
      return false;
    }
  };
}

Outcome listen(const Call& call, const HubView& hub) {
  return {.headers = {{"X-Accel-Buffering", "no"}},
          .media = "text/event-stream",
          .stream = hub.events.listen(call.who, still_signed_in(call, hub))};
}

}  // namespace

void add_event_resource(api::Table& table, const HubView& hub) {
  table.endpoints.push_back(
      {.method = "GET",
       .path = "/api/v1/events",
       .operation = "listen",
       .tag = "events",
       .summary = "What changes, as server-sent events: flow, run, letters, job, review; of what the caller may see",
       .media = {"text/event-stream"},
       .handler = [hub](const Call& call) { return listen(call, hub); }});
}

}  // namespace lt::app
