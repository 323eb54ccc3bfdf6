// Promises of the program while it serves: another configuration without a restart, TLS of its own, secrets kept.
#include "harness/child.hpp"
#include "loopback/authority.hpp"
#include "loopback/server.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <iterator>

using lt::scenario::Child;
using lt::scenario::Ended;
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

// Of this process alone: other tests beside it name theirs on command lines.
const std::string value = "x9-Tr4m-y-t3-kh0ng-41-b13t-" + std::to_string(::getpid());

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

std::string flow(const std::string& name, const std::string& direction = "in", const std::string& stream = "people",
                 const std::string& schedule = "{every: 12h}") {
  return "flow: " + name + "\nlabel: {vi: Người dân, en: People}\ndirection: " + direction +
         "\nsystem: portal\nstream: " + stream + "\nmapping: people\nschedule: " + schedule +
         "\nresponsible: {vi: Cổng, en: The portal}\n";
}

// A system that answers two people, and to whoever asks for /slow nothing until he leaves.
class Portal {
 public:
  std::string file() const {
    return "system: portal\nlabel: {vi: Cổng, en: Portal}\nconnector: rest\nsettings:\n  url: '" + server_.url("") +
           "'\n  webhook: {secret: portal_token, timestamp_header: '', signed_text: '{body}'}\n"
           "  streams:\n    people: {key: [/key], read: {path: /people}}\n"
           "    slow: {key: [/key], read: {path: /slow}}\n"
           "    pushed: {key: [/key], receive: {records: /events}}\n";
  }

 private:
  lt::loopback::Server server_{[](lt::loopback::Visit& visit) {
    if (visit.target.starts_with("/slow")) return visit.wait_for_the_client_to_leave();
    visit.reply_json(R"([{"key":"A","id":"1","name":"An"},{"key":"B","id":"2","name":"Bình"}])");
  }};
};

// A hub's folder with one partner that nobody answers for, and an administrator's token.
class Installation {
 public:
  explicit Installation(const std::string& hub = "") {
    write(config("hub.yaml"), "store: ../var/hub.db\nlisten: 127.0.0.1:0\n" + hub);
    write(
        config("model/person.yaml"),
        "entity: person\nlabel: {vi: Người, en: Person}\nfields:\n  citizen_id: {type: text, class: basic, label: {vi: "
        "Số, en: Number}}\n  full_name: {type: text, class: basic, label: {vi: Tên, en: Name}}\nkeys:\n  - "
        "[citizen_id]\n");
    write(config("mappings/people.yaml"),
          "direction: in\nrecord: {key: /key}\nentities:\n  - entity: person\n    fields: {citizen_id: /id, full_name: "
          "/name}\nexamples:\n  - input: {key: A, id: \"1\", name: An}\n    entities: {person: {full_name: An}}\n");
    write(config("systems/portal.yaml"),
          "system: portal\nlabel: {vi: Cổng, en: Portal}\nconnector: rest\nsettings: {url: 'http://127.0.0.1:9', auth: "
          "{type: bearer, token: portal_token}, streams: {people: {key: [/key], read: {path: /people}}}}\n");
    write(config("flows/people.yaml"), flow("people"));
    fs::copy(LT_SOURCE_DIR "/config/report", config("report"), fs::copy_options::recursive);
    shell("printf %s '" + value + "' | $L secrets set portal_token");
    shell("echo 'một mật khẩu dài' | $L users add boss --role administrator --stdin");
    token_ = shell("$L users token boss --label test --scope look --scope operate --scope administer").out;
    token_.pop_back();
  }

  fs::path config(const std::string& file) const { return folder() / "config" / file; }
  fs::path folder() const { return place_.parent_path(); }
  Child serve() const { return Child(command(LT_PROGRAM, {"--config", config("").string(), "serve"})); }
  Ended shell(const std::string& line) const {
    const std::string program = std::string("L='") + LT_PROGRAM + " --config " + config("").string() + "'; ";
    Ended ended = Child(command("/bin/sh", {"-c", program + line})).must_end(std::chrono::minutes(1));
    INFO(ended.err);
    CHECK(ended.exit_code == 0);
    return ended;
  }
  // A series of /metrics; -1: there is none.
  double figure(const std::string& url, const std::string& series) const {
    const std::string all = shell("curl -sS -m 20 " + url + "/metrics").out;
    const std::size_t at = all.find("\n" + series + " ");
    return at == std::string::npos ? -1 : std::stod(all.substr(at + series.size() + 2));
  }
  // The answer's body; nothing where nobody answers.
  json::value ask(const std::string& url, const std::string& more = "") const {
    const std::string said =
        Child(command("/bin/sh", {"-c", "curl -sSk -m 20 -H 'Authorization: Bearer " + token_ +
                                            "' -H 'Accept-Language: en' " + more + " '" + url + "'"}))
            .must_end(std::chrono::minutes(1))
            .out;
    json::error_code error;
    json::value parsed = json::parse(said, error);
    return error ? json::value() : parsed;
  }

 private:
  lt::scenario::Command command(const std::string& program, const std::vector<std::string>& arguments) const {
    return {.program = program, .arguments = arguments, .environment = {}, .folder = folder()};
  }

  lt::loopback::TemporaryFolder temporary_;
  fs::path place_ = temporary_.write("place", "");
  std::string token_;
};

// Until it holds, for a minute at most; throws with what the hub said.
void until(Child& hub, const std::function<bool()>& holds) {
  const auto most = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (!holds()) {
    if (hub.wait(std::chrono::milliseconds(20)) || std::chrono::steady_clock::now() > most)
      throw std::runtime_error("it does not come to pass: " + hub.err());
  }
}

int times(const std::string& text, const std::string& part) {
  int count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

std::string port_of(Child& hub) {
  const std::string words = "listening on port ";
  until(hub, [&] { return times(hub.err(), "serving ") > 0; });
  const std::string said = hub.err();
  return std::to_string(std::stoi(said.substr(said.find(words) + words.size())));
}

std::size_t flows_at(const Installation& hub, const std::string& url) {
  const json::value answer = hub.ask(url + "/api/v1/flows");
  return answer.is_object() && answer.as_object().contains("items") ? answer.at("items").as_array().size() : 0;
}

}  // namespace

TEST_CASE("SIGHUP takes another configuration on the same port, and one that is wrong is refused and told") {
  const Installation installed;
  Child hub = installed.serve();
  const std::string url = "http://127.0.0.1:" + port_of(hub);
  CHECK(flows_at(installed, url) == 1);
  write(installed.config("flows/more.yaml"), flow("more"));
  hub.signal(SIGHUP);
  until(hub, [&] { return flows_at(installed, url) == 2; });
  write(installed.config("flows/more.yaml"), flow("more", "inn"));
  hub.signal(SIGHUP);
  until(hub, [&] { return hub.err().find("is refused and the former serves on") != std::string::npos; });
  CHECK(flows_at(installed, url) == 2);
  until(hub, [&] { return !installed.ask(url + "/api/v1/settings/state").at("refused").is_null(); });
  const json::value refused = installed.ask(url + "/api/v1/settings/state").at("refused");
  CHECK(refused.at("violations").at(0).at("file").as_string().ends_with("flows/more.yaml"));
  CHECK(refused.at("violations").at(0).at("line") == 3);
  fs::remove(installed.config("flows/more.yaml"));
  hub.signal(SIGHUP);
  until(hub, [&] { return flows_at(installed, url) == 1; });
  hub.signal(SIGTERM);
  CHECK(hub.must_end(std::chrono::seconds(20)).exit_code == 0);
}

TEST_CASE("a change through the API serves within moments, and the hub need not be started again") {
  const Installation installed;
  Child hub = installed.serve();
  const std::string url = "http://127.0.0.1:" + port_of(hub);
  write(installed.folder() / "body", json::serialize(json::object{{"text", flow("second")}, {"reason", "thử"}}));
  const json::value written =
      installed.ask(url + "/api/v1/settings/files/flows%2Fsecond.yaml",
                    "-X PUT -H 'If-None-Match: *' -H 'Content-Type: application/json' -d @body");
  CHECK(written.at("change") == 1);
  until(hub, [&] { return flows_at(installed, url) == 2; });
  CHECK(read(installed.config("flows/second.yaml")) == flow("second"));
  hub.signal(SIGTERM);
  CHECK(hub.must_end(std::chrono::seconds(20)).exit_code == 0);
}

TEST_CASE("while one configuration follows another, whoever asks waits a little and nobody is refused") {
  const Installation installed;
  Child hub = installed.serve();
  const std::string url = "http://127.0.0.1:" + port_of(hub);
  constexpr int changes = 3;
  for (int change = 1; change <= changes; ++change) {
    hub.signal(SIGHUP);
    until(hub, [&] {
      const auto asked = installed.shell("curl -sS " + url + "/healthz");
      INFO(asked.err);
      CHECK(asked.err.find("Connection refused") == std::string::npos);
      return times(hub.err(), "serving ") > change;
    });
  }
  hub.signal(SIGTERM);
  CHECK(hub.must_end(std::chrono::seconds(20)).exit_code == 0);
}

TEST_CASE("a port that the new configuration cannot have leaves the former serving") {
  const Installation installed;
  Child hub = installed.serve();
  const std::string url = "http://127.0.0.1:" + port_of(hub);
  write(installed.config("hub.yaml"), "store: ../var/hub.db\nlisten: 192.0.2.1:8090\n");
  hub.signal(SIGHUP);
  until(hub, [&] { return times(hub.err(), "serving ") == 2; });
  CHECK(hub.err().find("cannot listen at 192.0.2.1:8090") != std::string::npos);
  until(hub, [&] { return flows_at(installed, url) == 1; });
  CHECK_FALSE(installed.ask(url + "/api/v1/settings/state").at("refused").is_null());
  hub.signal(SIGTERM);
  CHECK(hub.must_end(std::chrono::seconds(20)).exit_code == 0);
}

TEST_CASE(
    "another configuration takes back no figure and no ended job, and a job under way is cancelled and says why") {
  const Portal portal;
  const Installation installed;
  write(installed.config("systems/portal.yaml"), portal.file());
  write(installed.config("flows/people.yaml"), flow("people", "in", "people", "{by_hand: true}"));
  write(installed.config("flows/slow.yaml"), flow("slow", "in", "slow", "{by_hand: true}"));
  Child hub = installed.serve();
  const std::string url = "http://127.0.0.1:" + port_of(hub);
  const auto run = [&](const std::string& name) {
    return installed.ask(url + "/api/v1/flows/" + name + "/run", "-X POST -H 'Content-Type: application/json' -d '{}'")
        .at("id")
        .as_int64();
  };
  const auto job = [&](std::int64_t id) { return installed.ask(url + "/api/v1/jobs/" + std::to_string(id)); };
  const std::string created = R"(lienthong_flow_records_total{flow="people",count="created"})";
  const std::string succeeded = R"(lienthong_flow_runs_total{flow="people",outcome="succeeded"})";

  const std::int64_t ended = run("people");
  until(hub, [&] { return job(ended).at("state") == "done"; });
  CHECK(installed.figure(url, created) == 2);
  const double runs = installed.figure(url, succeeded);
  CHECK(runs >= 1);
  const std::int64_t under_way = run("slow");
  until(hub,
        [&] { return !installed.ask(url + "/api/v1/runs?flow=slow&state=running").at("items").as_array().empty(); });
  hub.signal(SIGHUP);
  until(hub, [&] { return times(hub.err(), "serving ") == 2 && flows_at(installed, url) == 2; });

  CHECK(job(ended).at("state") == "done");
  CHECK(job(ended).at("result").at("counts").at("created") == 2);
  CHECK(job(under_way).at("state") == "cancelled");
  CHECK(job(under_way).at("error") == "hệ thống đã nhận cấu hình khác; hãy bắt đầu lại công việc này");
  CHECK(installed.ask(url + "/api/v1/runs?flow=slow").at("items").at(0).at("state") == "cancelled");
  CHECK(installed.figure(url, created) == 2);
  CHECK(installed.figure(url, succeeded) >= runs);
  CHECK(installed.figure(url, R"(lienthong_flow_runs_total{flow="slow",outcome="cancelled"})") >= 1);
  CHECK(run("people") > under_way);
  until(hub, [&] { return installed.figure(url, succeeded) > runs; });
  hub.signal(SIGTERM);
  CHECK(hub.must_end(std::chrono::seconds(20)).exit_code == 0);
}

TEST_CASE("a pause on the command line holds a serving hub within moments: its hooks answer 503 until it is resumed") {
  const Portal portal;
  const Installation installed;
  write(installed.config("systems/portal.yaml"), portal.file());
  write(installed.config("flows/pushed.yaml"), flow("pushed", "in", "pushed", "{on_receive: true}"));
  Child hub = installed.serve();
  const std::string url = "http://127.0.0.1:" + port_of(hub);
  const std::string body = R"({"events":[{"key":"C","id":"3","name":"Chi"}]})";
  const auto pushed = [&] {
    return installed
        .shell("S=$(printf %s '" + body + "' | openssl dgst -sha256 -hmac '" + value +
               "' | sed 's/.*= //'); curl -sS -m 20 -o /dev/null -w '%{http_code}' -H \"X-Signature: sha256=$S\" -d '" +
               body + "' " + url + "/hooks/portal/pushed")
        .out;
  };
  const std::string held = R"(lienthong_flow_paused{flow="pushed"})";
  CHECK(pushed() == "200");
  CHECK(installed.figure(url, held) == 0);
  installed.shell("$L flows pause pushed --reason 'nguồn bảo trì'");
  const auto said = std::chrono::steady_clock::now();
  until(hub, [&] { return pushed() == "503"; });
  CHECK(std::chrono::steady_clock::now() - said < std::chrono::seconds(10));  // a second, and slow machines
  CHECK(installed.figure(url, held) == 1);
  CHECK(installed.ask(url + "/api/v1/flows/pushed").at("paused").at("reason") == "nguồn bảo trì");
  hub.signal(SIGHUP);  // the word stands in the store, so the next hub heeds it from the start
  until(hub, [&] { return times(hub.err(), "serving ") == 2; });
  CHECK(pushed() == "503");
  installed.shell("$L flows resume pushed");
  until(hub, [&] { return pushed() == "200"; });
  CHECK(installed.figure(url, held) == 0);
  hub.signal(SIGTERM);
  CHECK(hub.must_end(std::chrono::seconds(20)).exit_code == 0);
}

TEST_CASE("over TLS by a certificate of its own the hub serves, and its log says the fingerprint that clients see") {
  const Installation installed("tls: self_signed\n");
  Child hub = installed.serve();
  const std::string url = "https://127.0.0.1:" + port_of(hub);
  CHECK(flows_at(installed, url) == 1);
  const fs::path certificate = installed.folder() / "var/tls_certificate.pem";
  CHECK(fs::exists(certificate));
  CHECK((fs::status(installed.folder() / "var/tls_key.pem").permissions() &
         (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
  const std::string seen =
      installed.shell("openssl x509 -in " + certificate.string() + " -noout -fingerprint -sha256").out;
  const std::string digest = seen.substr(seen.find('=') + 1, 95);
  CHECK(hub.err().find("certificate SHA-256 " + digest) != std::string::npos);
  CHECK(installed.shell("curl -sSk -D - -o /dev/null " + url + "/healthz").out.find("Strict-Transport-Security") !=
        std::string::npos);
  hub.signal(SIGTERM);
  CHECK(hub.must_end(std::chrono::seconds(20)).exit_code == 0);
}

TEST_CASE("a secret's value is in no file, log or list of processes of a hub that serves and uses it") {
  const Installation installed;
  Child hub = installed.serve();
  const std::string url = "http://127.0.0.1:" + port_of(hub);
  const json::value tested = installed.ask(url + "/api/v1/systems/portal/test", "-X POST");
  CHECK(tested.at("state") == "unavailable");
  const std::string listed = installed.shell("$L secrets list --json").out;
  CHECK(json::parse(listed).at(0).at("from") == "sealed");
  CHECK(json::parse(listed).at(0).at("used_by").at(0) == "systems/portal.yaml:4");
  installed.shell("$L secrets rotate");
  CHECK(installed.ask(url + "/api/v1/systems/portal/test", "-X POST").at("state") == "unavailable");
  std::string all = json::serialize(tested) + listed + hub.err();
  for (const auto& process : fs::directory_iterator("/proc"))
    if (fs::exists(process.path() / "cmdline")) all += read(process.path() / "cmdline");
  for (const auto& entry : fs::recursive_directory_iterator(installed.folder()))
    if (entry.is_regular_file()) all += read(entry.path());
  CHECK(times(all, value) == 0);
  hub.signal(SIGTERM);
  CHECK(hub.must_end(std::chrono::seconds(20)).exit_code == 0);
}
