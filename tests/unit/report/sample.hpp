// A night of a province's synchronisation, as facts, for the tests of this room.
#pragma once

#include "report/render.hpp"

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
  facts.letters = {{facts.flow, "bad_citizen_number", store::LetterState::waiting, 1'204},
                   {facts.flow, "unknown_vaccine", store::LetterState::waiting, 812},
                   {facts.flow, "missing", store::LetterState::waiting, 484}};
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
  facts.letters = {{facts.flow, "bad_phone", store::LetterState::waiting, 30}};
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
  facts.letters = {{facts.flow, "sex_contradicts_citizen_number", store::LetterState::waiting, 50}};
  facts.oldest_letter = morning - 3 * hour;
  return facts;
}

inline ReportSource night() {
  return {.period = {morning - 24 * hour, morning},
          .now = morning + 5 * minute,
          .flows = {portal_flow(), app_flow(), list_flow()}};
}

}  // namespace lt::report
