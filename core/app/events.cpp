// Listeners, what they were told last, and their heartbeat.
#include "app/events.hpp"

#include "base/error.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <utility>

namespace lt::app {
namespace {

constexpr Milliseconds between_beats = 15'000;

bool may_hear(const access::Identity& who, const Event& event) {
  return who.may(event.right) &&
         std::ranges::all_of(event.systems, [&](const std::string& system) { return who.sees(system); });
}

std::string text_of(const Event& event) {
  std::string text = "event: ";
  text += event.name;
  text += "\ndata: ";
  text += boost::json::serialize(event.data);
  text += "\n\n";
  return text;
}

}  // namespace

Events::Events(const Clock& clock, std::function<Present()> present) : clock_(clock), present_(std::move(present)) {}

std::shared_ptr<api::Stream> Events::listen(const access::Identity& who, std::function<bool()> still) {
  const std::lock_guard lock(mutex_);
  forget_ended();
  if (over_ || listeners_.size() >= most_listeners)
    throw Error(ErrorKind::unavailable, "too many listen already; ask the resources themselves meanwhile");
  if (listeners_.empty()) told_ = present_();
  auto stream = std::make_shared<api::Stream>();
  stream->put("retry: 3000\n\n");
  listeners_.push_back({who, std::move(still), stream});
  return stream;
}

void Events::tell(const Event& event) {
  const std::lock_guard lock(mutex_);
  put(event);
}

void Events::put(const Event& event) {
  const std::string text = text_of(event);
  for (const Listener& listener : listeners_)
    if (may_hear(listener.who, event)) listener.stream->put(text);
}

void Events::look() {
  const std::lock_guard lock(mutex_);
  forget_ended();
  if (listeners_.empty()) return;
  Present now = present_();
  for (const auto& [about, event] : now) {
    const auto before = told_.find(about);
    if (before == told_.end() || before->second.data != event.data) put(event);
  }
  told_ = std::move(now);
}

// A clock that was set back must not silence the heart until it catches up.
void Events::look_at_the_clock() {
  const std::lock_guard lock(mutex_);
  const Milliseconds now = clock_.now();
  if (now >= last_beat_ && now - last_beat_ < between_beats) return;
  last_beat_ = now;
  for (const Listener& listener : listeners_) {
    if (!listener.still()) {
      listener.stream->end();
    } else {
      listener.stream->put(": \n\n");
    }
  }
  forget_ended();
}

void Events::end() {
  const std::lock_guard lock(mutex_);
  over_ = true;
  for (const Listener& listener : listeners_) listener.stream->end();
  listeners_.clear();
}

void Events::forget_ended() {
  std::erase_if(listeners_, [](const Listener& listener) { return listener.stream->ended(); });
}

}  // namespace lt::app
