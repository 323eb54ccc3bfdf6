// Promises of mails, against a real server: what arrives, over TLS only, and what each refusal means.
#include "report/mail.hpp"

#include "base/hash.hpp"
#include "sample.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

using namespace lt::report;
using Catch::Contains;
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Server {
 public:
  explicit Server(const std::string& mode) : mode_(mode) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    const std::string command = std::string("/usr/bin/python3 " LT_SOURCE_DIR "/tests/unit/report/mail_server.py ") +
                                folder_.string() + " " + mode;
    process_ = ::popen(command.c_str(), "w");
    for (int i = 0; i < 6'000 && !fs::exists(folder_ / "port"); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    REQUIRE(fs::exists(folder_ / "port"));
  }
  ~Server() {
    ::pclose(process_);
    fs::remove_all(folder_);
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  MailSettings settings() const {
    const std::string scheme = mode_ == "smtps" ? "smtps" : "smtp";
    return {.server = scheme + "://localhost:" + content(folder_ / "port"),
            .tls = true,
            .ca = (folder_ / "ca.pem").string(),
            .from = "hub@binhan.example",
            .to = {"vanthu@binhan.example", "lanhdao@binhan.example"},
            .user = "hub",
            .password = "report_mail_password",
            .attach = {}};
  }
  json::value taken() const { return json::parse(content(folder_ / "mail.json")); }
  bool took_none() const { return !fs::exists(folder_ / "mail.json"); }

 private:
  std::string mode_;
  fs::path folder_ = fs::temp_directory_path() / ("lienthong_mail_" + std::to_string(::getpid()));
  FILE* process_ = nullptr;
};

Mail daily() {
  return {.id = "daily-2026-11-20.abc",
          .subject = "Báo cáo tình trạng đồng bộ dữ liệu giữa các hệ thống: daily-2026-11-20",
          .text = "Kính gửi báo cáo.\n",
          .parts = {{"daily-2026-11-20.pdf", Format::pdf, std::string("%PDF-1.4\0\r\n.\r\nend", 18)},
                    {"daily-2026-11-20.xlsx", Format::xlsx, std::string(300'000, 'x')}},
          .date = mail_date(morning)};
}

// The kind of the refusal and its message; "sent" where there is none.
std::pair<std::string, std::string> outcome(const MailSettings& settings, const std::string& password) {
  try {
    send_mail(settings, password, daily(), {});
    return {"sent", ""};
  } catch (const lt::Error& e) {
    return {std::string(to_string(e.kind())), e.what()};
  }
}

}  // namespace

TEST_CASE("a mail arrives over TLS with its words, its receivers and its files, byte for byte") {
  for (const std::string mode : {"smtps", "starttls"}) {
    INFO(mode);
    const Server server(mode);
    send_mail(server.settings(), "right horse", daily(), {});
    const json::value mail = server.taken();
    CHECK(mail.at("tls") == true);
    CHECK(mail.at("from") == "hub@binhan.example");
    CHECK(mail.at("to").as_array().size() == 2);
    CHECK(mail.at("headers").at("Subject").as_string() == daily().subject);
    CHECK(mail.at("headers").at("Message-ID") == "<daily-2026-11-20.abc@binhan.example>");
    CHECK_THAT(std::string(mail.at("text").as_string()), Contains("Kính gửi báo cáo."));
    const auto& parts = mail.at("parts").as_array();
    REQUIRE(parts.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
      CHECK(parts[i].at("name").as_string() == daily().parts[i].name);
      CHECK(parts[i].at("sha256").as_string() == lt::sha256(daily().parts[i].bytes));
    }
    CHECK(parts[0].at("type") == "application/pdf");
  }
}

TEST_CASE("each refusal says what it is, and no message holds the password") {
  const Server server("smtps");
  const auto denied = outcome(server.settings(), "wrong zebra");
  CHECK(denied.first == "denied");
  CHECK_THAT(denied.second, Contains("localhost") && !Contains("zebra"));
  MailSettings stranger = server.settings();
  stranger.ca.clear();  // the machine's own certificates do not know this one
  CHECK(outcome(stranger, "right horse").first == "misconfigured");
  MailSettings nobody = server.settings();
  nobody.server = "smtps://localhost:1";
  CHECK(outcome(nobody, "right horse").first == "unavailable");
  CHECK(server.took_none());
}

TEST_CASE("a server that takes the mail for nobody is told from one that does not answer") {
  const Server server("refusing");
  const auto refused = outcome(server.settings(), "right horse");
  CHECK(refused.first == "misconfigured");
  CHECK_THAT(refused.second, Contains("did not take the report"));
}

TEST_CASE("a server without TLS is sent neither the password nor the mail") {
  const Server server("starttls");
  MailSettings settings = server.settings();
  settings.server.insert(4, "s");  // speaks TLS at once, which this port does not
  CHECK(outcome(settings, "right horse").first != "sent");
  CHECK(server.took_none());
}

TEST_CASE("a sending that is stopped ends as cancelled") {
  const Server server("smtps");
  std::stop_source stop;
  stop.request_stop();
  CHECK_THROWS_AS(send_mail(server.settings(), "right horse", daily(), stop.get_token()), lt::Error);
  CHECK(server.took_none());
}

TEST_CASE("headers hold any language in short words, and plain ones stay as they are") {
  CHECK(encoded_header("Report daily-2026-11-20") == "Report daily-2026-11-20");
  const std::string header = encoded_header(std::string(30, 'a') + "ộộộộộộộộộộộộộộộộộộộộ\r\nBcc: x@y");
  CHECK(header.find("\nBcc") == std::string::npos);
  std::istringstream lines(header);
  for (std::string line; std::getline(lines, line);) {
    CHECK(line.size() <= 77);  // a blank before and a carriage return behind
    CHECK_THAT(line, Contains("=?UTF-8?B?") && Contains("?="));
  }
  CHECK(mail_date(morning) == "Sat, 21 Nov 2026 08:00:00 +0700");
}

TEST_CASE("an address holds one @ and nothing that ends a line") {
  CHECK(is_address("vanthu@binhan.example"));
  for (const std::string bad : {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nBcc: c@d", "<a@b>", "ộ@b"}) {
    CHECK_FALSE(is_address(bad));
  }
}
