// Scans of checkpoints as they come: late, twice, out of order, from nobody known; and what is said of passes
// meanwhile.
#include "harness/serving.hpp"
#include "harness/strikes.hpp"

#include <catch2/catch.hpp>

#include <csignal>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

struct Guards : Installation {
  Guards() : Installation({.seed = 38, .records = 10, .people = 400}) { prepare(); }

  void prepare() {
    disable("national_vaccination");
    enable("checkpoints");
    replace_in(config("systems/checkpoints.yaml"), "checkpoints_token}", "checkpoints_token, size: 40}");
    // What is sent stands alone: the hub reads nothing meanwhile.
    replace_in(config("flows/checkpoint_scans.yaml"), "on_receive: true, every: 1h, jitter: 5m", "on_receive: true");
  }
  void begin_again() {
    start_over();
    prepare();
  }
  std::int64_t truth(const char* what) {
    return number(json::parse(twins().command("checkpoint", "GET", "/twin/truth")), what);
  }
  json::object send(const std::string& url, json::object order = {}) {
    order["url"] = url + "/hooks/checkpoints/scans";
    order["stream"] = "scans";
    if (!order.contains("count")) order["count"] = 100'000;
    return json::parse(twins().command("checkpoint", "POST", "/twin/webhook", json::serialize(order))).as_object();
  }
  // What the hub answers the checkpoints' software about each text; `question` is verify or read.
  std::vector<json::value> ask_hub(const std::string& url, const std::vector<std::string>& texts,
                                   const std::string& question = "verify") {
    const json::object order{{"url", url + "/hooks/checkpoints/scans/" + question}, {"codes", json::value_from(texts)}};
    const json::value said = json::parse(twins().command("checkpoint", "POST", "/twin/ask", json::serialize(order)));
    std::vector<json::value> answers;
    for (const auto& each : said.at("answers").as_array()) {
      CHECK(each.at("status") == 200);
      answers.push_back(each.at("answer"));
    }
    return answers;
  }
  std::string result(const std::string& url, const std::string& text) {
    return std::string(ask_hub(url, {text}).front().at("result").as_string());
  }
  json::value issue(const std::string& document) { return ask({"qr", "issue-pass", "--document", document}, 0); }
  std::string as_read_by_page() {
    begin_again();
    run({"run", "checkpoint_scans"});
    std::string wanted = dump();
    begin_again();
    return wanted;
  }
  std::string post(const std::string& url, const std::string& body, const std::string& type = "application/json",
                   const std::string& secret = "twin-secret", std::int64_t age_s = 0) const {
    return post_signed(*this, {url, body, type, secret, age_s});
  }
};

std::string scan(int number) {
  const std::string who = number % 2 ? R"("qr":"9990950000)" + std::to_string(10 + number) +
                                           R"(||Nguyễn Văn An|04051995|Nam|Số 1, Lê Lợi|01062021")"
                                     : R"("method":"typed","pass_code":"FORGED)" + std::to_string(number) + "\"";
  return R"({"device":"C1-A","checkpoint":"C1","decision":"allowed","scanned_at":"2021-08-03T01:00:00Z","sequence":)" +
         std::to_string(number) + "," + who + "}";
}

std::int64_t answered(const json::object& sent, const char* status) {
  const auto* count = sent.at("answers").as_object().if_contains(status);
  return count ? count->to_number<std::int64_t>() : 0;
}

}  // namespace

TEST_CASE("scans that come late, twice, out of order and from nobody known are each one crossing, and none is lost") {
  Guards hub;
  Serving serving(hub);
  const std::string url = serving.url() + "/hooks/checkpoints/scans";
  CHECK(hub.post(url, scan(7)) == "{\"received\":1,\"rejected\":0}\n200");
  CHECK(hub.post(url, R"({"scans":[)" + scan(9) + "," + scan(2) + "," + scan(7) + "]}") ==
        "{\"received\":3,\"rejected\":0}\n200");
  std::string file;
  for (int number = 20; number > 0; --number) file += scan(number) + "\n";
  CHECK(hub.post(url, file + R"({"device":"C1-)", "application/x-ndjson") == "{\"received\":20,\"rejected\":1}\n200");
  const std::string wanted = hub.dump();
  CHECK(hub.post(url, file, "application/x-ndjson") == "{\"received\":20,\"rejected\":0}\n200");
  CHECK(hub.post(url, scan(21), "application/json", "other").ends_with("\n401"));
  CHECK(hub.post(url, scan(21), "application/json", "twin-secret", 3600).ends_with("\n401"));
  CHECK(hub.post(url + "/verify", R"({"code":"FORGED2"})", "application/json", "other").ends_with("\n401"));
  CHECK(hub.post(url + "/verify", R"({"code":"FORGED2"})").find(R"("result":"unknown")") != std::string::npos);
  CHECK(serving.stop().exit_code == 0);
  CHECK(difference(hub.dump(), wanted) == "");
  CHECK(hub.rows_of("crossing") == 20);
  CHECK(hub.rows_of("person") == 10);
  const json::value status = hub.ask({"status"}, 5);
  CHECK(unbalanced(status).empty());
  const json::value& counts = at(flow(at(status, "/flows"), "checkpoint_scans"), "/counts");
  INFO(json::serialize(counts));
  CHECK(number(counts, "/read") == 45);
  CHECK(number(counts, "/created") == 20);
  CHECK(number(counts, "/dead") == 1);
  CHECK(at(hub.ask({"store", "check"}, 0), "/problems").as_array().empty());
}

TEST_CASE(
    "a day of online and offline scans is the same whether sent, sent again, reversed, in files or read by pages") {
  Guards hub;
  const std::string wanted = hub.as_read_by_page();
  const std::int64_t rows = hub.truth("/rows");
  const std::int64_t good = hub.truth("/distinct") - hub.truth("/wrong");
  CHECK(rows > hub.truth("/distinct"));  // some came twice
  Child serving = hub.start({"serve"});
  const std::string url = address_of(serving);
  CHECK(hub.send(url, {{"from", rows / 2}, {"reversed", true}}).at("pending") == 0);
  CHECK(hub.send(url, {{"count", 10}, {"form", "one"}}).at("pending") == 0);
  CHECK(hub.send(url, {{"form", "lines"}, {"batch", 60}}).at("pending") == 0);
  CHECK(difference(hub.dump(), wanted) == "");
  CHECK(hub.send(url, {{"again", true}, {"form", "lines"}, {"batch", 1000}}).at("pending") == 0);
  serving.signal(SIGTERM);
  CHECK(serving.must_end(std::chrono::seconds(10)).exit_code == 0);
  CHECK(difference(hub.dump(), wanted) == "");
  CHECK(hub.rows_of("crossing") == good);
  const json::value status = hub.status();
  CHECK(unbalanced(status).empty());
  CHECK(number(at(flow(at(status, "/flows"), "checkpoint_scans"), "/counts"), "/read") == 2 * rows);
  CHECK(at(hub.ask({"store", "check"}, 0), "/problems").as_array().empty());
}

TEST_CASE("a checkpoint's request that is forged, old or torn stores nothing, the next good one counts") {
  Guards hub;
  const std::string wanted = hub.as_read_by_page();
  Child serving = hub.start({"serve"});
  const std::string url = address_of(serving);
  const std::string empty = hub.dump();
  const struct {
    const char* word;
    const char* value;
    const char* status;
  } bad[] = {{"signature", "wrong", "401"}, {"signature", "old", "401"}, {"signature", "none", "401"},
             {"body", "half", "401"},       {"body", "cut", "0"},        {"body", "broken", "400"}};
  for (const auto& [word, value, status] : bad) {
    INFO(word << " " << value);
    const json::object sent = hub.send(url, {{word, value}, {"count", 20}});
    CHECK(answered(sent, status) == 2);
    CHECK(number(sent, "/pending") == 20);
    CHECK(difference(hub.dump(), empty) == "");
  }
  CHECK(hub.send(url).at("pending") == 0);
  serving.signal(SIGTERM);
  CHECK(serving.must_end(std::chrono::seconds(10)).exit_code == 0);
  CHECK(difference(hub.dump(), wanted) == "");
  CHECK(unbalanced(hub.status()).empty());
}

TEST_CASE(
    "a guard hears of every pass what it is: valid, expired, revoked, unknown, forged, of an unknown signer, damaged") {
  Guards hub;
  hub.enable("population_database");
  hub.run({"run", "population_passes"});
  const std::string old_pass = [&] {
    const std::string rows = hub.run({"store", "dump", "movement_pass"}).out;
    return rows.substr(rows.find("\nDL") + 1, rows.find('\t', rows.find("\nDL")) - rows.find("\nDL") - 1);
  }();
  Child serving = hub.start({"serve"});
  const std::string url = address_of(serving);
  const json::value pass = hub.issue("999095000001");  // while the hub serves, and its first
  const std::string code = text(pass, "/code");
  const std::string signed_text = text(pass, "/text");
  const json::value valid = hub.ask_hub(url, {signed_text}).front();
  INFO(json::serialize(valid));
  CHECK(valid.at("result") == "valid");
  CHECK(valid.at("until") == pass.at("expires_at"));
  CHECK(valid.at("signed").at("document_tail") == "0001");
  CHECK(hub.result(url, " " + code + "\n") == "valid");
  CHECK(hub.result(url, old_pass) == "expired");
  CHECK(hub.result(url, "NOBODY-ISSUED-IT") == "unknown");

  // One more day in the text, under the signature of the pass that was issued.
  std::string longer = signed_text;
  const std::size_t expires = longer.rfind(':', longer.rfind(':', longer.rfind(':') - 1) - 1) + 1;
  longer[expires] = '9';
  CHECK(hub.result(url, longer) == "forged");
  CHECK(hub.result(url, signed_text.substr(0, signed_text.size() / 2)) == "unreadable");
  const Ended other = hub.shell(
      "openssl ecparam -genkey -name prime256v1 -noout | openssl pkcs8 -topk8 -nocrypt > other.pem && "
      "LIENTHONG_SECRET_PASS_SIGNING_KEY=\"$(cat other.pem)\" lienthong --config config qr issue-pass --document 7");
  INFO(other.err);
  CHECK(hub.result(url, other.out) == "unknown_signer");

  CHECK(hub.run({"qr", "revoke-pass", signed_text, "--reason", "Người được cấp là F1"}).exit_code == 0);
  const json::value revoked = hub.ask_hub(url, {code}).front();
  CHECK(revoked.at("result") == "revoked");
  CHECK(revoked.at("pass").at("revoked_reason") == "Người được cấp là F1");
  CHECK(hub.run({"qr", "revoke-pass", code, "--undo"}).exit_code == 0);
  CHECK(hub.result(url, signed_text) == "valid");
  // Whoever issued it; and it stays so though its issuer tells it anew.
  CHECK(hub.run({"qr", "revoke-pass", old_pass}).exit_code == 0);
  hub.run({"run", "population_passes", "--from-the-start"});
  CHECK(hub.result(url, old_pass) == "revoked");
  CHECK(hub.run({"qr", "revoke-pass", "NOBODY-ISSUED-IT"}).exit_code == 3);
  const json::value why = hub.ask({"explain", "movement_pass", old_pass, "--field", "revoked_at"}, 0);
  CHECK(json::serialize(why).find("revoked_passes") != std::string::npos);
  serving.signal(SIGTERM);
  CHECK(serving.must_end(std::chrono::seconds(10)).exit_code == 0);
  CHECK(unbalanced(hub.status()).empty());
  CHECK(at(hub.ask({"store", "check"}, 0), "/problems").as_array().empty());
  const json::object said = hub.twin_state("checkpoint").at("said").as_object();
  CHECK(said.at("valid") == 3);
  CHECK(said.at("revoked") == 2);
}

TEST_CASE("what any QR code says is told over the hub's server") {
  Guards hub;
  Child serving = hub.start({"serve"});
  const std::string url = address_of(serving);
  const auto read = hub.ask_hub(url,
                                {"999095000001||Nguyễn Văn An|04051995|Nam|Số 1, Lê Lợi|01062021",
                                 "999095000001|NGUYEN VAN AN|1995-05-04|0|QID1|",
                                 "https://tokhaiyte.vn/?page=Group.checkin&groupId=0123456789abcdef01234567",
                                 text(hub.issue("999095000001"), "/text"), "HC1:abc", "xin chào"},
                                "read");
  REQUIRE(read.size() == 6);
  CHECK(read[0].at("kind") == "citizen_card");
  CHECK(read[0].at("birth_date") == "1995-05-04");
  CHECK(read[1].at("kind") == "personal");
  CHECK(read[2].at("kind") == "place");
  CHECK(read[2].at("place_code") == "0123456789abcdef01234567");
  CHECK(read[3].at("kind") == "pass");
  CHECK(read[3].at("signature") == "valid");
  CHECK(read[3].at("signer") == "lienthong");
  CHECK(text(read[4], "/problem").find("base45") != std::string::npos);
  CHECK(read[5].as_object().contains("problem"));
}

TEST_CASE("an accepted movement declaration is a pass of three days until its service issues its own") {
  Guards hub;
  hub.enable("population_database");
  hub.conclude_too();
  hub.run({"run", "population_declarations"});
  const json::value derived = hub.ask({"run", "derived_passes"}, 0);
  const std::int64_t passes = number(derived, "/counts/created");
  CHECK(passes > 0);
  CHECK(hub.rows_of("movement_pass") == passes);
  const std::string rows = hub.run({"store", "dump", "movement_pass"}).out;
  const std::size_t begin = rows.find("\nDCQG/") + 1;
  const std::string code = rows.substr(begin, rows.find('\t', begin) - begin);
  const json::value said =
      hub.ask({"call", "checkpoints", "verify_pass", "--input", json::serialize(json::object{{"code", code}})}, 0);
  INFO(json::serialize(said));
  CHECK(said.at("result") == "expired");  // it was declared in 2021
  CHECK(said.at("pass").as_object().contains("birth_date"));
  CHECK(text(said, "/until").substr(0, 10) == "2021-08-05");
  CHECK(number(hub.ask({"run", "derived_passes"}, 0), "/counts/created") == 0);

  hub.run({"run", "population_passes"});
  hub.ask({"run", "derived_passes"}, 0);
  CHECK(hub.run({"store", "dump", "movement_pass"}).out.find("\nDCQG/") == std::string::npos);
  CHECK(unbalanced(hub.status()).empty());
  CHECK(at(hub.ask({"store", "check"}, 0), "/problems").as_array().empty());
}

TEST_CASE("whatever the checkpoints' server does wrong, the next whole run makes it good") {
  Guards hub;
  strike_reading(hub,
                 {"checkpoint", "checkpoint_scans", "/api/v1/scans", 1,
                  [](Installation& again) { static_cast<Guards&>(again).begin_again(); }},
                 faults_on_reading());
}
