// From status to an official document: its form, its sections, its appendices.
#include "report/document.hpp"

#include "base/vietnamese_text.hpp"
#include "report/charts.hpp"
#include "report/tables.hpp"

#include <utility>

namespace lt::report {
namespace {

constexpr std::size_t most_rows = 15;  // of tables in the body: what is longer is nobody's reading

Mark mark_of(Verdict verdict) {
  constexpr Mark marks[] = {Mark::good, Mark::warn, Mark::warn, Mark::bad};
  return marks[static_cast<std::size_t>(verdict)];
}

std::string roman(std::size_t number) {
  constexpr std::pair<std::size_t, const char*> signs[] = {{10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}};
  std::string text;
  for (const auto& [value, sign] : signs) {
    for (; number >= value; number -= value) text += sign;
  }
  return text;
}

std::string period_text(const SyncStatus& status, const Edition& edition) {
  const Period period = status.period;
  const IsoWeek week = iso_week(period.from);
  auto values = date_parts(edition, period.from);
  values["week"] = std::to_string(week.week);
  values["week_year"] = std::to_string(week.year);
  const bool whole = status.kind != Kind::on_demand;
  values["from"] = whole ? date(edition, period.from) : date_time(edition, period.from);
  values["to"] = whole ? date(edition, period.to - 1) : date_time(edition, period.to);
  return edition.text("period_" + std::string(to_string(status.kind)), values);
}

// Whether a hub served throughout, which no flow's own figures tell.
std::string service_text(const SyncStatus& status, const Edition& edition) {
  if (!status.outages) return edition.text("service_unknown");
  if (status.outages->empty()) return edition.text("service_whole");
  const Period longest =
      *std::ranges::max_element(*status.outages, {}, [](Period each) { return each.to - each.from; });
  return edition.text("service_broken", {{"count", number(edition, static_cast<std::int64_t>(status.outages->size()))},
                                         {"length", age(edition, *status.out_of_service())},
                                         {"from", date_time(edition, longest.from)},
                                         {"to", date_time(edition, longest.to)}});
}

std::vector<Section> sections_of(const SyncStatus& status, const Edition& edition) {
  std::vector<Section> sections;
  const auto add = [&](const char* heading, Table table) -> Section& {
    Section section;
    section.heading = roman(sections.size() + 1) + ". " + edition.text(heading);
    if (!table.id.empty()) section.tables.push_back(std::move(table));
    return sections.emplace_back(std::move(section));
  };
  Section& summary = add("summary_title", summary_table(status, edition));
  summary.paragraphs = {verdict_text(status, edition)};
  summary.mark = mark_of(status.verdict);
  add("systems_title", systems_table(status, edition));
  Section& availability = add("availability_title", {});
  availability.paragraphs = {service_text(status, edition)};
  if (const Chart chart = availability_chart(status, edition); !chart.empty()) availability.charts = {chart};
  Section& volumes = add("volumes_title", {});
  if (const Chart chart = volumes_chart(status, edition); chart.empty()) {
    volumes.paragraphs = {edition.text("no_volumes")};
  } else {
    volumes.charts = {chart};
  }
  Section& reasons = add("reasons_title", reasons_table(status, edition, most_rows));
  if (status.reasons.size() > 1) reasons.charts = {causes_chart(status, edition)};
  add("actions_title", actions_table(status, edition, most_rows));
  add("changes_title", changes_table(status, edition, most_rows));
  if (Table watches = watches_table(status, edition); !watches.rows.empty()) add("watches_title", std::move(watches));
  return sections;
}

std::vector<Appendix> appendices_of(const SyncStatus& status, const Edition& edition, const Texts::Values& form) {
  std::vector<Appendix> appendices;
  const auto add = [&](const char* title, Table table) {
    appendices.push_back({edition.text("appendix", {{"number", roman(appendices.size() + 1)}}),
                          upper(edition.text(title)),  // as the decree writes an appendix's name
                          edition.text("appendix_of", form), std::move(table)});
  };
  add("flows_title", freshness_table(status, edition));
  add("in_title", in_table(status, edition));
  add("out_title", out_table(status, edition));
  return appendices;
}

// "- Như trên;" … "- Lưu: VT." as the decree punctuates them.
std::vector<std::string> recipients_of(const Issuer& issuer, const Edition& edition) {
  std::vector<std::string> lines;
  lines.reserve(issuer.recipients.size() + 2);
  if (!issuer.addressees.empty()) lines.push_back("- " + edition.text("as_above") + ";");
  for (const auto& each : issuer.recipients) lines.push_back("- " + edition.label(each) + ";");
  lines.push_back("- " + edition.text("archived", {{"where", issuer.archive}}));
  return lines;
}

// One stands alone; several are a list, as the decree punctuates it.
std::vector<std::string> addressees_of(const Issuer& issuer, const Edition& edition) {
  std::vector<std::string> lines;
  lines.reserve(issuer.addressees.size());
  for (const auto& each : issuer.addressees) {
    const bool last = &each == &issuer.addressees.back();
    const std::string& name = edition.label(each);
    lines.push_back(issuer.addressees.size() == 1 ? name : "- " + name + (last ? "." : ";"));
  }
  return lines;
}

// What the form's texts ask for.
Texts::Values form_values(const SyncStatus& status, const Edition& edition, const Issue& issue) {
  constexpr const char* room_to_write = "\u00A0\u00A0\u00A0\u00A0\u00A0\u00A0\u00A0";
  auto values = date_parts(edition, status.now);
  values["place"] = edition.label(issue.issuer.place);
  values["body"] = edition.label(issue.issuer.body);
  values["number"] = issue.number.empty() ? room_to_write : issue.number;
  values["symbol"] = issue.issuer.symbol;
  return values;
}

void write_form(Document& document, const Edition& edition, const Issuer& issuer, const Texts::Values& form) {
  document.parent = upper(edition.label(issuer.parent));
  document.body = upper(edition.label(issuer.body));
  document.number = edition.text("number", form);
  document.nation = edition.text("nation");
  document.motto = edition.text("motto");
  document.place_date = edition.text("place_date", form);
  document.type = edition.text("type");
  document.addressees_title = edition.text("addressees");
  document.addressees = addressees_of(issuer, edition);
  document.recipients_title = edition.text("recipients");
  document.recipients = recipients_of(issuer, edition);
  if (!edition.label(issuer.authority).empty()) document.signer.push_back(upper(edition.label(issuer.authority)));
  document.signer.push_back(upper(edition.label(issuer.title)));
  document.signer_name = issuer.name;
}

}  // namespace

std::string verdict_text(const SyncStatus& status, const Edition& edition) {
  std::string others;
  for (const Health health : {Health::failing, Health::late, Health::paused, Health::never_run}) {
    const auto found = status.by_health.find(health);
    if (found == status.by_health.end()) continue;
    others += (others.empty() ? "" : ", ") +
              edition.text("count_" + std::string(to_string(health)), {{"count", number(edition, found->second)}});
  }
  const auto ok = status.by_health.find(Health::ok);
  const std::string sentence = edition.text("verdict_" + std::string(to_string(status.verdict)),
                                            {{"flows", number(edition, static_cast<std::int64_t>(status.flows.size()))},
                                             {"ok", number(edition, ok == status.by_health.end() ? 0 : ok->second)},
                                             {"others", others}});
  return sentence + " " +
         edition.text("verdict_counts", {{"dead", number(edition, status.waiting_letters)},
                                         {"pending", number(edition, status.pending)}});
}

Document write_document(const SyncStatus& status, const Edition& edition, const Issue& issue) {
  Document document;
  document.id = id_of(status);
  document.made = iso_time(edition.zone, status.now);
  const Texts::Values form = form_values(status, edition, issue);
  write_form(document, edition, issue.issuer, form);
  const std::string period = period_text(status, edition);
  document.subject = edition.text("subject", {{"period", period}});
  document.opening = edition.text("opening", {{"from", date_time(edition, status.period.from)},
                                              {"to", date_time(edition, status.period.to)},
                                              {"at", date_time(edition, status.now)}});
  document.sections = sections_of(status, edition);
  document.closing = edition.text("closing", {{"period", period}});
  document.appendices = appendices_of(status, edition, form);
  document.seal_note = edition.text("seal_note", {{"hash", issue.sha256}, {"id", document.id}});
  return document;
}

}  // namespace lt::report
