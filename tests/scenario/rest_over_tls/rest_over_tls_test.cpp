// The strictest partner: a client's certificate, an agreement's token and a signature over each request, through the
// real program.
#include "harness/installation.hpp"

#include <catch2/catch.hpp>
#include <loopback/server.hpp>

#include <mutex>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

constexpr const char* page =
    R"({"data":[{"code":"CL0000901","name":"Khu cách ly Trường Cao đẳng","kind":"TAP_TRUNG","communeCode":"14758","updatedAt":"2021-08-02T03:00:00Z"}],"meta":{"total":1,"offset":0}})";

struct Partner : Installation {
  Partner()
      : Installation({.seed = 38, .records = 10, .people = 400}),
        certificate(authority.certify("127.0.0.1")),
        server([this](lt::loopback::Visit& visit) { answer(visit); },
               lt::loopback::ServerTls{authority.certify("127.0.0.1"), authority.certificate_pem()}) {
    write_text(folder() / "ca.pem", authority.certificate_pem());
    write_text(folder() / "client.pem", certificate.certificate_pem);
    write_text(folder() / "client.key", certificate.key_pem);
    enable("quarantine_cameras");
    const auto file = config("systems/quarantine_cameras.yaml");
    replace_in(file, twins_url("quarantine_cameras"), "https://127.0.0.1:" + std::to_string(server.port()));
    replace_in(file, "auth: {type: basic, user: lienthong, password: quarantine_cameras_password}",
               "auth: {type: hmac, secret: quarantine_cameras_password, key_id: thanh_hoa, lgsp: {access_key: "
               "quarantine_cameras_password, secret_key: quarantine_cameras_webhook, app_name: lt, partner_code: "
               "000.00.15.H56}}");
  }
  void use_tls(bool with_certificate) const {
    std::string tls = "tls: {ca_file: " + (folder() / "ca.pem").string();
    if (with_certificate) {
      tls += ", certificate_file: " + (folder() / "client.pem").string() +
             ", key_file: " + (folder() / "client.key").string();
    }
    replace_in(config("systems/quarantine_cameras.yaml"), "connector: rest\n", "connector: rest\n" + tls + "}\n");
  }
  void answer(lt::loopback::Visit& visit) {
    const std::lock_guard lock(mutex);
    seen = visit.headers;
    visit.reply_json(page);
  }

  lt::loopback::Authority authority;
  lt::loopback::Certificate certificate;
  std::mutex mutex;
  std::map<std::string, std::string> seen;
  lt::loopback::Server server;
};

}  // namespace

TEST_CASE("a partner behind mutual TLS is read with certificate, agreement's token and signature, by settings alone") {
  Partner hub;
  hub.use_tls(true);
  const json::value run = hub.ask({"run", "camera_facilities"}, 0);
  CHECK(number(run, "/counts/created") == 1);
  const std::lock_guard lock(hub.mutex);
  CHECK(hub.seen.at("x-key-id") == "thanh_hoa");
  CHECK(hub.seen.at("x-signature").size() == 64);
  CHECK(hub.seen.at("lgspaccesstoken").substr(0, 4) == "eyJB");  // {"A…
}

TEST_CASE("without the client's certificate nothing is read, and the run says why") {
  Partner hub;
  hub.use_tls(false);
  const Ended ended = hub.run({"run", "camera_facilities", "--json"});
  INFO(ended.out << ended.err);
  CHECK(ended.exit_code != 0);
  CHECK(json::parse(ended.out).as_object().contains("error"));
  CHECK(hub.server.requests() == 0);
  CHECK(unbalanced(hub.status()).empty());
  CHECK(hub.rows_of("quarantine_facility") == 0);
}
