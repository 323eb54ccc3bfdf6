// Promises of the command that keeps retention.yaml: by the clock, by the entity of a flow, shown before it is done.
#include "app/configuration.hpp"
#include "shipped_hub.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <fstream>

namespace {

namespace json = boost::json;

// A dismissed letter of each of these flows.
void dismiss_letters(const ShippedHub& hub, const std::vector<std::string>& flows) {
  const lt::FixedClock clock(ShippedHub::start);
  const auto configuration = lt::app::Configuration::load_valid(hub.path("config"));
  auto store =
      lt::store::Store::open(configuration->store_options(lt::store::Access::command), configuration->model(), clock);
  auto transaction = store.begin();
  for (const auto& flow : flows) {
    lt::store::DeadLetter letter;
    letter.flow = flow;
    letter.key = "1";
    letter.step = "map";
    letter.reasons = {{"bad_date", "person.birth_date", "/dob", "no day"}};
    letter.payload = "{}";
    transaction.put_dead_letter(1, letter);
  }
  for (std::int64_t id = 1; id <= std::ssize(flows); ++id) transaction.dismiss_dead_letter(id, "no need", "lan");
  transaction.commit();
}

json::array gone(const ShippedHub& hub, std::vector<std::string> words, lt::Milliseconds now) {
  words.insert(words.begin(), {"--json", "retention"});
  const Said said = hub.say(words, now);
  INFO(said.err);
  REQUIRE(said.status == 0);
  return json::parse(said.out).at("gone").as_array();
}

std::string letters(const std::string& flow) {
  return json::serialize(json::array{json::object{{"trace", "dead_letters"}, {"of", flow}, {"count", 1}}});
}

}  // namespace

TEST_CASE("what a class of data says holds for its entities, and what an entity says holds over it") {
  const ShippedHub hub;
  dismiss_letters(hub, {"checkpoint_scans", "portal_injections"});
  std::ofstream settings(hub.path("config/retention.yaml"), std::ios::app);
  settings << "classes:\n  sensitive: {dead_letters: 30d}\n" << std::flush;
  CHECK(json::serialize(gone(hub, {}, ShippedHub::start + 31 * lt::day_ms)) == letters("portal_injections"));
  CHECK(json::serialize(gone(hub, {}, ShippedHub::start + 61 * lt::day_ms)) == letters("checkpoint_scans"));
  settings << "  secret: {dead_letters: 30d}\n" << std::flush;
  const Said said = hub.say({"validate"}, ShippedHub::start);
  CHECK(said.status == 3);
  CHECK_THAT(said.err, Catch::Contains("there is no class 'secret'"));
}

TEST_CASE("letters go by the clock, those of a flow by the time of its entity, and a rehearsal deletes nothing") {
  const ShippedHub hub;
  dismiss_letters(hub, {"checkpoint_scans", "portal_injections"});
  CHECK(gone(hub, {}, ShippedHub::start + 60 * lt::day_ms).empty());
  for (int twice = 0; twice < 2; ++twice)
    CHECK(json::serialize(gone(hub, {"--dry-run"}, ShippedHub::start + 61 * lt::day_ms)) ==
          letters("checkpoint_scans"));
  CHECK(json::serialize(gone(hub, {}, ShippedHub::start + 61 * lt::day_ms)) == letters("checkpoint_scans"));
  CHECK(gone(hub, {}, ShippedHub::start + 180 * lt::day_ms).empty());
  CHECK(json::serialize(gone(hub, {}, ShippedHub::start + 181 * lt::day_ms)) == letters("portal_injections"));
  CHECK(gone(hub, {}, ShippedHub::start + 10'000 * lt::day_ms).empty());
}
