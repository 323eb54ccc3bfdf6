// kill -9 at each named point of a record's way in and out, where partners and the store's lock hold the hub.
#include "chaos/comparison.hpp"
#include "chaos/relay.hpp"
#include "chaos/watching.hpp"
#include "chaos/writers_turn.hpp"

#include <catch2/catch.hpp>

using namespace lt::chaos;
using lt::scenario::Child;
using std::chrono::milliseconds;

namespace {

constexpr const char* without_end = "slow;ms=600000";

void page_asked_for(Province& province) {
  const auto before = province.pages_asked_for();
  province.fault("portal", without_end, 5);
  Child serving = serve(province.hub());
  serves_until(serving, "the sixth page is asked for", [&] { return province.pages_asked_for() >= before + 6; });
  kill_now(serving);
}

// The portal is asked for one page after another, so a request for a later one says that this one has come.
void page_received(Province& province) {
  const auto before = province.pages_asked_for();
  province.fault("portal", "slow;ms=100");
  Child serving = serve(province.hub());
  serves_until(serving, "a page came", [&] { return province.pages_asked_for() >= before + 3; });
  const WritersTurn turn(province);
  const auto next = province.pages_asked_for() + 2;
  serves_until(serving, "a page came that cannot be stored", [&] { return province.pages_asked_for() >= next; });
  kill_now(serving);
}

void page_committed(Province& province) {
  province.fault("portal", without_end, 5);
  Child serving = serve(province.hub());
  serves_until(serving, "a page is stored", [&] { return province.counted("portal_injections", "/counts/read") > 0; });
  kill_now(serving);
}

// Both sources are in the store, and the app has nothing yet.
void read_all(Province& province) {
  for (const auto* flow : {"portal_injections", "ministry_lists"}) province.hub().run({"run", flow});
}

void batch_sent(Province& province) {
  read_all(province);
  province.fault("app", without_end);
  Child serving = serve(province.hub());
  serves_until(serving, "the app has taken a batch", [&] { return province.held() > 0; });
  CHECK(province.counted("app_persons", "/counts/delivered") == 0);
  kill_now(serving);
}

void answer_received(Province& province) {
  read_all(province);
  Relay app(province.hub().twins().port("app"));
  const std::string address = province.hub().twins_url("app");
  province.readdress("smart_thanh_hoa", address, app.url());
  province.fault("app", "slow;ms=2000");
  Child serving = serve(province.hub());
  serves_until(serving, "the app has taken a batch", [&] { return province.held() > 0; });
  const WritersTurn turn(province);
  const auto before = app.bytes_back();
  serves_until(serving, "the answer came", [&] { return app.bytes_back() > before; });
  kill_now(serving);
  province.readdress("smart_thanh_hoa", app.url(), address);
}

void cursor_moved(Province& province) {
  read_all(province);
  province.hub().twins().fault("app", "path=/api/v1/records/persons;after=1;kind=" + std::string(without_end));
  Child serving = serve(province.hub());
  serves_until(serving, "an answer is stored",
               [&] { return province.counted("app_persons", "/counts/delivered") > 0; });
  kill_now(serving);
}

void run_ended(Province& province) {
  Child serving = serve(province.hub());
  serves_until(serving, "a run has ended",
               [&] { return province.counted("portal_injections", "/runs/succeeded") > 0; });
  kill_now(serving);
}

struct Point {
  const char* name;
  void (*kill_there)(Province&);
};

constexpr Point points[] = {{"a page asked for, not received", page_asked_for},
                            {"a page received, not committed", page_received},
                            {"a page committed", page_committed},
                            {"a batch sent, not answered", batch_sent},
                            {"an answer received, not stored", answer_received},
                            {"an answer stored, the cursor moved", cursor_moved},
                            {"a run ended", run_ended}};

}  // namespace

TEST_CASE("a hub killed at each point of a record's way loses nothing and tells nobody anything twice") {
  peace();
  Province province;
  for (const auto& [name, kill_there] : points) {
    INFO("killed at: " << name);
    province.begin_again();
    province.take_time(milliseconds(0));
    kill_there(province);
    province.clear_faults();
    finish(province.hub());
    check_nothing_lost(province);
  }
}
