// Time zones over ICU's copy of the IANA database.
#include "schedule/time_zone.hpp"

#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <utility>

namespace lt::schedule {
namespace {

constexpr Milliseconds widest_offset = 15 * hour_ms;  // zones reach from UTC−12 to UTC+14

class IcuTimeZone : public TimeZone {
 public:
  IcuTimeZone(std::string name, std::unique_ptr<icu::TimeZone> zone) : name_(std::move(name)), zone_(std::move(zone)) {}

  const std::string& name() const override { return name_; }

  Milliseconds offset_at(Milliseconds instant) const override {
    std::int32_t raw = 0;
    std::int32_t daylight = 0;
    UErrorCode status = U_ZERO_ERROR;
    zone_->getOffset(static_cast<UDate>(instant), false, raw, daylight, status);
    return U_SUCCESS(status) ? raw + daylight : 0;
  }

 private:
  std::string name_;
  std::unique_ptr<icu::TimeZone> zone_;
};

}  // namespace

std::shared_ptr<const TimeZone> TimeZone::find(const std::string& name) {
  std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
  if (!zone || *zone == icu::TimeZone::getUnknown()) return nullptr;
  return std::make_shared<IcuTimeZone>(name, std::move(zone));
}

std::vector<std::string> TimeZone::names() {
  std::vector<std::string> list;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> zones(
      icu::TimeZone::createTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL, nullptr, nullptr, status));
  if (U_FAILURE(status)) return list;
  list.emplace_back("Asia/Ho_Chi_Minh");  // ICU's canonical name is the older Asia/Saigon
  while (const icu::UnicodeString* id = zones->snext(status)) id->toUTF8String(list.emplace_back());
  return list;
}

std::vector<Milliseconds> TimeZone::instants(LocalTime time) const {
  const Milliseconds before = offset_at(time - widest_offset - hour_ms);
  const Milliseconds after = offset_at(time + widest_offset + hour_ms);
  std::vector<Milliseconds> list;
  for (const Milliseconds offset : {std::max(before, after), std::min(before, after)}) {
    const Milliseconds instant = time - offset;
    if (offset_at(instant) == offset && (list.empty() || list.back() != instant)) list.push_back(instant);
  }
  return list;
}

Milliseconds TimeZone::first_at_or_past(LocalTime time) const {
  const auto exact = instants(time);
  if (!exact.empty()) return exact.front();
  Milliseconds before = time - offset_at(time + widest_offset + hour_ms);  // clocks still show less than `time`
  Milliseconds after = time - offset_at(time - widest_offset - hour_ms);   // clocks already show more
  while (after - before > 1) {
    const Milliseconds middle = before + (after - before) / 2;
    (local(middle) < time ? before : after) = middle;
  }
  return after;
}

bool TimeZone::is_steady(LocalTime midnight) const {
  return offset_at(midnight - widest_offset) == offset_at(midnight + 24 * hour_ms + widest_offset);
}

}  // namespace lt::schedule
