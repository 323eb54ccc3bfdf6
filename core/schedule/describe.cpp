// A plan in Vietnamese and English words.
#include "schedule/plan.hpp"

#include <array>
#include <bitset>
#include <functional>
#include <utility>

namespace lt::schedule {
namespace {

using model::Label;

Label operator+(const Label& a, const Label& b) { return {a.vi + b.vi, a.en + b.en}; }
Label same(const std::string& text) { return {text, text}; }

constexpr std::array<std::pair<const char*, const char*>, 7> weekdays = {{{"Chủ nhật", "Sunday"},
                                                                          {"thứ Hai", "Monday"},
                                                                          {"thứ Ba", "Tuesday"},
                                                                          {"thứ Tư", "Wednesday"},
                                                                          {"thứ Năm", "Thursday"},
                                                                          {"thứ Sáu", "Friday"},
                                                                          {"thứ Bảy", "Saturday"}}};
constexpr std::array<const char*, 13> months = {"",        "January",  "February", "March",  "April",
                                                "May",     "June",     "July",     "August", "September",
                                                "October", "November", "December"};

// Units in singular and plural; Vietnamese has no plural.
struct Unit {
  Milliseconds length;
  const char* vi;
  const char* en;
};
constexpr std::array<Unit, 4> units = {
    {{day_ms, "ngày", "day"}, {hour_ms, "giờ", "hour"}, {minute_ms, "phút", "minute"}, {second_ms, "giây", "second"}}};

Label amount(std::int64_t count, const Unit& unit) {
  const std::string number = std::to_string(count);
  return {number + " " + unit.vi, number + " " + unit.en + (count == 1 ? "" : "s")};
}

// Behind "every" one needs no number.
Label interval(std::int64_t count, const Unit& unit) {
  return count == 1 ? Label{unit.vi, unit.en} : amount(count, unit);
}

Label duration(Milliseconds length, Label (*say)(std::int64_t, const Unit&)) {
  for (const auto& unit : units) {
    if (length % unit.length == 0) return say(length / unit.length, unit);
  }
  return same(std::to_string(length) + " ms");
}

std::string clock_text(int minutes) {
  const std::string hour = std::to_string(minutes / 60);
  const std::string minute = std::to_string(minutes % 60);
  return std::string(hour.size() < 2 ? "0" : "") + hour + ":" + (minute.size() < 2 ? "0" : "") + minute;
}

std::vector<int> values_of(const CronField& field) {
  std::vector<int> list;
  for (int i = 0; i < 64; ++i) {
    if (field.values[static_cast<std::size_t>(i)]) list.push_back(i);
  }
  return list;
}

// "a, b và c"; three or more in a row become "từ a đến c".
Label enumerate(const std::vector<int>& list, const std::function<Label(int)>& name) {
  std::vector<Label> parts;
  for (std::size_t i = 0; i < list.size();) {
    std::size_t last = i;
    while (last + 1 < list.size() && list[last + 1] == list[last] + 1) ++last;
    if (last - i >= 2) {
      parts.push_back(Label{"từ ", "from "} + name(list[i]) + Label{" đến ", " to "} + name(list[last]));
      i = last + 1;
    } else {
      parts.push_back(name(list[i]));
      ++i;
    }
  }
  Label text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text = text + (i + 1 == parts.size() ? Label{" và ", " and "} : Label{", ", ", "});
    text = text + parts[i];
  }
  return text;
}

Label time_words(const Cron& cron) {
  const auto hours = values_of(cron.hour());
  const auto minutes = values_of(cron.minute());
  const bool all_hours = hours.size() == 24;
  if (all_hours && minutes.size() == 60) return {"mỗi phút", "every minute"};
  if (cron.minute().step > 1 && cron.minute().starred && 60 % cron.minute().step == 0) {
    Label every = Label{"mỗi ", "every "} + interval(cron.minute().step, units[2]);
    if (all_hours) return every;
    return every + Label{", trong các giờ ", ", in the hours "} +
           enumerate(hours, [](int hour) { return same(std::to_string(hour)); });
  }
  if (minutes.size() * hours.size() <= 12) {
    std::vector<int> times;
    for (const int hour : hours) {
      for (const int minute : minutes) times.push_back(hour * 60 + minute);
    }
    Label text = enumerate(times, [](int time) { return same(clock_text(time)); });
    return {text.vi, "at " + text.en};
  }
  const Label which = enumerate(minutes, [](int minute) { return same(std::to_string(minute)); });
  Label text = Label{"phút thứ ", "at minute "} + which;
  if (all_hours) return text + Label{" của mỗi giờ", " of every hour"};
  return text + Label{" của các giờ ", " of the hours "} +
         enumerate(hours, [](int hour) { return same(std::to_string(hour)); });
}

// Sunday is said last, as the week is counted in Viet Nam.
Label weekday_words(const CronField& field) {
  auto days = values_of(field);
  if (!days.empty() && days.front() == 0) {
    days.erase(days.begin());
    days.push_back(7);
  }
  return enumerate(days, [](int day) {
    const auto& name = weekdays[static_cast<std::size_t>(day % 7)];
    return Label{name.first, name.second};
  });
}

Label day_words(const Cron& cron) {
  const bool any_date = values_of(cron.day()).size() == 31;
  const bool any_weekday = values_of(cron.weekday()).size() == 7;
  const bool any_month = values_of(cron.month()).size() == 12;
  const Label dates =
      Label{"ngày ", "on day "} + enumerate(values_of(cron.day()), [](int day) { return same(std::to_string(day)); });
  const Label named = weekday_words(cron.weekday());
  const Label on_named = {named.vi, (named.en.starts_with("from") ? "" : "on ") + named.en};
  const bool either = !cron.day().starred && !cron.weekday().starred;
  Label text;
  if (any_date && any_weekday) {
    text = any_month ? Label{"hằng ngày", "every day"} : Label{"mỗi ngày", "every day"};
  } else if (any_date) {
    text = on_named;
  } else if (any_weekday) {
    text = dates;
  } else {
    text = dates + (either ? Label{" hoặc ", " or "} : Label{" nếu là ", " if it is "}) + (either ? on_named : named);
  }
  if (any_month) return any_date ? text : text + Label{" hằng tháng", " of every month"};
  return text + Label{", ", ", in "} + enumerate(values_of(cron.month()), [](int month) {
           return Label{"tháng " + std::to_string(month), months[static_cast<std::size_t>(month)]};
         });
}

Label cron_words(const Cron& cron) {
  Label time = time_words(cron);
  const Label days = day_words(cron);
  const bool repeats = time.en.starts_with("every") || time.en.starts_with("at minute");
  if (repeats && days.en == "every day") return time;
  return time + Label{" ", " "} + days;
}

Label trigger_words(const Plan& plan) {
  switch (plan.trigger) {
    case Trigger::every:
      return Label{"mỗi ", "every "} + duration(plan.every, interval);
    case Trigger::cron:
      return cron_words(*plan.cron);
    case Trigger::on_change:
      if (plan.at_most_every == 0) return {"ngay khi có thay đổi", "as soon as something changed"};
      return Label{"khi có thay đổi, cách nhau ít nhất ", "when something changed, at least "} +
             duration(plan.at_most_every, amount) + Label{"", " apart"};
    case Trigger::on_receive:
      return {"khi hệ thống đó gửi tới", "when the system sends"};
    case Trigger::by_hand:
      return {"chỉ khi có người yêu cầu", "only when a person asks"};
  }
  return {};
}

}  // namespace

Label describe(const Plan& plan) {
  Label text = trigger_words(plan);
  if (plan.window) {
    text = text + Label{", chỉ trong khoảng ", ", only between "} + same(clock_text(plan.window->from)) +
           Label{"–", " and "} + same(clock_text(plan.window->to));
  }
  if (plan.trigger == Trigger::cron || plan.window) text = text + same(" (" + plan.zone->name() + ")");
  if (plan.receives && plan.trigger != Trigger::on_receive) {
    text = text + Label{", và khi hệ thống đó gửi tới", ", and when the system sends"};
  }
  return text;
}

}  // namespace lt::schedule
