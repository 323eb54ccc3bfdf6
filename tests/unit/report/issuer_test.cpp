// Promises of who issues reports: read from the file, refused with the line, written as the decree wants it.
#include "report/report_settings.hpp"
#include "sample.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace lt::report;
using Catch::Contains;

namespace {

std::string faults(const std::string& yaml) {
  const auto file =
      std::filesystem::temp_directory_path() / ("lienthong_issuer_" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(file) << yaml;
  lt::Violations violations;
  ReportSettings::load(file, violations);
  std::filesystem::remove(file);
  return lt::to_string(violations.list());
}

}  // namespace

TEST_CASE("what is wrong with times and destinations is said with its line") {
  const std::string all = faults(
      "schedule: {daily: 7h, wekly: \"07:00\"}\nmail:\n  server: https://mail\n  from: Bo \n  to: [a@b, "
      "\"a@b\\r\\nBcc: c@d\"]\n"
      "  tls: false\n  user: u\n  password: p\n  attach: [pfd]\n");
  for (const std::string part :
       {":1: '7h' is no time of day", "did you mean 'weekly'?", ":3: 'https://mail' is no mail server",
        ":4: 'Bo' is no address", "Bcc", "a password never goes without TLS", "did you mean 'pdf'?"}) {
    CHECK_THAT(all, Contains(part));
  }
}

TEST_CASE("what is wrong with the issuer is said with its line") {
  const std::string all = faults(
      "issuer:\n  body: Trung tâm\n  place: Bình An\n  symbol: TTCNTT\n  signer: {titel: Giám đốc}\n  recipients: "
      "none\n");
  CHECK_THAT(all, Contains(":4: 'TTCNTT' is no symbol of a report") && Contains("did you mean 'title'?") &&
                      Contains(":6: name those whom the report is sent to"));
}

TEST_CASE("a configuration without the file has dots where names belong") {
  lt::Violations violations;
  const ReportSettings settings = ReportSettings::load("/nowhere/report.yaml", violations);
  CHECK(violations.empty());
  CHECK_THAT(settings.issuer.body.vi, Contains("…"));
}

TEST_CASE("only January and February bear a 0, days below ten too") {
  ReportSource source = night();
  source.now = morning + 24 * hour * 75;  // 2027-02-04
  CHECK(Edited(source).document.place_date == "Bình An, ngày 04 tháng 02 năm 2027");
  source.now = morning + 24 * hour * 105;  // 2027-03-06
  CHECK(Edited(source).document.place_date == "Bình An, ngày 06 tháng 3 năm 2027");
}

TEST_CASE("one addressee stands alone, several are a list, and without one nobody is referred to as above") {
  const Edited edited(night());
  Issuer issuer = edited.issuer;
  const auto written = [&] { return write_document(edited.status, edited.edition, {issuer, edited.figures.sha256}); };
  CHECK(written().addressees ==
        std::vector<std::string>{"- Ủy ban nhân dân tỉnh Bình An;", "- Sở Khoa học và Công nghệ."});
  CHECK(written().recipients.front() == "- Như trên;");
  issuer.addressees.resize(1);
  CHECK(written().addressees == std::vector<std::string>{"Ủy ban nhân dân tỉnh Bình An"});
  issuer.addressees.clear();
  CHECK(written().addressees.empty());
  CHECK(written().recipients.front() == "- Các đơn vị có hệ thống kết nối;");
}

TEST_CASE("who signs for the head says so above the title") {
  const Edited edited(night());
  Issuer issuer = edited.issuer;
  issuer.authority = {"KT. Giám đốc", "For the Director"};
  issuer.title = {"Phó Giám đốc", "Deputy Director"};
  issuer.name = "Nguyễn Văn Mẫu";
  const Document document = write_document(edited.status, edited.edition, {issuer, edited.figures.sha256});
  CHECK(document.signer == std::vector<std::string>{"KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"});
  CHECK(document.signer_name == "Nguyễn Văn Mẫu");
}
