// Promises of the rendered reports: complete, escaped, readable in both languages, readable by programs.
#include "report/render.hpp"

#include "sample.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <fstream>

using namespace lt::report;
using Catch::Contains;

namespace {

std::string page(const ReportSource& source, Language language) {
  const Edited edited(source, language);
  return render_html(edited.document, edited.edition, edited.figures);
}

std::string plain(const ReportSource& source, Language language) {
  return render_text(Edited(source, language).document);
}

boost::json::value programs_view(const ReportSource& source) {
  return boost::json::parse(render_json(Edited(source).figures));
}

}  // namespace

TEST_CASE("the page needs nothing from outside and runs nothing") {
  for (const Language language : {Language::vi, Language::en}) {
    const std::string html = page(night(), language);
    for (const std::string foreign : {"<script", "javascript:", "<link", "<img", "url(", "@import", "src=", "href="}) {
      INFO(foreign);
      CHECK(html.find(foreign) == std::string::npos);
    }
    CHECK_THAT(html, Contains("<meta charset=\"utf-8\">"));
  }
}

TEST_CASE("the Vietnamese page says what the numbers say, in Vietnamese") {
  const std::string html = page(night(), Language::vi);
  for (const std::string text :
       {"lang=\"vi\"", "Tình trạng đồng bộ dữ liệu từ 08:00 ngày 20/11/2026 đến 08:00 ngày 21/11/2026",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ TỈNH BÌNH AN", "/BC-TTCNTT", "Bình An, ngày 21 tháng 11 năm 2026",
        "- Lưu: VT, TTCNTT.", "1.234.567", "2.580 bản ghi bị từ chối đang chờ xử lý và 120 bản ghi đang chờ gửi lại",
        "Bị lỗi", "Khớp", "Tên vắc xin chưa có trong danh mục (unknown_vaccine)", "Quản trị hệ thống Liên Thông",
        "Trung tâm Kiểm soát bệnh tật tỉnh", "GIÁM ĐỐC", "ngày 21 tháng 11 năm 2026"}) {
    INFO(text);
    CHECK(html.find(text) != std::string::npos);
  }
}

TEST_CASE("the English page says the same in English") {
  const std::string html = page(night(), Language::en);
  for (const std::string text : {"lang=\"en\"", "On the state of data synchronisation", "1,234,567", "Failing",
                                 "Balances", "Unknown vaccine name", "DIRECTOR", "503 Service Unavailable"}) {
    INFO(text);
    CHECK(html.find(text) != std::string::npos);
  }
}

TEST_CASE("no verdict goes without its counts of rejected and pending records") {
  const Texts texts = load_texts();
  const auto flow = [] {
    FlowFacts facts = portal_flow();
    facts.letters.clear();
    return facts;
  };
  auto unbalanced = flow();
  unbalanced.totals.unbalanced = 1;
  for (const auto& source : {ReportSource{{}, morning, {flow()}}, night(), ReportSource{{}, morning, {unbalanced}},
                             ReportSource{{}, morning, {}}, ReportSource{{}, morning, {list_flow()}}}) {
    CHECK_THAT(verdict_text(compute(source), Edition{texts, Language::vi, vietnam()}),
               Contains("bản ghi bị từ chối đang chờ xử lý") && Contains("bản ghi đang chờ gửi lại"));
    CHECK_THAT(verdict_text(compute(source), Edition{texts, Language::en, vietnam()}),
               Contains("Rejected records waiting for a person: ") && Contains("waiting to be sent again: "));
  }
}

TEST_CASE("what a partner said cannot become markup in the page") {
  auto source = night();
  source.flows[1].last_run->message = "<img src=x onerror=alert(1)> & \"bye\"";
  source.flows[1].label.vi = "<b>đậm</b>";
  source.flows[1].letters[0].reason_code = "</td><script>";
  const std::string html = page(source, Language::vi);
  CHECK(html.find("<img") == std::string::npos);
  CHECK(html.find("<b>") == std::string::npos);
  CHECK(html.find("<script") == std::string::npos);
  CHECK_THAT(html, Contains("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;bye&quot;"));
}

TEST_CASE("the text has every table with its columns in line") {
  const std::string text = plain(night(), Language::vi);
  for (const std::string part :
       {"I. Đánh giá chung", "II. Tình trạng theo hệ thống", "V. Bản ghi bị từ chối đang chờ xử lý, theo nguyên nhân",
        "Phụ lục II. DỮ LIỆU TIẾP NHẬN TRONG KỲ", "Phụ lục III. DỮ LIỆU GỬI ĐI TRONG KỲ", "1.018.000"}) {
    CHECK_THAT(text, Contains(part));
  }
  const Table table{.id = "t",
                    .note = "",
                    .empty = "",
                    .columns = {{"Tên"}, {"Số", true}},
                    .rows = {{{{"Độ mới"}, {"5"}}, "vì sao"}, {{{"a"}, {"1.234"}}, ""}},
                    .total = {}};
  CHECK(render_text(table) ==
        "Tên        Số\n"
        "──────  ─────\n"
        "Độ mới      5\n"
        "    vì sao\n"
        "a       1.234\n");
}

TEST_CASE("a hub without flows or rejections still gives a whole report") {
  const ReportSource empty{{morning - hour, morning}, morning, {}};
  CHECK_THAT(plain(empty, Language::vi), Contains("Chưa cấu hình luồng dữ liệu nào."));
  CHECK_THAT(page(empty, Language::en), Contains("No record is rejected: 0 waiting."));
}

TEST_CASE("more reasons than fit are counted") {
  auto source = night();
  source.flows[0].letters.clear();
  for (int i = 0; i < 40; ++i) {
    source.flows[0].letters.push_back({"portal_injections", "bad_" + std::to_string(i), 1'000});
  }
  CHECK_THAT(plain(source, Language::vi), Contains("Ngoài ra còn 25.080 bản ghi với các lý do khác."));
}

TEST_CASE("causes that differ in their wording alone are one line of the page, of the sum of them") {
  auto source = night();
  const auto cause = [&](const std::string& field, const std::string& pattern, std::int64_t count) {
    lt::store::LetterCount letters{"portal_injections", "sex_contradicts_citizen_number", count};
    letters.cause.field = field;
    letters.cause.pattern = pattern;
    return letters;
  };
  source.flows[0].letters = {cause("person.sex", "the sex is F but … says M", 111),
                             cause("person.sex", "the sex is M but … says F", 222), cause("patient.sex", "", 4)};
  const std::string text = plain(source, Language::vi);
  CHECK_THAT(text, Contains("333") && !Contains("111") && !Contains("222"));
  CHECK_THAT(text, Contains("person.sex") && Contains("patient.sex"));
}

TEST_CASE("programs get the same numbers as JSON") {
  const auto view = programs_view(night());
  const auto& report = view.as_object();
  CHECK(report.at("verdict") == "trouble");
  CHECK(report.at("dead_waiting") == 2'580);
  CHECK(report.at("generated_at") == "2026-11-21T08:05:00+07:00");
  const auto& flows = report.at("flows").as_array();
  REQUIRE(flows.size() == 3);
  const auto& app = flows[0].as_object();
  CHECK(app.at("flow") == "app_immunizations");
  CHECK(app.at("state") == "failing");
  CHECK(app.at("counts").as_object().at("due") == 214'000);
  CHECK(app.at("runs").as_object().at("failed") == 3);
  CHECK(app.at("promise_kept") == false);
  CHECK(flows[1].as_object().at("fresh_within_seconds").is_null());
  CHECK(report.at("reasons").as_array()[1].as_object().at("actor") == "hub");
}

TEST_CASE("texts that are missing or unknown are refused with the nearest right name") {
  const auto folder = std::filesystem::temp_directory_path() / "lienthong_report_texts";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "texts.yaml") << "subjet: {vi: a, en: b}\n";
  std::ofstream(folder / "reasons.yaml") << "missing: {meaning: {vi: a, en: b}, action: {vi: c}}\n";
  std::filesystem::remove(folder / "style.css");
  lt::Violations violations;
  const Texts texts = Texts::load(folder, violations);
  const std::string all = lt::to_string(violations.list());
  for (const std::string hint : {"did you mean 'subject'?", "the text 'subject' is missing", "a value is missing here",
                                 "the reason '*' is missing", "style.css"}) {
    CHECK_THAT(all, Contains(hint));
  }
  std::filesystem::remove_all(folder);
}

TEST_CASE("a reason without a line of its own takes its family's") {
  const Texts texts = load_texts();
  CHECK(texts.reason("unknown_planet").meaning.vi == "Giá trị chưa có trong danh mục");
  CHECK(texts.reason("bad_old_citizen_number").meaning.vi == "Số CMND không hợp lệ");
  CHECK(texts.reason("bad_new_thing").meaning.vi == "Giá trị không hợp lệ");
  CHECK(texts.reason("never_heard").meaning.vi == "Lý do khác");
  CHECK(texts.reason("").meaning.vi == "Lý do khác");
}

TEST_CASE("what the hub must mend does not send people to the source") {
  const Texts texts = load_texts();
  for (const std::string code :
       {"unknown_vaccine", "unknown_x", "bad_shape", "missing_key", "bad_boolean", "bad_form"}) {
    INFO(code);
    REQUIRE(lt::mapping::who_acts(code) == lt::mapping::Actor::hub);
    CHECK_THAT(texts.reason(code).action.en, Contains("replay"));
  }
}

TEST_CASE("a watch stands in page, text and JSON with its groups, and is left out where it found nothing") {
  ReportSource source = night();
  CHECK_THAT(plain(source, Language::vi), !Contains("Việc cần theo dõi"));
  source.watches = {{"late_reports", {"Phản ánh quá hạn", "Late reports"}, 3, {{"UBND <xã>", 2}, {"Sở Y tế", 1}}}};
  CHECK_THAT(plain(source, Language::vi), Contains("Phản ánh quá hạn") && Contains("Sở Y tế"));
  CHECK_THAT(page(source, Language::en), Contains("Late reports") && Contains("UBND &lt;xã&gt;"));
  const auto report = programs_view(source);
  CHECK(report.at("watches").at(0).at("count") == 3);
  CHECK(report.at("watches").at(0).at("groups").at(1).at("group") == "Sở Y tế");
}
