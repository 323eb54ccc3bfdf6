// Promises of the PDF: what Poppler finds in it has every mark and figure, and its fonts travel with it.
#include "sample.hpp"

#include <catch2/catch.hpp>
#include <stdio.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>

using namespace lt::report;
using Catch::Contains;

namespace {

// A PDF on the disk, and what Poppler's programs say of it.
class OnDisk {
 public:
  explicit OnDisk(const std::string& bytes) { std::ofstream(file_, std::ios::binary) << bytes; }
  ~OnDisk() { std::filesystem::remove(file_); }
  OnDisk(const OnDisk&) = delete;
  OnDisk& operator=(const OnDisk&) = delete;

  std::string ask(const std::string& program, const std::string& behind = {}) const {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(
        ::popen((program + " " + file_.string() + " " + behind + " 2>&1").c_str(), "r"), ::pclose);
    std::string said;
    std::array<char, 4096> part{};
    while (const std::size_t size = ::fread(part.data(), 1, part.size(), pipe.get())) said.append(part.data(), size);
    return said;
  }
  // Words in the order of reading, a blank between any two.
  std::string words() const { return std::regex_replace(ask("pdftotext -layout", "-"), std::regex("\\s+"), " "); }

 private:
  std::filesystem::path file_ =
      std::filesystem::temp_directory_path() / ("lienthong_report_" + std::to_string(::getpid()) + ".pdf");
};

std::string pdf_of(const ReportSource& source, Language language = Language::vi, const std::string& number = {}) {
  const Edited edited(source, language, number);
  return render_pdf(edited.document, edited.edition, edited.figures);
}

// As many flows as a province has.
ReportSource province() {
  ReportSource source = night();
  source.flows.clear();
  for (int i = 0; i < 105; ++i) {
    FlowFacts facts = i % 7 == 0 ? app_flow() : portal_flow();
    facts.flow += "_" + std::to_string(i);
    facts.system = "system_" + std::to_string(i / 3);
    facts.system_label.vi += " " + std::to_string(i / 3);
    source.flows.push_back(facts);
  }
  return source;
}

}  // namespace

TEST_CASE("the document has the parts that the decree asks for, with every mark") {
  const std::string words = OnDisk(pdf_of(night(), Language::vi, "12")).words();
  for (const std::string text :
       {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "TRUNG TÂM CÔNG NGHỆ", "Số: 12/BC-TTCNTT", "Bình An, ngày 21 tháng 11 năm 2026", "BÁO CÁO",
        "Kính gửi: - Ủy ban nhân dân tỉnh Bình An; - Sở Khoa học và Công nghệ.", "Nơi nhận:", "- Như trên;",
        "- Các đơn vị có hệ thống kết nối;", "- Lưu: VT, TTCNTT.", "GIÁM ĐỐC", "./.", "Phụ lục III",
        "(Kèm theo Báo cáo số 12/BC-TTCNTT ngày 21 tháng 11 năm 2026 của Trung tâm Công nghệ thông tin)"}) {
    INFO(text);
    CHECK_THAT(words, Contains(text));
  }
}

TEST_CASE("the figures stand in the document as the reader of the language writes them") {
  CHECK_THAT(OnDisk(pdf_of(night())).words(),
             Contains("1.234.567") && Contains("213.450") && Contains("93,98%") && Contains("lienthong report verify"));
  CHECK_THAT(OnDisk(pdf_of(night(), Language::en)).words(),
             Contains("1,234,567") && Contains("SOCIALIST REPUBLIC OF VIET NAM") && Contains("DIRECTOR"));
}

TEST_CASE("every font is a Times-like one that travels with the document") {
  const std::string fonts = OnDisk(pdf_of(night())).ask("pdffonts");
  std::size_t count = 0;
  std::istringstream lines(fonts);
  for (std::string line; std::getline(lines, line);) {
    if (line.find("TrueType") == std::string::npos && line.find("CID") == std::string::npos) continue;
    INFO(line);
    ++count;
    CHECK_THAT(line, Contains("Serif") || Contains("Times") || Contains("Termes"));
    CHECK(std::regex_search(line, std::regex("yes yes yes")));  // embedded, a subset, with its letters' meaning
  }
  CHECK(count >= 3);  // upright, bold, italic
}

TEST_CASE("pages are A4, numbered from the second on, and each appendix begins anew") {
  const OnDisk pdf(pdf_of(province()));
  CHECK_THAT(pdf.ask("pdfinfo"), Contains("595.2") && Contains("841.8"));
  CHECK_THAT(pdf.ask("pdftotext -f 1 -l 1 -layout", "-"), !Catch::Matches("\\s*1\\s*\\n[\\s\\S]*"));
  CHECK_THAT(pdf.ask("pdftotext -f 2 -l 2 -layout", "-"), Catch::Matches("\\s*2\\s*\\n[\\s\\S]*"));
}

TEST_CASE("a table that goes on has its head on each page, and loses no row") {
  const OnDisk pdf(pdf_of(province()));
  const std::string words = pdf.words();
  for (int i = 0; i < 35; ++i)
    CHECK_THAT(words, Contains("quốc gia " + std::to_string(i)) || Contains("Hóa " + std::to_string(i)));
  std::size_t heads = 0;
  for (std::size_t at = words.find("Cam kết"); at != std::string::npos; at = words.find("Cam kết", at + 1)) ++heads;
  CHECK(heads >= 3);
}

TEST_CASE("the figures hang on the document as a file") {
  const Edited edited(night());
  const OnDisk pdf(render_pdf(edited.document, edited.edition, edited.figures));
  CHECK_THAT(pdf.ask("pdfdetach -list"), Contains("figures.json"));
  CHECK(pdf.ask("pdfdetach -save 1 -o /dev/stdout") == edited.figures.canonical);
}

TEST_CASE("the same figures give the same bytes") { CHECK(pdf_of(night()) == pdf_of(night())); }

TEST_CASE("what a partner said at length is cut, not lost pages of") {
  ReportSource source = night();
  source.flows[1].last_run->message = std::string(20'000, 'x');
  CHECK_THAT(OnDisk(pdf_of(source)).words(), Contains("xxxx") && Contains("Phụ lục III"));
}
