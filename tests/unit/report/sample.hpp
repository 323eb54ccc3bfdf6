// A night of a province's synchronisation, as facts, for the tests of this room.
#pragma once

#include "report/render.hpp"
#include "report/report_settings.hpp"
#include "report/seal.hpp"

#include <boost/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace lt::report {

constexpr Milliseconds minute = 60'000;
constexpr Milliseconds hour = 60 * minute;
constexpr Milliseconds morning = 1'795'219'200'000 + hour;  // 2026-11-21 08:00 in Viet Nam

inline Texts load_texts() {
  Violations violations;
  Texts texts = Texts::load(LT_SOURCE_DIR "/config/report", violations);
  violations.raise();
  return texts;
}

inline const schedule::TimeZone& vietnam() {
  static const auto zone = schedule::TimeZone::find("Asia/Ho_Chi_Minh");
  return *zone;
}

inline store::Run run_of(const std::string& flow, store::RunState state, Milliseconds started,
                         const std::string& message = {}) {
  store::Run run;
  run.flow = flow;
  run.state = state;
  run.started = started;
  run.ended = started + 3 * minute;
  run.message = message;
  return run;
}

inline FlowFacts portal_flow() {
  FlowFacts facts;
  facts.flow = "portal_injections";
  facts.label = {"Mũi tiêm từ Cổng tiêm chủng", "Doses from the vaccination portal"};
  facts.system = "national_vaccination";
  facts.system_label = {"Cổng thông tin tiêm chủng quốc gia", "National vaccination portal"};
  facts.fresh_within = 24 * hour;
  facts.responsible = {"Trung tâm Kiểm soát bệnh tật tỉnh", "Provincial centre for disease control"};
  facts.totals.runs = {{store::RunState::succeeded, 95}, {store::RunState::failed, 1}};
  facts.totals.counts.read = 1'234'567;
  facts.totals.counts.created = 200'000;
  facts.totals.counts.updated = 14'000;
  facts.totals.counts.unchanged = 1'018'000;
  facts.totals.counts.filtered = 67;
  facts.totals.counts.dead = 2'500;
  facts.last_run = run_of(facts.flow, store::RunState::succeeded, morning - 20 * minute);
  facts.last_success = facts.last_run->ended;
  facts.letters = {
      {facts.flow, "bad_citizen_number", 1'204}, {facts.flow, "unknown_vaccine", 812}, {facts.flow, "missing", 484}};
  facts.oldest_letter = morning - 9 * hour;
  return facts;
}

inline FlowFacts app_flow() {
  FlowFacts facts;
  facts.flow = "app_immunizations";
  facts.label = {"Mũi tiêm tới ứng dụng công dân", "Doses to the citizens' app"};
  facts.system = "citizen_app";
  facts.system_label = {"Ứng dụng công dân Smart Thanh Hóa", "Citizens' app Smart Thanh Hóa"};
  facts.direction = store::Direction::out;
  facts.fresh_within = 15 * minute;
  facts.responsible = {"Đơn vị vận hành ứng dụng", "The app's operator"};
  facts.totals.runs = {{store::RunState::succeeded, 40}, {store::RunState::failed, 3}};
  facts.totals.counts.due = 214'000;
  facts.totals.counts.delivered = 213'450;
  facts.totals.counts.unchanged = 300;
  facts.totals.counts.withheld = 100;
  facts.totals.counts.dead = 30;
  facts.totals.counts.pending = 120;
  facts.last_run =
      run_of(facts.flow, store::RunState::failed, morning - 5 * minute,
             "citizen_app: POST https://app.thanhhoa.example/api/v1/immunizations answered 503 Service Unavailable");
  facts.last_success = morning - 2 * hour - 13 * minute;
  facts.pending = 120;
  facts.oldest_pending = morning - 2 * hour;
  facts.letters = {{facts.flow, "bad_phone", 30}};
  facts.oldest_letter = morning - hour;
  return facts;
}

inline FlowFacts list_flow() {
  FlowFacts facts;
  facts.flow = "ministry_list";
  facts.label = {"Danh sách đối tượng (Excel của Bộ Y tế)", "Persons of the Ministry's Excel list"};
  facts.system = "ministry_files";
  facts.system_label = {"Danh sách Excel Bộ Y tế", "Ministry of Health's Excel lists"};
  facts.responsible = {"Sở Y tế", "Department of Health"};
  facts.totals.runs = {{store::RunState::succeeded, 2}};
  facts.totals.counts.read = 1'000;
  facts.totals.counts.created = 950;
  facts.totals.counts.dead = 50;
  facts.last_run = run_of(facts.flow, store::RunState::succeeded, morning - 3 * hour);
  facts.last_success = facts.last_run->ended;
  facts.letters = {{facts.flow, "sex_contradicts_citizen_number", 50}};
  facts.oldest_letter = morning - 3 * hour;
  return facts;
}

inline Issuer load_issuer() {
  Violations violations;
  Issuer issuer = ReportSettings::load(LT_SOURCE_DIR "/config/report.yaml", violations).issuer;
  violations.raise();
  return issuer;
}

// What rendering needs, of one status in one language.
struct Edited {
  Texts texts = load_texts();
  Issuer issuer = load_issuer();
  SyncStatus status;
  Edition edition;
  Figures figures;
  Document document;

  explicit Edited(const ReportSource& source, Language language = Language::vi, const std::string& number = {})
      : status(compute(source)),
        edition{texts, language, vietnam()},
        figures(seal_figures(status, texts, vietnam())),
        document(write_document(status, edition, {issuer, figures.sha256, number})) {}
};

inline Availability share_of(Milliseconds measured, Milliseconds available, Milliseconds promised,
                             Milliseconds on_time) {
  return {.measured = measured, .available = available, .promised = promised, .on_time = on_time, .longest_gap = {}};
}

inline ReportSource night() {
  ReportSource source{.period = {morning - 24 * hour, morning},
                      .now = morning + 5 * minute,
                      .flows = {portal_flow(), app_flow(), list_flow()}};
  source.flows[0].availability = share_of(24 * hour, 23 * hour + 45 * minute, 24 * hour, 24 * hour);
  source.flows[1].availability = share_of(24 * hour, 21 * hour, 24 * hour, 20 * hour);
  source.flows[2].availability = share_of(6 * hour, 6 * hour, 0, 0);
  for (int i = 0; i < 24; ++i) {
    Volume& volume = source.volumes.emplace_back();
    volume.period = {source.period.from + i * hour, source.period.from + (i + 1) * hour};
    volume.in.read = 40'000 + 1'000 * i;
    volume.in.created = 9'000 - 100 * i;
    volume.in.dead = i % 5 == 0 ? 500 : 20;
    volume.out.delivered = i == 7 ? 0 : 8'800;
  }
  return source;
}

// The night before it, as a report that was kept.
inline Earlier night_before() {
  ReportSource source = night();
  source.period = {morning - 48 * hour, morning - 24 * hour};
  source.now = morning - 24 * hour;
  source.flows.pop_back();
  source.flows[0].totals.counts.read -= 67;
  source.flows[0].totals.counts.filtered = 0;
  source.flows[1].last_run->state = store::RunState::succeeded;
  source.flows[1].last_success = source.now - minute;
  const Edited edited(source);
  return read_earlier(figures(edited.status, edited.texts, vietnam()), edited.figures.sha256);
}

}  // namespace lt::report
