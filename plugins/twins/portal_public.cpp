// The portal's public statistics, list of provinces and list of vaccination places.
#include "twins/json_text.hpp"
#include "twins/places.hpp"
#include "twins/portal_twin.hpp"
#include "twins/random.hpp"
#include "twins/writing.hpp"

#include <algorithm>

namespace lt::twins {
namespace {

// Numbers of one province: Thanh Hóa's doses are those of the feed, the others' are made up around a population.
struct Statistics {
  std::uint64_t population, adults, injected, once, twice, thrice, allocated, received, places;
};

Statistics statistics_of(const Feed& feed, const Province& province) {
  Random random(feed.world().seed(), 600, static_cast<std::uint64_t>(std::stoi(std::string(province.code))));
  Statistics made{};
  made.population = 300'000 + random.below(3'500'000);
  made.injected = made.population * (120 + random.below(100)) / 100;
  made.places = 20 + random.below(600);
  if (province.code == thanh_hoa_code) {
    made.population = 3'640'128;  // census of 1/4/2019
    made.injected = feed.distinct();
    made.places = facilities().size();
  }
  // Of each 23 doses 10 are first ones, 8 second, 4 third, 1 fourth (world.cpp).
  made.adults = made.population * 71 / 100;
  made.once = made.injected * 10 / 23;
  made.twice = made.injected * 8 / 23;
  made.thrice = made.injected * 4 / 23;
  made.allocated = made.injected * 11 / 10;
  made.received = made.injected * 105 / 100;
  return made;
}

std::string daily(const Feed& feed, std::uint64_t injected) {
  std::string made;
  for (int back = 7; back > 0; --back) {
    Random random(feed.world().seed(), 601, injected, static_cast<std::uint64_t>(back));
    made += (made.empty() ? "" : ",") + std::string(R"({"reportedDate":)") +
            std::to_string((days_of({2022, 12, 31}) - back) * 86'400'000) + R"(,"totalInjected":)" +
            std::to_string(random.below(injected / 300 + 1)) + "}";
  }
  return made;
}

std::string province_row(const Feed& feed, const Province& province) {
  const auto s = statistics_of(feed, province);
  std::string made =
      R"({"provinceCode":)" + in_quotes(province.code) + R"(,"provinceName":)" + in_quotes(province.name);
  const auto put = [&](const char* name, std::uint64_t value) {
    made += std::string(",\"") + name + "\":" + std::to_string(value);
  };
  put("population", s.population);
  put("popOverEighteen", s.adults);
  put("totalInjected", s.injected);
  put("totalOnceInjected", s.once);
  put("totalTwiceInjected", s.twice);
  put("totalThriceInjected", s.thrice);
  put("totalVaccineAllocated", s.allocated);
  put("totalVaccineAllocatedReality", s.received);
  put("totalVaccinationLocation", s.places);
  return made + R"(,"vaccineInjectionDailies":[)" + daily(feed, s.injected) + "]}";
}

std::string all_provinces(const Feed& feed) {
  std::string made = "[";
  for (const auto& province : provinces()) made += (made.size() > 1 ? "," : "") + province_row(feed, province);
  return made + "]";
}

Statistics country(const Feed& feed) {
  Statistics sum{};
  for (const auto& province : provinces()) {
    const auto s = statistics_of(feed, province);
    sum.population += s.population;
    sum.adults += s.adults;
    sum.injected += s.injected;
    sum.once += s.once;
    sum.twice += s.twice;
    sum.allocated += s.allocated;
  }
  return sum;
}

std::string latest(const Feed& feed) {
  const auto s = country(feed);
  return R"({"allocatedDate":)" + std::to_string(days_of({2022, 12, 31}) * 86'400'000) + R"(,"vaccineTotal":)" +
         std::to_string(s.allocated * 12 / 10) + R"(,"vaccineAllocation":)" + std::to_string(s.allocated) +
         R"(,"objectInjection":)" + std::to_string(s.adults) + R"(,"totalPopulation":)" + std::to_string(s.population) +
         R"(,"totalOneInjected":)" + std::to_string(s.once) + R"(,"totalTwiceInjected":)" + std::to_string(s.twice) +
         "}";
}

std::string summary(const Feed& feed) {
  const auto s = country(feed);
  return R"({"totalVaccine":)" + std::to_string(s.allocated * 12 / 10) + R"(,"totalVaccineAllocated":)" +
         std::to_string(s.allocated) + R"(,"totalVaccinationRegistration":)" + std::to_string(s.adults) +
         R"(,"totalInjected":)" + std::to_string(s.injected) + "}";
}

std::string province_list() {
  std::string made = "[";
  for (const auto& province : provinces())
    made += (made.size() > 1 ? "," : "") + std::string(R"({"provinceCode":)") + in_quotes(province.code) +
            R"(,"provinceName":)" + in_quotes(province.name) + "}";
  return made + "]";
}

Reply places(const Request& request) {
  const auto page = request.number("page", 0), size = request.number("size", 20);
  if (page < 0 || size < 1 || size > 1000) return failure(400, "page must be 0 or more, size 1 to 1000");
  const auto asked = [&](const char* name, std::string_view code) {
    return request.parameter(name).empty() || request.parameter(name) == code;
  };
  std::string made;
  std::int64_t total = 0;
  for (const auto& facility : facilities()) {
    const auto& commune = communes()[facility.commune];
    if (!asked("provinceCode", thanh_hoa_code) || !asked("districtCode", commune.district_code) ||
        !asked("wardCode", commune.code))
      continue;
    const auto at = total++;
    if (at / size != page) continue;
    made += (made.empty() ? "" : ",") + std::string(R"({"name":)") + in_quotes(facility.name) + R"(,"address":)" +
            in_quotes(facility.address) + "}";
  }
  return reply(200, R"({"page":)" + std::to_string(page) + R"(,"size":)" + std::to_string(size) + R"(,"total":)" +
                        std::to_string(total) + R"(,"content":[)" + made + "]}");
}

}  // namespace

std::optional<Reply> public_answer(const Feed& feed, const Request& request) {
  const std::string_view path = request.path;
  constexpr std::string_view statistics = "/api/public/dashboard/vaccination-statistics/";
  if (path.starts_with(statistics)) {
    const auto which = path.substr(statistics.size());
    if (which == "all") return reply(200, all_provinces(feed));
    if (which == "get-detail-latest") return reply(200, latest(feed));
    if (which == "summary") return reply(200, summary(feed));
  }
  if (path == "/api/province/public/all") return reply(200, province_list());
  if (path.starts_with("/api/public/") && path.ends_with("/vaccination-location/search")) return places(request);
  return std::nullopt;
}

}  // namespace lt::twins
