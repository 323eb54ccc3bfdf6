// Numbers, ISO 8601 and patterns, by std::chrono's calendar.
#include <lienthong/rest/moment.hpp>
#include <lienthong/sdk/failure.hpp>

#include <charconv>
#include <chrono>

namespace lt::rest {
namespace {

constexpr std::string_view iso_pattern = "%Y-%m-%dT%H:%M:%S";
constexpr std::string_view letters = "YmdHMS";

struct Parts {
  int values[6] = {1970, 1, 1, 0, 0, 0};  // in the order of `letters`
};

std::string padded(int value, int width) {
  std::string text = std::to_string(value);
  if (text.size() < static_cast<std::size_t>(width)) text.insert(0, static_cast<std::size_t>(width) - text.size(), '0');
  return text;
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// A moment of the years 0 to 9999, as the patterns can say it too; `unit` in milliseconds.
std::optional<Milliseconds> of_epoch(std::string_view text, Milliseconds unit) {
  constexpr Milliseconds first = -62'167'219'200'000;
  constexpr Milliseconds last = 253'402'300'799'999;
  const auto count = number(text);
  if (!count || *count < first / unit || *count > last / unit) return std::nullopt;
  return *count * unit;
}

std::string by_pattern(std::string_view pattern, Milliseconds moment) {
  using namespace std::chrono;
  const sys_time<milliseconds> time{milliseconds(moment)};
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(floor<seconds>(time - day));
  const int values[6] = {static_cast<int>(date.year()),
                         static_cast<int>(static_cast<unsigned>(date.month())),
                         static_cast<int>(static_cast<unsigned>(date.day())),
                         static_cast<int>(clock.hours().count()),
                         static_cast<int>(clock.minutes().count()),
                         static_cast<int>(clock.seconds().count())};
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const std::size_t letter = pattern[i] == '%' ? letters.find(pattern[++i]) : std::string_view::npos;
    if (letter == std::string_view::npos)
      text += pattern[i];
    else
      text += padded(values[letter], letter == 0 ? 4 : 2);
  }
  return text;
}

// What the pattern leaves of the text, or nothing where they do not fit.
std::optional<std::string_view> take_pattern(std::string_view pattern, std::string_view text, Parts& parts) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') {
      if (text.empty() || text.front() != pattern[i]) return std::nullopt;
      text.remove_prefix(1);
      continue;
    }
    const std::size_t letter = letters.find(pattern[++i]);
    const std::size_t width = letter == 0 ? 4 : 2;
    const auto value = number(text.substr(0, width));
    if (text.size() < width || !value || *value < 0) return std::nullopt;
    parts.values[letter] = static_cast<int>(*value);
    text.remove_prefix(width);
  }
  return text;
}

std::optional<Milliseconds> moment_of(const Parts& parts) {
  using namespace std::chrono;
  const auto& v = parts.values;
  const year_month_day date{year(v[0]), month(static_cast<unsigned>(v[1])), day(static_cast<unsigned>(v[2]))};
  if (!date.ok() || v[3] > 23 || v[4] > 59 || v[5] > 60) return std::nullopt;
  const auto time = sys_days(date) + hours(v[3]) + minutes(v[4]) + seconds(v[5]);
  return duration_cast<milliseconds>(time.time_since_epoch()).count();
}

// The end of an ISO moment: fraction and zone. Nothing where it is something else.
std::optional<Milliseconds> iso_rest(std::string_view rest, int default_offset_minutes) {
  Milliseconds extra = 0;
  if (!rest.empty() && rest.front() == '.') {
    const std::size_t end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
    std::string digits(rest.substr(1, end - 1));
    digits.resize(3, '0');
    extra = number(digits).value_or(0);
    rest.remove_prefix(end);
  }
  if (rest.empty()) return extra - default_offset_minutes * 60'000LL;
  if (rest == "Z") return extra;
  if (rest.size() < 5 || (rest.front() != '+' && rest.front() != '-')) return std::nullopt;
  const auto hours = number(rest.substr(1, 2));
  const auto minutes = number(rest.substr(rest.size() - 2));
  if (!hours || !minutes || rest.size() > 6) return std::nullopt;
  const Milliseconds offset = (*hours * 60 + *minutes) * 60'000;
  return rest.front() == '+' ? extra - offset : extra + offset;
}

}  // namespace

std::optional<Milliseconds> read_http_date(std::string_view text) {
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (text.size() != 29 || !text.ends_with(" GMT")) return std::nullopt;  // Sun, 06 Nov 1994 08:49:37 GMT
  const std::size_t month = months.find(text.substr(8, 3));
  if (month == std::string_view::npos || month % 3 != 0) return std::nullopt;
  Parts parts;
  const auto rest = take_pattern("%d", text.substr(5), parts);
  const auto end = take_pattern("%Y %H:%M:%S GMT", text.substr(12), parts);
  parts.values[1] = static_cast<int>(month / 3) + 1;
  return rest && end ? moment_of(parts) : std::nullopt;
}

MomentFormat::MomentFormat(std::string format, int utc_offset_minutes)
    : format_(std::move(format)), utc_offset_minutes_(utc_offset_minutes) {
  if (format_ == "epoch_ms" || format_ == "epoch_s" || format_ == "iso") return;
  if (format_.find('%') == std::string::npos)
    throw sdk::misconfigured("'" + format_ + "' is no format of moments; use epoch_ms, epoch_s, iso or a pattern of %");
  for (std::size_t at = format_.find('%'); at != std::string::npos; at = format_.find('%', at + 2))
    if (at + 1 == format_.size() || letters.find(format_[at + 1]) == std::string_view::npos)
      throw sdk::misconfigured("the format '" + format_ + "' may hold %Y %m %d %H %M %S and no other %");
}

std::string MomentFormat::write(Milliseconds moment) const {
  if (format_ == "epoch_ms") return std::to_string(moment);
  if (format_ == "epoch_s") return std::to_string(moment / 1000);
  if (format_ == "iso") return by_pattern(iso_pattern, moment) + "Z";
  return by_pattern(format_, moment + utc_offset_minutes_ * 60'000LL);
}

std::optional<Milliseconds> MomentFormat::read(std::string_view text) const {
  if (format_ == "epoch_ms") return of_epoch(text, 1);
  if (format_ == "epoch_s") return of_epoch(text, 1000);
  Parts parts;
  const auto rest = take_pattern(format_ == "iso" ? iso_pattern : std::string_view(format_), text, parts);
  const auto moment = moment_of(parts);
  if (!rest || !moment) return std::nullopt;
  if (format_ == "iso") {
    const auto extra = iso_rest(*rest, utc_offset_minutes_);
    return extra ? std::optional(*moment + *extra) : std::nullopt;
  }
  return rest->empty() ? std::optional(*moment - utc_offset_minutes_ * 60'000LL) : std::nullopt;
}

}  // namespace lt::rest
