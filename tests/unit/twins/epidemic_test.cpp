// The epidemic of the twins and the rows that systems make of it.
#include "twins/epidemic.hpp"

#include "twins/epidemic_rows.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include <set>

namespace lt::twins {
namespace {

const Epidemic week(38, 4'000, 10);

}  // namespace

TEST_CASE("nobody falls ill twice, and whoever infected someone was ill before") {
  std::set<std::uint64_t> homes;
  for (std::uint64_t n = 0; n < week.cases_until(6); ++n) {
    const auto someone = week.infection(n);
    CHECK(someone.person < 4'000);
    CHECK(homes.insert(someone.person / 4).second);
    if (someone.source) CHECK(week.infection(*someone.source).day < someone.day);
  }
  CHECK(homes.size() == 70);
}

TEST_CASE("contacts of the household are the three others of it") {
  for (std::uint64_t n = 0; n < week.cases_until(6); ++n) {
    const auto sick = week.infection(n).person;
    std::set<std::uint64_t> home{sick};
    for (std::uint64_t k = 0; k < 3; ++k) {
      const auto contact = week.contact(n * Epidemic::contacts_a_case + k);
      CHECK(contact.family);
      CHECK(contact.of == n);
      CHECK(contact.person / 4 == sick / 4);
      home.insert(contact.person);
    }
    CHECK(home.size() == 4);
  }
}

TEST_CASE("one sample of each case is positive and it is the sick person's") {
  for (std::uint64_t n = 0; n < week.cases_until(6) * Epidemic::samples_a_case; ++n) {
    const auto sample = week.sample(n);
    CHECK(sample.positive == (n % Epidemic::samples_a_case == 0));
    CHECK(sample.taken < sample.tested);
    if (sample.positive) CHECK(sample.person == week.infection(n / Epidemic::samples_a_case).person);
  }
}

TEST_CASE("a day adds rows and changes none of the days before") {
  using Maker = Rows (*)(const Epidemic&, int);
  for (const Maker make :
       {Maker(sample_rows), Maker(result_rows), Maker(home_stay_rows), Maker(home_checkin_rows),
        Maker(home_breach_rows), Maker(facility_rows), Maker(facility_stay_rows), Maker(camera_event_rows),
        Maker(enterprise_rows), Maker(worker_rows), Maker(worker_contact_rows), Maker(self_assessment_rows)}) {
    std::multiset<std::string> monday, sunday;
    for (const auto& row : make(week, 0)) monday.insert(row.json);
    for (const auto& row : make(week, 6)) {
      sunday.insert(row.json);
      const auto record = boost::json::parse(row.json);
      CHECK(record.at("updatedAt").as_string() == row.updated_at);
    }
    CHECK_FALSE(sunday.empty());
    CHECK(std::includes(sunday.begin(), sunday.end(), monday.begin(), monday.end()));
  }
}

TEST_CASE("about one in a hundred samples is wrong, and its result is of a sample that nobody has") {
  const auto samples = sample_rows(week, 6);
  const auto wrong = std::count_if(samples.begin(), samples.end(), [](const auto& row) { return row.wrong; });
  CHECK(wrong >= 1);
  CHECK(wrong <= 20);
  CHECK(result_rows(week, 6).size() == samples.size() - static_cast<std::size_t>(wrong));
}

}  // namespace lt::twins
