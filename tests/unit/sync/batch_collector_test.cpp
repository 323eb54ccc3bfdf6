// Promises of the batches between a connector and its mapper.
#include "sync/batch_collector.hpp"

#include <catch2/catch.hpp>

using namespace lt::sync;

namespace {

std::string filled_page(int records, std::size_t filler) {
  std::string page = "[";
  for (int i = 0; i < records; ++i) {
    page += (i > 0 ? "," : "") + std::string(R"({"id":)") + std::to_string(i + 1) + R"(,"text":")" +
            std::string(filler, 'x') + R"("})";
  }
  return page + "]";
}

}  // namespace

TEST_CASE("a page that would make a batch too large begins the next one") {
  BatchCollector collector(1, {"/id"}, {.records = 1'000, .bytes = 4'000});
  for (int i = 0; i < 3; ++i) collector.page(filled_page(2, 1'000), "", {});
  collector.close();
  const auto first = collector.next();
  REQUIRE(first);
  CHECK(first->number == 1);
  CHECK(first->raw.records().size() == 2);
  CHECK(first->raw.bytes() <= 4'000);
  const auto second = collector.next();
  REQUIRE(second);
  CHECK(second->raw.records().size() == 2);
  const auto third = collector.next();
  REQUIRE(third);
  CHECK(third->raw.records().size() == 2);
  CHECK_FALSE(collector.next());
}

TEST_CASE("a page that is too large alone still comes whole") {
  BatchCollector collector(1, {"/id"}, {.records = 1'000, .bytes = 100});
  collector.page(filled_page(3, 1'000), "", {});
  collector.checkpoint("behind it");
  collector.close();
  const auto batch = collector.next();
  REQUIRE(batch);
  CHECK(batch->raw.records().size() == 3);
}
