// Reading a flow's `schedule`; every fault is a violation at its line with the next right thing.
#include "base/suggest.hpp"
#include "schedule/plan.hpp"

#include <charconv>
#include <map>

namespace lt::schedule {
namespace {

constexpr std::string_view usual_zone = "Asia/Ho_Chi_Minh";  // the whole country's; a flow may name another

std::shared_ptr<const TimeZone> read_zone(const YamlNode& node) {
  const std::string name = node.text_or(usual_zone);
  auto zone = TimeZone::find(name);
  if (zone) return zone;
  node.violation("no time zone is called '" + name + "'" + suggestion(name, TimeZone::names()));
  return TimeZone::find(std::string(usual_zone));
}

void read_every(const YamlNode& node, Plan& plan) {
  plan.every = sync::duration_or(node, 900 * second_ms);
  if (plan.every < second_ms || plan.every > 366 * day_ms) {
    node.violation("an interval goes from 1s to 366d; for specific times of the day write cron: \"0 2 * * *\"");
    plan.every = day_ms;
  }
}

void read_cron(const YamlNode& node, Plan& plan) {
  std::string fault;
  plan.cron = Cron::parse(node.text(), fault);
  if (plan.cron) return;
  if (node.exists()) node.violation("cron: " + fault);
  plan.cron = Cron::parse("@daily", fault);
}

void read_on_change(const YamlNode& node, const YamlNode& schedule, const sync::FlowDefinition& flow, Plan& plan) {
  if (!node.boolean_or(true)) node.violation("on_change is true or absent; for runs by hand write by_hand: true");
  if (flow.direction == sync::Direction::in) {
    node.violation("an in-flow has no change feed to follow; write every: 15m, or a cron expression");
  }
  plan.at_most_every = sync::duration_or(schedule["at_most_every"], 5 * second_ms);
}

void read_on_receive(const YamlNode& node, const sync::FlowDefinition& flow) {
  if (!node.boolean_or(true)) node.violation("on_receive is true or absent; for runs by hand write by_hand: true");
  if (flow.direction != sync::Direction::in) {
    node.violation("only an in-flow receives; write on_change: true, every: 15m, or a cron expression");
  }
}

std::optional<int> minute_of_day(const YamlNode& node) {
  const std::string text = node.text();
  int hour = -1;
  int minute = -1;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, hour);
  if (first.ptr != end && *first.ptr == ':') {
    const auto second_part = std::from_chars(first.ptr + 1, end, minute);
    const bool two_digits = end - (first.ptr + 1) == 2;
    if (second_part.ptr == end && two_digits && hour >= 0 && hour < 24 && minute >= 0 && minute < 60) {
      return hour * 60 + minute;
    }
  }
  if (node.exists()) node.violation("a time of day in quotes is expected here, like \"22:00\", not '" + text + "'");
  return std::nullopt;
}

std::optional<Window> read_window(const YamlNode& node) {
  if (!node.exists()) return std::nullopt;
  node.allow_only({"from", "to"});
  if (!node.is_map()) return std::nullopt;
  const auto from = minute_of_day(node["from"]);
  const auto to = minute_of_day(node["to"]);
  if (!from || !to) return std::nullopt;
  if (*from == *to) {
    node.violation("a window that opens and closes at the same time is never open; remove it to run all day");
    return std::nullopt;
  }
  return Window{*from, *to};
}

Missed read_missed(const YamlNode& node) {
  if (!node.exists()) return Missed::run_once;
  static const std::map<std::string, Missed, std::less<>> words = {
      {"run_once", Missed::run_once}, {"skip", Missed::skip}, {"run_all", Missed::run_all}};
  const std::string word = node.text();
  const auto found = words.find(word);
  if (found != words.end()) return found->second;
  node.violation("missed cannot be '" + word + "'" + suggestion(word, {"run_once", "skip", "run_all"}));
  return Missed::run_once;
}

std::int64_t bounded(const YamlNode& node, std::int64_t fallback, std::int64_t least, std::int64_t most) {
  const std::int64_t number = node.integer_or(fallback);
  if (number >= least && number <= most) return number;
  node.violation("a number from " + std::to_string(least) + " to " + std::to_string(most) + " is expected here, not " +
                 std::to_string(number));
  return fallback;
}

Trigger read_trigger(const YamlNode& node) {
  static const std::map<std::string_view, Trigger> keys = {{"every", Trigger::every},
                                                           {"cron", Trigger::cron},
                                                           {"on_change", Trigger::on_change},
                                                           {"on_receive", Trigger::on_receive},
                                                           {"by_hand", Trigger::by_hand}};
  std::vector<std::string> given;
  Trigger trigger = Trigger::by_hand;
  const bool timed = node.has("every") || node.has("cron");
  for (const auto& [key, value] : keys) {
    // What is received and read at times too is planned by the times.
    if (!node.has(key) || (timed && value == Trigger::on_receive)) continue;
    given.emplace_back(key);
    trigger = value;
  }
  if (given.empty())
    node.violation("say when: every: 15m, cron: \"0 2 * * *\", on_change: true, on_receive: true or by_hand: true");
  if (given.size() > 1) {
    node[given[1]].violation("a schedule is either '" + given[0] + "' or '" + given[1] + "'; remove one of them");
  }
  return trigger;
}

// A key that only one kind of schedule knows must not stand beside another kind, where it would do nothing.
void refuse_useless(const YamlNode& node, const Plan& plan) {
  const bool timed = plan.trigger == Trigger::every || plan.trigger == Trigger::cron;
  const auto refuse = [&](std::string_view key, bool useful, const std::string& why) {
    if (node.has(key) && !useful) node[key].violation("'" + std::string(key) + "' does nothing here: " + why);
  };
  refuse("at_most_every", plan.trigger == Trigger::on_change, "it belongs to on_change; remove it");
  refuse("missed", timed, "only every and cron can miss a time; remove it");
  refuse("missed_at_most", plan.missed == Missed::run_all && timed, "it bounds missed: run_all; write that or remove");
  refuse("jitter", timed, "it spreads the times of every and cron; remove it");
  refuse("window", plan.trigger != Trigger::by_hand && plan.trigger != Trigger::on_receive,
         "it starts when asked or called; remove it");
}

}  // namespace

Plan Plan::read(const sync::FlowDefinition& flow) {
  const YamlNode& node = flow.schedule;
  Plan plan;
  plan.zone = read_zone(node["time_zone"]);
  if (!node.exists()) return plan;
  if (!node.is_map()) {
    node.violation("a schedule has keys, like {every: 15m} or {cron: \"0 2 * * 1-5\"}");
    return plan;
  }
  node.allow_only({"every", "cron", "on_change", "on_receive", "by_hand", "at_most_every", "time_zone", "missed",
                   "missed_at_most", "window", "priority", "jitter"});
  plan.trigger = read_trigger(node);
  if (plan.trigger == Trigger::every) read_every(node["every"], plan);
  if (plan.trigger == Trigger::cron) read_cron(node["cron"], plan);
  if (plan.trigger == Trigger::on_change) read_on_change(node["on_change"], node, flow, plan);
  plan.receives = node.has("on_receive");
  if (plan.receives) read_on_receive(node["on_receive"], flow);
  if (plan.trigger == Trigger::by_hand && !node["by_hand"].boolean_or(true)) {
    node["by_hand"].violation("by_hand is true; for runs by themselves write every: 15m or cron: \"0 2 * * *\"");
  }
  plan.missed = read_missed(node["missed"]);
  plan.missed_at_most = static_cast<int>(bounded(node["missed_at_most"], plan.missed_at_most, 1, 1'000));
  plan.window = read_window(node["window"]);
  plan.priority = static_cast<int>(bounded(node["priority"], 0, -100, 100));
  plan.jitter = sync::duration_or(node["jitter"], 0);
  refuse_useless(node, plan);
  if (plan.trigger == Trigger::every && plan.jitter >= plan.every) {
    node["jitter"].violation("jitter must be shorter than the interval it spreads");
    plan.jitter = 0;
  }
  if (plan.trigger == Trigger::cron && plan.window && !plan.next_after(0)) {
    node["window"].violation("no time of the cron expression falls into this window; move one of them");
  }
  return plan;
}

}  // namespace lt::schedule
