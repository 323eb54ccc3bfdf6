// Seven points: a page on its way, come, stored; a batch sent, answered, its answer stored; a run ended.
#include "chaos/points.hpp"

#include "chaos/watching.hpp"
#include "chaos/writers_turn.hpp"

#include <catch2/catch.hpp>

#include <chrono>

namespace lt::chaos {

using scenario::Child;

namespace {

constexpr const char* without_end = "slow;ms=600000";

Child page_asked_for(Scene& scene, const Befall& befall) {
  Province& province = scene.province();
  const auto before = province.pages_asked_for();
  province.fault("portal", without_end, 5);
  Child serving = serve(province.hub());
  serves_until(serving, "the sixth page is asked for", [&] { return province.pages_asked_for() >= before + 6; });
  befall(serving);
  return serving;
}

// The portal is asked for one page after another, so a request for a later one says that this one has come.
Child page_received(Scene& scene, const Befall& befall) {
  Province& province = scene.province();
  const auto before = province.pages_asked_for();
  province.fault("portal", "slow;ms=100");
  Child serving = serve(province.hub());
  serves_until(serving, "a page came", [&] { return province.pages_asked_for() >= before + 3; });
  const WritersTurn turn(province);
  const auto next = province.pages_asked_for() + 2;
  // Or as many have come as the hub takes before it has stored one: then it asks for no more.
  const auto in_vain = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  serves_until(serving, "a page came that cannot be stored",
               [&] { return province.pages_asked_for() >= next || std::chrono::steady_clock::now() > in_vain; });
  befall(serving);
  return serving;
}

Child page_committed(Scene& scene, const Befall& befall) {
  Province& province = scene.province();
  province.fault("portal", without_end, 5);
  Child serving = serve(province.hub());
  serves_until(serving, "a page is stored", [&] { return province.counted("portal_injections", "/counts/read") > 0; });
  befall(serving);
  return serving;
}

// Both sources are in the store, and the app has nothing yet.
void read_all(Province& province) {
  for (const auto* flow : {"portal_injections", "ministry_lists"}) province.hub().run({"run", flow});
}

Child batch_sent(Scene& scene, const Befall& befall) {
  Province& province = scene.province();
  read_all(province);
  province.fault("app", without_end);
  Child serving = serve(province.hub());
  serves_until(serving, "the app has taken a batch", [&] { return province.held() > 0; });
  CHECK(province.counted("app_persons", "/counts/delivered") == 0);
  befall(serving);
  return serving;
}

Child answer_received(Scene& scene, const Befall& befall) {
  Province& province = scene.province();
  read_all(province);
  province.fault("app", "slow;ms=2000");
  Child serving = serve(province.hub());
  serves_until(serving, "the app has taken a batch", [&] { return province.held() > 0; });
  const WritersTurn turn(province);
  const auto before = scene.app().bytes_back();
  serves_until(serving, "the answer came", [&] { return scene.app().bytes_back() > before; });
  befall(serving);
  return serving;
}

Child cursor_moved(Scene& scene, const Befall& befall) {
  Province& province = scene.province();
  read_all(province);
  province.hub().twins().fault("app", "path=/api/v1/records/persons;after=1;kind=" + std::string(without_end));
  Child serving = serve(province.hub());
  serves_until(serving, "an answer is stored",
               [&] { return province.counted("app_persons", "/counts/delivered") > 0; });
  befall(serving);
  return serving;
}

Child run_ended(Scene& scene, const Befall& befall) {
  Province& province = scene.province();
  Child serving = serve(province.hub());
  serves_until(serving, "a run has ended",
               [&] { return province.counted("portal_injections", "/runs/succeeded") > 0; });
  befall(serving);
  return serving;
}

constexpr Point all[] = {{"a page asked for, not received", page_asked_for},
                         {"a page received, not committed", page_received},
                         {"a page committed", page_committed},
                         {"a batch sent, not answered", batch_sent},
                         {"an answer received, not stored", answer_received},
                         {"an answer stored, the cursor moved", cursor_moved},
                         {"a run ended", run_ended}};

}  // namespace

std::span<const Point> points() { return all; }

}  // namespace lt::chaos
