// From the ledger's last run of each flow to what the scheduler must know of it.
#include "app/last_starts.hpp"

namespace lt::app {

std::map<std::string, schedule::LastStart> LastStarts::load() {
  std::map<std::string, schedule::LastStart> starts;
  store::Reader reader = store_.reader();
  for (const auto& flow : flows_) {
    const auto run = reader.last_run(flow.name);
    if (!run) continue;
    const bool whole = run->state == store::RunState::succeeded || run->state == store::RunState::failed;
    starts[flow.name] = {.at = run->started, .cut_off = !whole};
  }
  return starts;
}

}  // namespace lt::app
