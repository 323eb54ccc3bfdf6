// Promises of retention: what has had its time goes, what is needed stays whatever its age.
#include "citizens.hpp"

#include <catch2/catch.hpp>

#include <limits>

using lt::Milliseconds;
using lt::model::Value;
using lt::store::Delivery;
using lt::store::DeliveryState;
using lt::store::LetterState;
using lt::store::Period;
using lt::store::RowId;
using lt::store::RunState;
using lt::store::Trace;

namespace {

constexpr Milliseconds day = 86'400'000;

class Retention : public store_world::Citizens {
 public:
  // What goes where all is kept `period`, by flow or entity; two at a time, so that pages follow one another.
  std::map<std::string, std::int64_t> expire(Trace trace, const Period& period, lt::store::Seq passed = everywhere) {
    auto reader = store->reader();
    std::map<std::string, std::int64_t> gone;
    lt::store::ExpiryQuery query{
        .trace = trace, .period = period, .now = clock.now(), .passed = passed, .after = 0, .limit = 2};
    for (bool more = true; more;) {
      const auto expired = reader.expired(query);
      CHECK(store->expire(trace, expired.ids) == std::ssize(expired.ids));
      for (const auto& [of, count] : expired.counts) gone[of] += count;
      query.after = expired.last;
      more = expired.more;
    }
    return gone;
  }

  void put_letter(const char* flow, const char* key, std::int64_t hash) {
    lt::store::DeadLetter letter;
    letter.flow = flow;
    letter.key = key;
    letter.step = "map";
    letter.reasons = {{"bad_date", "person.dob", "/dob", "no day"}};
    letter.payload = key;
    letter.raw_hash = hash;
    change([&](lt::store::Transaction& transaction) { transaction.put_dead_letter(1, letter); });
  }

  template <class Act>
  void change(const Act& act) {
    auto transaction = store->begin();
    act(transaction);
    transaction.commit();
  }

  std::int64_t id_of(const char* key) {
    for (const auto& letter : store->reader().dead_letters({.state = {}}))
      if (letter.key == key) return letter.id;
    return 0;
  }

  lt::store::RunId run(const char* flow, RunState state) {
    lt::store::RunId id = 0;
    change([&](lt::store::Transaction& transaction) {
      id = transaction.begin_run(flow, lt::store::Direction::in, "test");
      transaction.end_run(id, state, {}, {});
    });
    clock.advance(day);
    return id;
  }

  void deliver(RowId row, DeliveryState state, std::int64_t hash) {
    const Delivery delivery{.row = row, .state = state, .hash = hash, .seq = row, .remote_id = "r", .error = ""};
    change([&](lt::store::Transaction& transaction) { transaction.put_deliveries("app_out", std::vector{delivery}); });
  }

  void erase_person() {
    change([&](lt::store::Transaction& transaction) {
      transaction.erase({.entity = store->entity("person"), .row = an, .reason = "r", .who = "w", .in_flows = {}});
    });
  }

  std::int64_t tombstones() { return connect()->integer("SELECT count(*) FROM removed"); }

  static constexpr lt::store::Seq everywhere = std::numeric_limits<lt::store::Seq>::max();
};

using Gone = std::map<std::string, std::int64_t>;

}  // namespace

TEST_CASE_METHOD(Retention, "a letter goes after it was closed long enough, and one that waits never does") {
  for (const char* key : {"resolved", "dismissed", "reopened", "waiting"}) put_letter("lists_in", key, 7);
  change([&](lt::store::Transaction& transaction) {
    const std::vector<std::string_view> keys{"resolved"};
    transaction.resolve_dead_letters("lists_in", keys);
    for (const char* key : {"dismissed", "reopened"}) transaction.dismiss_dead_letter(id_of(key), "no need", "lan");
  });
  clock.advance(89 * day);
  CHECK(expire(Trace::dead_letters, {.usual = 90 * day}).empty());
  change([&](lt::store::Transaction& transaction) { transaction.reopen_dead_letter(id_of("reopened"), "lan"); });
  clock.advance(2 * day);
  CHECK(expire(Trace::dead_letters, {.usual = 90 * day}) == Gone{{"lists_in", 2}});
  CHECK(id_of("resolved") == 0);
  CHECK(id_of("dismissed") == 0);
  CHECK(id_of("reopened") != 0);
  CHECK(id_of("waiting") != 0);
  CHECK(connect()->integer("SELECT count(*) FROM letter_event") == 2);
}

TEST_CASE_METHOD(Retention, "a dismissed letter stays as long as its bytes keep coming, for a person decided of them") {
  put_letter("lists_in", "again", 7);
  change([&](lt::store::Transaction& transaction) { transaction.dismiss_dead_letter(id_of("again"), "r", "lan"); });
  clock.advance(80 * day);
  put_letter("lists_in", "again", 7);
  clock.advance(20 * day);
  CHECK(expire(Trace::dead_letters, {.usual = 90 * day}).empty());
  CHECK(store->reader().dead_letter(id_of("again"))->state == LetterState::dismissed);
  clock.advance(71 * day);
  CHECK(expire(Trace::dead_letters, {.usual = 90 * day}) == Gone{{"lists_in", 1}});
}

TEST_CASE_METHOD(Retention, "a flow's letters may have a time of their own, and for ever is never over") {
  put_letter("short", "a", 1);
  put_letter("long", "b", 2);
  put_letter("usual", "c", 3);
  change([&](lt::store::Transaction& transaction) {
    for (const char* key : {"a", "b", "c"}) transaction.dismiss_dead_letter(id_of(key), "r", "lan");
  });
  clock.advance(50 * day);
  const Period period{.usual = 40 * day, .of = {{"short", 10 * day}, {"long", lt::store::for_ever}}};
  CHECK(expire(Trace::dead_letters, period) == Gone{{"short", 1}, {"usual", 1}});
  CHECK(id_of("b") != 0);
  CHECK(expire(Trace::dead_letters, {}).empty());
}

TEST_CASE_METHOD(Retention, "old ledgers go, but the last of a flow and the last that succeeded stay") {
  run("portal", RunState::succeeded);
  run("portal", RunState::failed);
  const auto success = run("portal", RunState::succeeded);
  run("portal", RunState::failed);
  const auto last = run("portal", RunState::failed);
  const auto only = run("lists", RunState::failed);
  clock.advance(400 * day);
  CHECK(expire(Trace::runs, {.usual = 90 * day}) == Gone{{"portal", 3}});
  CHECK(store->reader().last_run("portal")->id == last);
  CHECK(store->reader().last_success("portal") == store->reader().run(success)->ended);
  CHECK(store->reader().last_run("lists")->id == only);
}

TEST_CASE_METHOD(Retention, "that a row was there is forgotten when nobody needs to know it any more") {
  const RowId gone = tell("place", "p", {Value::text("cinema")});
  deliver(gone, DeliveryState::delivered, 5);
  withdraw("place", "p");
  const auto seq = store->reader().last_seq();
  clock.advance(400 * day);
  CHECK(expire(Trace::removed, {.usual = 90 * day}).empty());  // the app may hold it
  deliver(gone, DeliveryState::withheld, 0);
  CHECK(expire(Trace::removed, {.usual = 90 * day}, seq).empty());  // a flow has not read it
  CHECK(expire(Trace::removed, {.usual = lt::store::for_ever, .of = {{"person", 1}}}).empty());
  CHECK(tombstones() == 1);
  CHECK(expire(Trace::removed, {.usual = 90 * day}, seq + 1) == Gone{{"place", 1}});
  CHECK(tombstones() == 0);
  CHECK(store->reader().deliveries("app_out", std::vector{gone}).empty());
  CHECK(store->reader().last_seq() == seq);
}

TEST_CASE_METHOD(Retention, "a row that went is remembered as long as what left of it, or of what was of it, is") {
  answer({dose});
  erase_person();
  clock.advance(400 * day);
  CHECK(expire(Trace::removed, {.usual = 90 * day}).empty());
  CHECK(rows_about("person", an).contains(dose));
  const auto kept = [&] { return connect()->integer("SELECT count(*) FROM disclosure WHERE at > 0"); };
  const auto sent = kept();
  CHECK(expire(Trace::disclosures, {.usual = 500 * day}).empty());
  CHECK(expire(Trace::disclosures, {.usual = 90 * day, .of = {{"app_out", lt::store::for_ever}}})["app_out"] == 0);
  CHECK(expire(Trace::disclosures, {.usual = 90 * day})["app_out"] == 12);
  CHECK(kept() == sent - (connect()->far() ? 13 : 12));
  if (!connect()->far()) {
    CHECK(rows_about("person", an) == std::set<RowId>{dose});
    CHECK(expire(Trace::answers, {.usual = 90 * day}) == Gone{{"answer passes", 1}});
  }
  // What was of others first, then what it was of.
  while (!expire(Trace::removed, {.usual = 90 * day}).empty()) continue;
  CHECK(tombstones() == 0);
  CHECK_FALSE(store->reader().disclosures_about(store->entity("person"), an));
  CHECK(store_world::problems(*store).empty());
}
