// Promises of telling which derive flows might never come to rest.
#include "mapping/derivation.hpp"

#include <catch2/catch.hpp>

using lt::mapping::circles;
using lt::mapping::Step;

namespace {

Step step(const char* flow, std::set<std::string> reads, std::set<std::string> writes) {
  return {flow, std::string(flow) + ".yaml", 7, std::move(reads), std::move(writes)};
}

}  // namespace

TEST_CASE("a chain of derive flows ends, whatever the order of the files") {
  const std::vector<Step> steps{step("notices", {"case.*", "case.level"}, {"notice.*", "notice.text"}),
                                step("cases", {"sample.*", "sample.result"}, {"case.*", "case.level"})};
  CHECK(circles(steps).empty());
}

TEST_CASE("two flows may go to and fro between entities as long as neither reads what follows from itself") {
  const std::vector<Step> steps{
      step("messages", {"invitation.*", "invitation.place"}, {"message.*", "message.text"}),
      step("outcomes", {"message.*", "message.text", "message.status"}, {"invitation.status"})};
  CHECK(circles(steps).empty());
}

TEST_CASE("a circle is told once, with its flows, the field and the line") {
  const std::vector<Step> steps{step("messages", {"invitation.*", "invitation.status"}, {"message.*", "message.text"}),
                                step("outcomes", {"message.*", "message.status"}, {"invitation.status"})};
  const auto found = circles(steps);
  REQUIRE(found.size() == 1);
  CHECK(found.front().file == "outcomes.yaml");
  CHECK(found.front().line == 7);
  CHECK(found.front().message.find("messages writes message.*, which outcomes reads; outcomes writes "
                                   "invitation.status, which messages reads") != std::string::npos);
}

TEST_CASE("a flow that reads what it writes is a circle of one") {
  CHECK(circles(std::vector<Step>{step("contacts", {"case.*"}, {"case.*"})}).size() == 1);
}
