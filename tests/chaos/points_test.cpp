// Each disaster at each named point of a record's way in and out.
#include "chaos/points.hpp"

#include "chaos/comparison.hpp"
#include "chaos/watching.hpp"
#include "chaos/write_ahead_log.hpp"

#include <catch2/catch.hpp>

#include <csignal>

using namespace lt::chaos;
using lt::scenario::at;
using lt::scenario::Child;
using std::chrono::milliseconds;

namespace {

// Longer than the hub's second between two looks at its store and at what is due.
constexpr milliseconds a_while(1'500);
constexpr lt::Milliseconds hour = 3'600'000;
constexpr lt::Milliseconds day = 24 * hour;

// How far ahead the next midnight of Viet Nam (UTC+7) is, less a second.
lt::Milliseconds just_before_midnight() {
  const lt::Milliseconds of_today = (lt::SystemClock().now() + 7 * hour) % day;
  return day - of_today - 1'000;
}

void nothing(Scene& /*scene*/) {}

struct Disaster {
  Needs needs;
  bool hub_lives;  // and goes on by itself
  void (*befall)(Scene&, Child&);
  void (*afterwards)(Scene&) = nothing;  // once nobody holds the hub any more
};

void at_each_point(const Disaster& disaster) {
  peace();
  for (const Point& point : points()) {
    DYNAMIC_SECTION("at the point: " << point.name) {
      Scene scene(disaster.needs);
      Child serving = point.hold(scene, [&](Child& held) { disaster.befall(scene, held); });
      disaster.afterwards(scene);
      scene.let_go();
      if (disaster.hub_lives) {
        serves_until(serving, "the app holds everything", [&] { return scene.province().held() == peace().held; });
        stop(serving);
      }
      finish(scene.province().hub());
      check_nothing_lost(scene.province());
    }
  }
}

void check_store(Scene& scene) {
  CHECK(at(scene.province().hub().ask({"store", "check"}, 0), "/problems").as_array().empty());
}

}  // namespace

TEST_CASE("a hub killed at each point of a record's way loses nothing and tells nobody anything twice", "[kill]") {
  at_each_point({.needs = Needs::nothing, .hub_lives = false, .befall = [](Scene&, Child& hub) { kill_now(hub); }});
}

TEST_CASE("a hub stopped at each point goes on when it wakes", "[sleep]") {
  at_each_point({.needs = Needs::nothing, .hub_lives = true, .befall = [](Scene&, Child& hub) {
                   hub.signal(SIGSTOP);
                   serves_for(hub, a_while);
                   hub.signal(SIGCONT);
                 }});
}

TEST_CASE("a hub whose network is lost at each point, connections half open, goes on when it is back", "[network]") {
  at_each_point({.needs = Needs::nothing, .hub_lives = true, .befall = [](Scene& scene, Child& hub) {
                   scene.portal().freeze();
                   scene.app().freeze();
                   serves_for(hub, a_while);
                   scene.portal().cut();
                   scene.app().cut();
                   scene.portal().thaw();
                   scene.app().thaw();
                 }});
}

TEST_CASE("a hub whose clock jumps at each point, on, back and over midnight, goes on", "[clock]") {
  at_each_point({.needs = Needs::clock, .hub_lives = true, .befall = [](Scene& scene, Child& hub) {
                   for (const lt::Milliseconds ahead : {hour, -hour, just_before_midnight(), lt::Milliseconds{0}}) {
                     scene.clock().set_ahead(ahead);
                     serves_for(hub, a_while);
                   }
                 }});
}

TEST_CASE("a hub whose disk is full at each point goes on when there is room", "[full_disk]") {
  at_each_point({.needs = Needs::disk,
                 .hub_lives = true,
                 .befall =
                     [](Scene& scene, Child& hub) {
                       scene.disk().fill();
                       serves_for(hub, a_while);
                     },
                 .afterwards = [](Scene& scene) { scene.make_room(); }});
}

TEST_CASE("a hub whose disk hangs at each point goes on when it answers", "[hung_disk]") {
  at_each_point({.needs = Needs::disk, .hub_lives = true, .befall = [](Scene& scene, Child& hub) {
                   const Hang hang(scene.disk());
                   serves_for(hub, a_while);
                 }});
}

TEST_CASE("a disk that fails at each point costs nothing that was told", "[read_only_disk]") {
  at_each_point({.needs = Needs::disk,
                 .hub_lives = false,
                 .befall =
                     [](Scene& scene, Child& hub) {
                       if (!scene.disk().can_fail()) skip("this kernel has no trigger_fs_error, so no disk fails");
                       scene.disk().fail();
                       hub.wait(a_while);
                       end_now(hub);
                     },
                 .afterwards = [](Scene& scene) { scene.recover_disk(); }});
}

TEST_CASE("the power that goes at each point costs nothing that was told", "[power_cut]") {
  at_each_point({.needs = Needs::disk,
                 .hub_lives = false,
                 .befall =
                     [](Scene& scene, Child& hub) {
                       scene.disk().cut_power();
                       end_now(hub);
                     },
                 .afterwards =
                     [](Scene& scene) {
                       scene.recover_disk();
                       check_store(scene);
                     }});
}

TEST_CASE("a page torn at each point costs one transaction at most, which is done again", "[torn_page]") {
  if (on_server()) skip("pages of PostgreSQL are the server's promise (full_page_writes)");
  at_each_point({.needs = Needs::nothing,
                 .hub_lives = false,
                 .befall = [](Scene&, Child& hub) { kill_now(hub); },
                 .afterwards =
                     [](Scene& scene) {
                       WriteAheadLog(scene.province().store_file()).tear_last_transaction();
                       check_store(scene);
                     }});
}

TEST_CASE("a hub whose database server is stopped and restarted at each point goes on by itself", "[server]") {
  if (!on_server()) skip("LT_TEST_STORE=postgresql is not set: there is no server to restart");
  at_each_point({.needs = Needs::nothing, .hub_lives = true, .befall = [](Scene& scene, Child& hub) {
                   auto& server = scene.province().server();
                   server.freeze();
                   serves_for(hub, a_while);
                   server.kill();
                   serves_for(hub, a_while);
                   server.start();
                 }});
}
