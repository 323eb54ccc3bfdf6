// Loading the words of reports and filling in their blanks.
#include "report/texts.hpp"

#include "base/suggest.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace lt::report {
namespace {

// All that the renderers ask for.
constexpr std::array needed = {"nation",
                               "motto",
                               "type",
                               "subject",
                               "number",
                               "place_date",
                               "opening",
                               "closing",
                               "recipients",
                               "archived",
                               "appendix",
                               "appendix_of",
                               "seal_note",
                               "period_on-demand",
                               "period_daily",
                               "period_weekly",
                               "period_monthly",
                               "thousands",
                               "decimal",
                               "date",
                               "date_time",
                               "unit_day",
                               "unit_hour",
                               "unit_minute",
                               "unit_second",
                               "none",
                               "never",
                               "total",
                               "verdict_good",
                               "verdict_attention",
                               "verdict_trouble",
                               "verdict_unbalanced",
                               "verdict_counts",
                               "count_failing",
                               "count_late",
                               "count_paused",
                               "count_never_run",
                               "health_ok",
                               "health_never_run",
                               "health_paused",
                               "health_late",
                               "health_failing",
                               "why_late",
                               "why_never_succeeded",
                               "why_paused_by_file",
                               "why_unbalanced",
                               "why_interrupted",
                               "why_waiting",
                               "why_never_run",
                               "action_failing",
                               "action_late",
                               "action_paused",
                               "action_never_run",
                               "action_unbalanced",
                               "summary_title",
                               "systems_title",
                               "volumes_title",
                               "reasons_title",
                               "actions_title",
                               "changes_title",
                               "watches_title",
                               "flows_title",
                               "in_title",
                               "out_title",
                               "figure_runs",
                               "figure_failed_runs",
                               "figure_read",
                               "figure_stored",
                               "figure_delivered",
                               "figure_dead",
                               "figure_pending",
                               "figure_available",
                               "figure_on_time",
                               "mail_subject",
                               "mail_text",
                               "sheet_body",
                               "sheet_charts",
                               "volumes_chart",
                               "causes_chart",
                               "chart_hour",
                               "chart_day",
                               "series_read",
                               "series_stored",
                               "series_delivered",
                               "series_dead",
                               "no_flows",
                               "no_in",
                               "no_out",
                               "no_reasons",
                               "no_actions",
                               "no_changes",
                               "no_earlier",
                               "no_volumes",
                               "more_reasons",
                               "more_flows",
                               "brief_waiting",
                               "col_system",
                               "col_flow",
                               "col_state",
                               "col_last_success",
                               "col_promise",
                               "col_runs",
                               "col_failed_runs",
                               "col_read",
                               "col_created",
                               "col_updated",
                               "col_unchanged",
                               "col_filtered",
                               "col_dead",
                               "col_balance",
                               "col_due",
                               "col_delivered",
                               "col_withheld",
                               "col_pending",
                               "col_waiting",
                               "col_oldest",
                               "col_reason",
                               "col_count",
                               "col_watch",
                               "col_group",
                               "col_who",
                               "col_action",
                               "col_figure",
                               "col_now",
                               "col_before",
                               "col_difference",
                               "col_healthy",
                               "col_available",
                               "col_on_time",
                               "col_why",
                               "balanced",
                               "unbalanced",
                               "promise_within",
                               "promise_none",
                               "ago",
                               "hub_administrator",
                               "direction_in",
                               "direction_out",
                               "in_note",
                               "out_note",
                               "systems_note",
                               "freshness_note",
                               "availability_title",
                               "service_whole",
                               "service_broken",
                               "service_unknown",
                               "figure_out_of_service",
                               "availability_chart",
                               "availability_chart_least",
                               "chart_whole",
                               "shade_whole",
                               "shade_99",
                               "shade_95",
                               "shade_80",
                               "shade_less",
                               "shade_none",
                               "see_charts",
                               "addressees",
                               "as_above"};

model::Label read_label(const YamlNode& node) {
  node.allow_only({"vi", "en"});
  return {node["vi"].text(), node["en"].text()};
}

std::string read_file(const std::filesystem::path& path, Violations& violations) {
  std::ifstream in(path, std::ios::binary);
  if (!in) violations.add(path.string(), 0, "cannot be read; reports need it");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

const std::string& in(Language language, const model::Label& label) {
  return language == Language::vi ? label.vi : label.en;
}

Texts Texts::load(const std::filesystem::path& folder, Violations& violations) {
  Texts texts;
  const YamlNode words = YamlNode::load_file(folder / "texts.yaml", violations);
  const std::vector<std::string> known(needed.begin(), needed.end());
  for (const auto& [key, node] : words.entries()) {
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      node.violation("no report shows the text '" + key + "'" + suggestion(key, known));
    }
    texts.texts_.emplace(key, read_label(node));
  }
  for (const auto& key : known) {
    if (texts.texts_.emplace(key, model::Label{key, key}).second) words.violation("the text '" + key + "' is missing");
  }
  const YamlNode reasons = YamlNode::load_file(folder / "reasons.yaml", violations);
  for (const auto& [code, node] : reasons.entries()) {
    node.allow_only({"meaning", "action"});
    texts.reasons_.emplace(code, ReasonText{read_label(node["meaning"]), read_label(node["action"])});
  }
  if (!texts.reasons_.contains("*")) {
    reasons.violation("the reason '*' is missing; it stands for all that have no line");
    texts.reasons_.emplace("*", ReasonText{});
  }
  texts.style_ = read_file(folder / "style.css", violations);
  return texts;
}

std::string Texts::get(std::string_view key, Language language, const Values& values) const {
  const auto found = texts_.find(key);
  if (found == texts_.end()) throw Error(ErrorKind::failed, "reports have no text '" + std::string(key) + "'");
  const std::string& pattern = in(language, found->second);
  std::string text;
  for (std::size_t i = 0; i < pattern.size();) {
    const std::size_t close = pattern[i] == '{' ? pattern.find('}', i) : std::string::npos;
    const auto value =
        close == std::string::npos ? values.end() : values.find(std::string_view(pattern).substr(i + 1, close - i - 1));
    if (value == values.end()) {
      text += pattern[i++];
    } else {
      text += value->second;
      i = close + 1;
    }
  }
  return text;
}

const ReasonText& Texts::reason(std::string_view code) const {
  const auto exact = reasons_.find(code);
  if (exact != reasons_.end()) return exact->second;
  for (std::size_t cut = code.rfind('_'); cut != std::string_view::npos && cut > 0; cut = code.rfind('_', cut - 1)) {
    const auto family = reasons_.find(std::string(code.substr(0, cut)) + "_*");
    if (family != reasons_.end()) return family->second;
  }
  return reasons_.find("*")->second;
}

}  // namespace lt::report
