// Functions on days and moments.
#include "base/date.hpp"
#include "base/timestamp.hpp"
#include "mapping/expression.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace lt::mapping {
namespace {

// The order in which date(any) tries formats: those that cannot be taken for one another.
constexpr std::array any_date{DateFormat::dmy, DateFormat::ymd, DateFormat::iso, DateFormat::year};

std::string prepare_date(Call& call, const Surroundings&) {
  for (const std::string& name : call.literals) {
    if (name == "any") {
      for (const DateFormat format : any_date) call.options.push_back(static_cast<int>(format));
    } else if (const auto format = date_format(name)) {
      call.options.push_back(static_cast<int>(*format));
    } else {
      return "unknown format '" + name + "'; known: any, " + date_format_names();
    }
  }
  return {};
}

std::string prepare_timestamp(Call& call, const Surroundings&) {
  for (const std::string& name : call.literals) {
    const auto format = timestamp_format(name);
    if (!format) return "unknown format '" + name + "'; known: " + timestamp_format_names();
    call.options.push_back(static_cast<int>(*format));
  }
  return {};
}

bool refuse(const Call& call, std::string problem, Context& context) {
  if (call.literals.size() > 1) {
    problem += "; nor is it one in another format tried:";
    for (std::size_t i = 1; i < call.literals.size(); ++i) problem += (i > 1 ? ", " : " ") + call.literals[i];
  }
  return context.fail("bad_date", std::move(problem));
}

int two_digits(const char* at) {
  const int tens = at[0] - '0';
  const int ones = at[1] - '0';
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
}

// The commonest form of all, "05/03/1995", turned round digit by digit; anything unusual is left to read_date().
bool quick_day(std::string_view text, char* out) {
  const char* in = text.data();
  const int day = two_digits(in);
  const int month = two_digits(in + 3);
  const int century = two_digits(in + 6);
  const bool good = in[2] == '/' && in[5] == '/' && day >= 1 && day <= 28 && month >= 1 && month <= 12 &&
                    (century == 19 || century == 20) && two_digits(in + 8) >= 0;
  if (!good) return false;
  std::memcpy(out, in + 6, 4);
  out[4] = '-';
  std::memcpy(out + 5, in + 3, 2);
  out[7] = '-';
  std::memcpy(out + 8, in, 2);
  return true;
}

bool quick_date(std::string_view text, Context& context, Value& out) {
  if (text.size() != 10) return false;
  char* place = context.arena->allocate(10);
  if (!quick_day(text, place)) {
    context.arena->give_back(10);
    return false;
  }
  out = Value::text({place, 10});
  return true;
}

// "05/03/1995 08:09:10", Vietnamese time.
bool quick_timestamp(std::string_view text, Context& context, Value& out) {
  if (text.size() != 19 || text[10] != ' ' || text[13] != ':' || text[16] != ':') return false;
  const int hour = two_digits(text.data() + 11);
  const int minute = two_digits(text.data() + 14);
  const int second = two_digits(text.data() + 17);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return false;
  char* place = context.arena->allocate(25);
  if (!quick_day(text, place)) {
    context.arena->give_back(25);
    return false;
  }
  place[10] = 'T';
  std::memcpy(place + 11, text.data() + 11, 8);
  std::copy_n("+07:00", 6, place + 19);
  out = Value::text({place, 25});
  return true;
}

bool date(const Call& call, const Value& in, Context& context, Value& out) {
  const std::string_view text = text_of(in, context);
  if (call.options.front() == static_cast<int>(DateFormat::dmy) && quick_date(text, context, out)) return true;
  for (const int option : call.options) {
    if (const auto day = read_date(static_cast<DateFormat>(option), text)) {
      const DateText written = canonical(*day);
      out = std::string_view(written) == text ? Value::text(text) : context.keep(written);
      return true;
    }
  }
  return refuse(call, date_problem(static_cast<DateFormat>(call.options.front()), text), context);
}

bool timestamp(const Call& call, const Value& in, Context& context, Value& out) {
  const std::string_view text = text_of(in, context);
  if (call.options.front() == static_cast<int>(TimestampFormat::dmy) && quick_timestamp(text, context, out))
    return true;
  for (const int option : call.options) {
    if (const auto moment = read_timestamp(static_cast<TimestampFormat>(option), text)) {
      out = context.keep(canonical_timestamp(*moment));
      if (!out.empty()) return true;
    }
  }
  return refuse(call, timestamp_problem(static_cast<TimestampFormat>(call.options.front()), text), context);
}

bool day(const Call&, const Value& in, Context& context, Value& out) {
  const std::string_view text = in.as_text();
  if (text.size() == 4 || text.size() == 10) {
    out = in;
    return true;
  }
  if (text.size() != 25 || text[10] != 'T') {
    return context.fail("bad_date",
                        "'" + std::string(text.substr(0, 60)) +
                            "' is no canonical date or timestamp; put date(…) or timestamp(…) before 'day'");
  }
  out = Value::text(text.substr(0, 10));
  return true;
}

bool year(const Call&, const Value& in, Context& context, Value& out) {
  const std::string_view text = text_of(in, context);
  if (text.size() < 4 || !read_date(DateFormat::year, text.substr(0, 4))) {
    return context.fail("bad_date", "'" + std::string(text.substr(0, 60)) + "' begins with no year");
  }
  out = Value::text(text.substr(0, 4));
  return true;
}

bool dmy(const Call&, const Value& in, Context& context, Value& out) {
  const auto day = from_canonical_date(in.as_text().substr(0, 10));
  if (!day) return context.fail("bad_date", "'" + std::string(in.as_text().substr(0, 60)) + "' is no canonical date");
  if (day->month == 0) {
    out = in;
    return true;
  }
  const std::string_view text = in.as_text();
  char* place = context.arena->allocate(10);
  const std::string_view parts[] = {text.substr(8, 2), "/", text.substr(5, 2), "/", text.substr(0, 4)};
  char* at = place;
  for (const auto part : parts) at = std::copy(part.begin(), part.end(), at);
  out = Value::text({place, 10});
  return true;
}

bool epoch_ms(const Call&, const Value& in, Context& context, Value& out) {
  const std::string_view text = in.as_text();
  if (const auto moment = from_canonical_timestamp(text)) {
    out = Value::integer(*moment);
    return true;
  }
  const auto day = from_canonical_date(text);
  if (!day || day->month == 0) {
    return context.fail("bad_date", "'" + std::string(text.substr(0, 60)) + "' is no canonical day or moment");
  }
  out = Value::integer(days_from_civil(day->year, day->month, day->day) * day_ms);
  return true;
}

// A moment is past as soon as it is over, a day when the next one has begun.
bool if_past(const Call&, const Value& in, Context& context, Value& out) {
  const std::string_view text = in.as_text();
  const auto moment = from_canonical_timestamp(text);
  if (!moment && !from_canonical_date(text)) {
    return context.fail("bad_date", "'" + std::string(text.substr(0, 60)) + "' is no canonical day or moment");
  }
  out = (moment ? *moment < context.received_at : text < context.today) ? in : Value();
  return true;
}

std::string prepare_days(Call& call, const Surroundings&) {
  const std::string& text = call.literals[0];
  int days = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
  if (error != std::errc() || end != text.data() + text.size() || days < 1 || days > 36'500)
    return "'" + text + "' is no number of days from 1 to 36500";
  call.options = {days};
  return {};
}

bool plus_days(const Call& call, const Value& in, Context& context, Value& out) {
  const std::string_view text = in.as_text();
  const auto moment = from_canonical_timestamp(text);
  const auto day = from_canonical_date(text);
  if (!moment && (!day || day->day == 0)) {
    return context.fail("bad_date", "'" + std::string(text.substr(0, 60)) + "' is no canonical day or moment");
  }
  const std::int64_t days = call.options.front();
  const DateText later = moment ? canonical_timestamp(*moment + days * day_ms)
                                : canonical(civil_from_days(days_from_civil(day->year, day->month, day->day) + days));
  out = context.keep(later);
  return !out.empty() || context.fail("bad_date", "'" + std::string(text) + "' and " + std::to_string(days) +
                                                      " days is beyond the year 2100");
}

bool not_before(const Call&, std::span<const Value> in, Context& context, Value& out) {
  const std::string_view later = in[0].as_text();
  const std::string_view earlier = in[1].as_text();
  const std::size_t length = std::min({later.size(), earlier.size(), std::size_t{10}});
  if (!in[0].empty() && !in[1].empty() && later.substr(0, length) < earlier.substr(0, length)) {
    return context.fail("dates_out_of_order", "'" + std::string(later) + "' lies before '" + std::string(earlier) +
                                                  "', which must come first: correct one of the two at the source");
  }
  out = in[0];
  return true;
}

std::string prepare_not_before(Call& call, const Surroundings&) {
  for (const Expression& input : call.inputs) {
    if (input.result != Result::date && input.result != Result::timestamp) {
      return "both sources must end with date(…) or timestamp(…)";
    }
  }
  if (!call.inputs.empty()) return {};
  return "two sources are needed";
}

// Whole years; of a year alone, as if it were its first day.
bool age(const Call&, std::span<const Value> in, Context& context, Value& out) {
  out = Value();
  if (in[0].empty() || in[1].empty()) return true;
  const auto born = from_canonical_date(in[0].as_text().substr(0, 10));
  const auto on = from_canonical_date(in[1].as_text().substr(0, 10));
  if (!born || !on) {
    return context.fail("bad_date", "'" + std::string(in[born ? 1 : 0].as_text().substr(0, 60)) +
                                        "' is no canonical day, of which an age could be told");
  }
  const bool birthday_to_come = std::pair(on->month, on->day) < std::pair(born->month, born->day);
  out = Value::integer(on->year - born->year - (birthday_to_come ? 1 : 0));
  return true;
}

constexpr auto date_table = std::to_array<Function>({
    {.name = "date",
     .usage =
         "date(FORMAT, …) with any, dd/mm/yyyy, yyyy-mm-dd, yyyyMMdd, ddMMyyyy, epoch_ms, excel, excel1904, yyyy, iso",
     .purpose = "a day in canonical form; formats are tried in order; epoch_ms means a UTC day",
     .result = Result::date,
     .least_literals = 1,
     .most_literals = 8,
     .run = date,
     .prepare = prepare_date},
    {.name = "timestamp",
     .usage = "timestamp(FORMAT, …) with dd/mm/yyyy hh:mm, iso, yyyyMMddHHmm, yyMMddHHmm, epoch_ms, epoch_s, excel, "
              "excel1904",
     .purpose = "a moment in canonical form, in Vietnam's time where it names no offset",
     .result = Result::timestamp,
     .least_literals = 1,
     .most_literals = 8,
     .run = timestamp,
     .prepare = prepare_timestamp},
    {.name = "day", .usage = "day", .purpose = "the day of a canonical timestamp", .result = Result::date, .run = day},
    {.name = "year", .usage = "year", .purpose = "the year of a canonical date", .result = Result::date, .run = year},
    {.name = "if_past",
     .usage = "if_past",
     .purpose = "a canonical day or moment where it has passed, else nothing; outwards and in summaries only",
     .keeps_result = true,
     .run = if_past},
    {.name = "plus_days",
     .usage = "plus_days(DAYS)",
     .purpose = "a canonical date or timestamp so many days later",
     .keeps_result = true,
     .least_literals = 1,
     .most_literals = 1,
     .run = plus_days,
     .prepare = prepare_days},
    {.name = "not_before",
     .usage = "not_before(DATE, EARLIER)",
     .purpose = "the first date, refused where it lies before the second",
     .result = Result::unknown,
     .combine = not_before,
     .least_inputs = 2,
     .most_inputs = 2,
     .prepare = prepare_not_before},
    {.name = "age",
     .usage = "age(BIRTH, DAY), two sources",
     .purpose = "the whole years from the first date to the second",
     .result = Result::integer,
     .combine = age,
     .least_inputs = 2,
     .most_inputs = 2},
    {.name = "dd_mm_yyyy",
     .usage = "dd_mm_yyyy",
     .purpose = "a canonical date or timestamp as dd/mm/yyyy, for partners",
     .run = dmy},
    {.name = "to_epoch_ms",
     .usage = "to_epoch_ms",
     .purpose = "a canonical day (its 00:00 UTC) or timestamp in milliseconds, for partners",
     .result = Result::integer,
     .run = epoch_ms},
});

}  // namespace

std::span<const Function> date_functions() { return date_table; }

}  // namespace lt::mapping
