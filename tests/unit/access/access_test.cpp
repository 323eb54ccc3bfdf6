// Promises of signing in: who may, how long, and what is kept of it.
#include "access/access.hpp"

#include "access/digest.hpp"
#include "access/totp.hpp"
#include "access_world.hpp"
#include "base/error.hpp"

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include <fstream>
#include <map>
#include <sstream>

using namespace lt;
using namespace lt::access;
using lt::access::test::password;
using lt::access::test::World;

namespace {

constexpr Milliseconds minute = 60'000;

std::string bytes_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("who has the right password is signed in, and nobody else") {
  World world;
  world.add("an");
  CHECK(world.sign_in("an").entry == Entry::welcome);
  CHECK(world.sign_in("an", "một mật khẩu dàI").entry == Entry::refused);
  CHECK(world.sign_in("binh").entry == Entry::refused);
  CHECK(world.sign_in("", "").entry == Entry::refused);
  CHECK(world.sign_in("an' OR '1'='1", "' OR '1'='1").entry == Entry::refused);
  CHECK(world->users().list().size() == 1);
}

TEST_CASE("neither a password nor a session's token lies in the file, which only its owner may read") {
  World world;
  world.add("an");
  const SignIn in = world.sign_in("an");
  struct stat status{};
  for (const std::string name : {"access.db", "access.db-wal", "access_keys"}) {
    if (!std::filesystem::exists(world.file(name))) continue;
    REQUIRE(::stat(world.file(name).c_str(), &status) == 0);
    CHECK((status.st_mode & 077) == 0);
    const std::string bytes = bytes_of(world.file(name));
    CHECK(bytes.find(password) == std::string::npos);
    CHECK(bytes.find(in.token) == std::string::npos);
  }
  const auto hash = hash_password(password, {.passes = 1, .memory_kib = 64});
  CHECK(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
  CHECK(hash != hash_password(password, {.passes = 1, .memory_kib = 64}));
}

TEST_CASE("a session ends when it was not used for half an hour, and after twelve hours however busy it was") {
  World world;
  world.add("an");
  const std::string idle = world.sign_in("an").token;
  world.clock.advance(29 * minute);
  CHECK(world->sessions().find(idle));
  world.clock.advance(29 * minute);
  CHECK(world->sessions().find(idle));
  world.clock.advance(31 * minute);
  CHECK_FALSE(world->sessions().find(idle));

  const std::string busy = world.sign_in("an").token;
  for (int i = 0; i < 12 * 60 / 20; ++i) {
    CHECK(world->sessions().find(busy));
    world.clock.advance(20 * minute);
  }
  world.clock.advance(minute);
  CHECK_FALSE(world->sessions().find(busy));
}

TEST_CASE("each sign-in has a token of its own and ends the session that it came with") {
  World world;
  world.add("an");
  const SignIn first = world.sign_in("an");
  const SignIn second = world.sign_in("an", password, {}, "192.0.2.7", first.token);
  CHECK(first.token.size() == 64);
  CHECK(first.token != second.token);
  CHECK_FALSE(world->sessions().find(first.token));
  CHECK(world->sessions().find(second.token));
  // A token that was not given by the hub is never taken over.
  const std::string brought(64, 'a');
  CHECK(world.sign_in("an", password, {}, "192.0.2.7", brought).token != brought);
  CHECK_FALSE(world->sessions().find(brought));
}

TEST_CASE("sessions outlive a restart of the hub, and end with signing out, a new password or a disabled user") {
  World world;
  world.add("an");
  const SignIn one = world.sign_in("an");
  const SignIn two = world.sign_in("an");
  world.reopen();
  CHECK(world->sessions().find(one.token));
  world->sign_out(one.who, one.token, "192.0.2.7");
  CHECK_FALSE(world->sessions().find(one.token));

  const SignIn three = world.sign_in("an");
  CHECK(world->change_password(three.who, password, "another long one", "192.0.2.7") == Entry::welcome);
  CHECK_FALSE(world->sessions().find(two.token));
  CHECK(world->sessions().find(three.token));
  CHECK(world.sign_in("an").entry == Entry::refused);

  world->users().set_disabled("an", true);
  CHECK_FALSE(world->sessions().find(three.token));
  CHECK(world.sign_in("an", "another long one").entry == Entry::refused);
  world->users().set_disabled("an", false);
  CHECK(world.sign_in("an", "another long one").entry == Entry::welcome);
}

TEST_CASE("a password that the hub made asks for another, and bad ones are not taken") {
  World world;
  const std::string once = world->users().add({.name = "an"}, nullptr);
  const SignIn in = world.sign_in("an", once);
  REQUIRE(in.entry == Entry::welcome);
  CHECK(in.who.must_change_password);
  for (const std::string bad : {"short", "aaaaaaaaaaaaaaaa", "broken \xff utf-8 text"})
    CHECK_THROWS_AS(world->change_password(in.who, once, bad, "192.0.2.7"), Error);
  CHECK_THROWS_AS(world->change_password(in.who, once, once, "192.0.2.7"), Error);
  CHECK_FALSE(password_fault("i am binh.tran here", "binh.tran").empty());
  CHECK(password_fault("i am binh.tran here", "an").empty());
  CHECK(world->change_password(in.who, once, password, "192.0.2.7") == Entry::welcome);
  CHECK_FALSE(world->sessions().find(in.token)->must_change_password);
}

TEST_CASE("failures make each further try wait longer, by user and by address, and a restart forgives nothing") {
  World world;
  world.add("an");
  world.add("binh");
  for (int i = 0; i < 6; ++i) CHECK(world.sign_in("an", "wrong").entry == Entry::refused);
  const SignIn third = world.sign_in("an");
  CHECK(third.entry == Entry::wait);
  CHECK(third.wait == 2'000);
  world.reopen();
  CHECK(world.sign_in("an").entry == Entry::wait);
  CHECK(world.sign_in("an", password, {}, "192.0.2.8").entry == Entry::wait);  // the user waits everywhere
  CHECK(world.sign_in("binh").entry == Entry::wait);                           // the address for everybody
  CHECK(world.sign_in("binh", password, {}, "192.0.2.8").entry == Entry::welcome);

  world.clock.advance(2'000);
  CHECK(world.sign_in("an", "wrong").entry == Entry::refused);
  CHECK(world.sign_in("an").wait == 4'000);
  world.clock.advance(4'000);
  CHECK(world.sign_in("an").entry == Entry::welcome);
  CHECK(world.sign_in("an", password, {}, "192.0.2.8").entry == Entry::welcome);
  for (int i = 0; i < 60; ++i) {
    world.clock.advance(15 * minute);
    world.sign_in("an", "wrong");
  }
  CHECK(world.sign_in("an").wait == 15 * minute);
}

TEST_CASE("with one-time codes a password alone is not enough, and a code counts once") {
  World world;
  world.add("an");
  const std::string secret = world->users().turn_totp_on("an");
  CHECK(bytes_of(world.file("access.db")).find(secret) == std::string::npos);
  CHECK(world.sign_in("an").entry == Entry::code_wanted);
  CHECK(world.sign_in("an", "wrong", totp_code(secret, totp_step_at(world.clock.now()))).entry == Entry::refused);
  const std::string code = totp_code(secret, totp_step_at(world.clock.now()));
  CHECK(world.sign_in("an", password, "000000").entry == Entry::refused);
  CHECK(world.sign_in("an", password, code).entry == Entry::welcome);
  CHECK(world.sign_in("an", password, code).entry == Entry::refused);
  world.clock.advance(60'000);
  CHECK(world.sign_in("an", password, totp_code(secret, totp_step_at(world.clock.now()) - 1)).entry == Entry::welcome);
  CHECK(world.sign_in("an", password, totp_code(secret, totp_step_at(world.clock.now()) - 2)).entry == Entry::refused);
  world->users().turn_totp_off("an");
  CHECK(world.sign_in("an").entry == Entry::welcome);
}

TEST_CASE("codes and Base32 are those of RFC 6238 and RFC 4648") {
  const std::string secret = "12345678901234567890";
  // RFC 6238, appendix B, the last six of its eight digits.
  const std::pair<std::int64_t, const char*> vectors[] = {{59, "287082"},         {1111111109, "081804"},
                                                          {1111111111, "050471"}, {1234567890, "005924"},
                                                          {2000000000, "279037"}, {20000000000, "353130"}};
  for (const auto& [second, code] : vectors) CHECK(totp_code(secret, totp_step_at(second * 1'000)) == code);
  const std::pair<const char*, const char*> texts[] = {{"", ""},         {"f", "MY"},         {"fo", "MZXQ"},
                                                       {"foo", "MZXW6"}, {"foob", "MZXW6YQ"}, {"foobar", "MZXW6YTBOI"}};
  for (const auto& [plain, coded] : texts) CHECK(to_base32(plain) == coded);
  CHECK(totp_uri("Liên Thông", "an", "foobar") ==
        "otpauth://totp/Li%C3%AAn%20Th%C3%B4ng:an?secret=MZXW6YTBOI&issuer=Li%C3%AAn%20Th%C3%B4ng"
        "&algorithm=SHA1&digits=6&period=30");
}

TEST_CASE("a token may what its scopes say and its user may, until it expires or is revoked") {
  World world;
  world.add("an");
  const Milliseconds later = world.clock.now() + 10 * minute;
  const std::string token =
      world->sessions().make_token({.user = "an", .label = "nightly", .scopes = {Right::look}, .expires = later});
  const auto who = world->sessions().find_token(token);
  REQUIRE(who);
  CHECK(who->may(Right::look));
  CHECK(who->may(Right::self));
  CHECK_FALSE(who->may(Right::operate));  // the user may, the token may not
  CHECK_THROWS_AS(
      world->sessions().make_token({.user = "an", .label = "more", .scopes = {Right::administer}, .expires = later}),
      Error);
  CHECK_THROWS_AS(
      world->sessions().make_token({.user = "an", .label = "nightly", .scopes = {Right::look}, .expires = later}),
      Error);
  CHECK_FALSE(world->sessions().find(token));  // a token is no session, nor the other way round
  CHECK_FALSE(world->sessions().find_token(world.sign_in("an").token));
  CHECK(world->sessions().revoke_token("an", "nightly"));
  CHECK_FALSE(world->sessions().find_token(token));

  const std::string second =
      world->sessions().make_token({.user = "an", .label = "nightly", .scopes = {Right::look}, .expires = later});
  world.clock.advance(10 * minute);
  CHECK_FALSE(world->sessions().find_token(second));
}

TEST_CASE(
    "who comes by the provider is believed for eight hours, and his programs for ninety days since he came last") {
  constexpr Milliseconds hour = 60 * minute;
  constexpr Milliseconds day = 24 * hour;
  World world;
  const Introduction an{.person = {.subject = "https://id.test s1", .name = "an", .role = Role::operating},
                        .address = "192.0.2.7"};
  const std::string session = world->sign_in(an).token;
  for (int i = 0; i < 24; ++i) {  // however busy it is
    CHECK(world->sessions().find(session));
    world.clock.advance(20 * minute);
  }
  CHECK(world->sessions().find(session));
  world.clock.advance(1);
  CHECK_FALSE(world->sessions().find(session));

  const Milliseconds came = world.clock.now() - 8 * hour - 1;
  const Milliseconds asked_for = came + 300 * day;
  world.add("binh");
  std::map<std::string, std::string> tokens;
  for (const std::string user : {"an", "binh"})
    tokens[user] =
        world->sessions().make_token({.user = user, .label = "nightly", .scopes = {Right::look}, .expires = asked_for});
  CHECK(world->sessions().tokens().at(0).expires == came + 90 * day);
  CHECK(world->sessions().tokens().at(1).expires == asked_for);
  world.clock.advance(80 * day);
  CHECK(world->sessions().find_token(tokens["an"]));
  const Milliseconds again = world.clock.now();
  CHECK(world->sign_in(an).entry == Entry::welcome);
  CHECK(world->sessions().tokens().at(0).expires == again + 90 * day);
  world.clock.advance(90 * day - 1);
  CHECK(world->sessions().find_token(tokens["an"]));
  world.clock.advance(1);
  CHECK_FALSE(world->sessions().find_token(tokens["an"]));
  CHECK(world->sessions().find_token(tokens["binh"]));  // has a password here
}

TEST_CASE("each role may what its row of the table says") {
  // none self look letters records unmask operate audit administer
  const std::pair<Role, const char*> rows[] = {{Role::viewer, "111110000"},
                                               {Role::operating, "111111100"},
                                               {Role::administrator, "111111111"},
                                               {Role::auditor, "111110010"},
                                               {Role::vendor, "111100000"}};
  for (const auto& [role, expected] : rows) {
    INFO(to_string(role));
    std::string found;
    for (int right = 0; right <= static_cast<int>(Right::administer); ++right)
      found += may(role, static_cast<Right>(right)) ? '1' : '0';
    CHECK(found == expected);
    CHECK(role_named(to_string(role)) == role);
  }
  CHECK(Identity{}.may(Right::none));
  CHECK_FALSE(Identity{}.may(Right::self));
  CHECK_FALSE(scope_named("self"));
}

TEST_CASE(
    "the log is listed from its end by who and what, from any line on, and is held against its chain in stretches") {
  World world;
  constexpr int lines = 1'050;  // more than a stretch
  for (int i = 0; i < lines; ++i)
    world->audit().put({.who = i % 3 == 0 ? "an" : "binh", .address = "::1", .act = i % 7 == 0 ? "unmask" : "sign_in"});
  CHECK(world->audit().verify().lines == lines);
  struct Asked {
    std::string who, act;
    int every;  // such a line stands at each of these
  };
  for (const Asked& asked : {Asked{"", "", 1}, {"an", "", 3}, {"", "unmask", 7}, {"an", "unmask", 21}}) {
    std::vector<std::int64_t> paged, wanted;
    for (int i = (lines - 1) / asked.every * asked.every; i >= 0; i -= asked.every) wanted.push_back(i + 1);
    AuditQuery query{.who = asked.who, .act = asked.act, .limit = 100};
    for (auto page = world->audit().lines(query); !page.empty(); page = world->audit().lines(query)) {
      for (const auto& line : page) paged.push_back(line.id);
      query.before = page.back().id;
    }
    CHECK(paged == wanted);
  }
  CHECK(world->audit().lines({.who = "nobody"}).empty());
  Database database(world.file("access.db"));
  database.write([&](Database& open) { open.prepared("UPDATE audit SET who = 'an' WHERE id = 1040").run(); });
  CHECK(world->audit().verify().fault.value().find("line 1040 was changed") != std::string::npos);
  database.write([&](Database& open) { open.prepared("UPDATE audit SET id = -4 WHERE id = 1040").run(); });
  CHECK(world->audit().verify().fault.value().find("line 1 is missing") != std::string::npos);
}

TEST_CASE("what was done stands in a log in which a change, a gap and a cut-off end are noticed") {
  World world;
  world.add("an");
  world.sign_in("an");
  world.sign_in("an", "wrong");
  world->audit().put({.who = "an", .address = "192.0.2.7", .act = "unmask", .subject = "person/1", .detail = "why"});
  const AuditVerdict good = world->audit().verify();
  CHECK_FALSE(good.fault);
  CHECK(good.lines == 3);
  const auto lines = world->audit().lines({});
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].act == "unmask");
  CHECK(lines[1].act == "sign_in_refused");
  CHECK(lines[1].who.empty());
  CHECK(lines[2].act == "sign_in");
  CHECK(world->audit().lines({.before = 2}).size() == 1);
  CHECK(world->audit().lines({.act = "unmask"}).size() == 1);

  const std::pair<const char*, const char*> crimes[] = {
      {"UPDATE audit SET detail = 'nothing' WHERE id = 3", "line 3 was changed"},
      {"UPDATE audit SET who = 'binh' WHERE id = 1", "line 1 was changed"},
      {"DELETE FROM audit WHERE id = 2", "line 2 is missing"},
      {"DELETE FROM audit WHERE id = 3", "its end was cut off"}};
  for (const auto& [statement, fault] : crimes) {
    INFO(statement);
    Database database(world.file("access.db"));
    database.write([&](Database& open) { open.prepared(statement).run(); });
    const AuditVerdict bad = world->audit().verify(good.lines, good.head);
    REQUIRE(bad.fault);
    CHECK(bad.fault->find(fault) != std::string::npos);
    database.write([&](Database& open) {
      open.prepared("DELETE FROM audit").run();
      int id = 0;
      for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        store::Statement& insert = open.prepared("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        insert.bind(1, ++id);
        insert.bind(2, line->at);
        int parameter = 3;
        for (const auto* part : {&line->who, &line->address, &line->act, &line->subject, &line->detail, &line->hash})
          insert.bind(parameter++, std::string_view(*part));
        insert.run();
      }
    });
    CHECK_FALSE(world->audit().verify(good.lines, good.head).fault);
  }
}
