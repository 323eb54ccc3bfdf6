// Promises of keeping: whole or not at all, once, and as it was.
#include "report/archive.hpp"

#include "sample.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace lt::report;
namespace fs = std::filesystem;

namespace {

struct Folder {
  fs::path path = fs::temp_directory_path() / ("lienthong_archive_" + std::to_string(::getpid()));
  Folder() { fs::remove_all(path); }
  ~Folder() { fs::remove_all(path); }
};

ReportSource day_of(lt::Milliseconds now) {
  ReportSource source = night();
  source.kind = Kind::daily;
  source.period = last_whole_period(Kind::daily, now);
  source.now = now;
  return source;
}

bool keep(const Archive& archive, const ReportSource& source) {
  const Edited edited(source);
  return archive.keep(about(edited.status, edited.figures, vietnam()), {{Format::json, render_json(edited.figures)}});
}

}  // namespace

TEST_CASE("a kept report is listed with its hash and read as it was, and a second of its id changes nothing") {
  const Folder folder;
  const Archive archive(folder.path);
  CHECK(archive.list().empty());
  REQUIRE(keep(archive, day_of(morning)));
  ReportSource other = day_of(morning);
  other.flows.clear();
  CHECK_FALSE(keep(archive, other));
  const auto all = archive.list();
  REQUIRE(all.size() == 1);
  CHECK(all[0].id == "daily-2026-11-20");
  CHECK(all[0].sha256 == Edited(day_of(morning)).figures.sha256);
  CHECK(archive.read(all[0], Format::json) == render_json(Edited(day_of(morning)).figures));
}

TEST_CASE("what was half-written, or lies there otherwise, is no report") {
  const Folder folder;
  const Archive archive(folder.path);
  keep(archive, day_of(morning));
  fs::copy(folder.path / "daily-2026-11-20", folder.path / ".daily-2026-11-19.a1b2c3");
  fs::create_directories(folder.path / "daily-2026-11-18");
  std::ofstream(folder.path / "notes.txt") << "x";
  CHECK(archive.list().size() == 1);
  CHECK_FALSE(archive.has("daily-2026-11-18"));
  for (const std::string id : {"", ".", "..", "../etc", ".daily-2026-11-19.a1b2c3", "a/b"})
    CHECK_FALSE(archive.has(id));
}

TEST_CASE("a report is compared with the last of its kind before it") {
  const Folder folder;
  const Archive archive(folder.path);
  keep(archive, day_of(morning - 48 * hour));
  keep(archive, day_of(morning - 24 * hour));
  keep(archive, day_of(morning));
  const Period today = last_whole_period(Kind::daily, morning);
  REQUIRE(archive.last(Kind::daily, today.from));
  CHECK(archive.last(Kind::daily, today.from)->id == "daily-2026-11-19");
  CHECK_FALSE(archive.last(Kind::weekly, today.from));
  CHECK_FALSE(archive.last(Kind::daily, today.from - 48 * hour));
}

TEST_CASE("a kept report that was altered is not compared with") {
  const Folder folder;
  const Archive archive(folder.path);
  keep(archive, day_of(morning));
  const auto file = archive.file(*archive.find("daily-2026-11-20"), Format::json);
  std::string text = archive.read(*archive.find("daily-2026-11-20"), Format::json);
  text.replace(text.find("1234567"), 7, "1234568");
  std::ofstream(file, std::ios::binary) << text;
  CHECK_THROWS_WITH(archive.last(Kind::daily, morning), Catch::Contains("was altered"));
}

TEST_CASE("where a report must still be sent stays with it until it was sent there") {
  const Folder folder;
  const Archive archive(folder.path);
  const Edited edited(day_of(morning));
  REQUIRE(archive.keep(about(edited.status, edited.figures, vietnam()), {}, {"mail", "flow"}));
  const Kept kept = *archive.find("daily-2026-11-20");
  CHECK(archive.due(kept) == std::vector<std::string>{"flow", "mail"});
  archive.sent(kept, "mail");
  archive.sent(kept, "mail");
  CHECK(Archive(folder.path).due(kept) == std::vector<std::string>{"flow"});
}
