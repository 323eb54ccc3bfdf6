// A kept report as a mail, and as a record of the hub's own.
#include "app/report_sender.hpp"

#include "app/own_flow.hpp"
#include "base/encoding.hpp"
#include "report/format.hpp"
#include "report/mail.hpp"
#include "sync/own_records.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace lt::app {
namespace {

namespace json = boost::json;

constexpr std::string_view by_mail = "mail";
constexpr std::string_view by_flow = "flow";
constexpr const char* report_stream = "kept_reports";

std::string file_name(const report::Kept& kept, report::Format format) {
  return kept.id + "." + std::string(to_string(format));
}

// What the flow's mapping chooses from: the parts of an official document, and every file in Base64.
json::object record_of(const report::Kept& kept, const report::Archive& archive) {
  json::object files;
  for (const auto format : report::sealed_formats) files[to_string(format)] = to_base64(archive.read(kept, format));
  return {{"id", kept.id},         {"kind", to_string(kept.kind)}, {"from", kept.from},        {"to", kept.to},
          {"made", kept.made},     {"verdict", kept.verdict},      {"sha256", kept.sha256},    {"number", kept.number},
          {"symbol", kept.symbol}, {"subject", kept.subject},      {"files", std::move(files)}};
}

bool has(const std::vector<const model::Entity*>& entities, const std::string& name) {
  return std::ranges::any_of(entities, [&](const model::Entity* entity) { return entity->name == name; });
}

// A report that nobody takes from the store has no business there.
bool is_taken_further(const Configuration& configuration, const sync::FlowDefinition& own) {
  const auto entities = configuration.mappings().in(own.mapping)->entities();
  return std::ranges::any_of(configuration.flows(), [&](const sync::FlowDefinition& flow) {
    return flow.direction == sync::Direction::out && !flow.switched_off &&
           has(entities, configuration.mappings().out(flow.mapping)->entity().name);
  });
}

}  // namespace

ReportSender::ReportSender(const Configuration& configuration, const Clock& clock, store::Store& store,
                           report::Archive archive)
    : configuration_(configuration), clock_(clock), store_(store), archive_(std::move(archive)) {}

std::vector<std::string> ReportSender::destinations() const {
  std::vector<std::string> names;
  if (configuration_.reports().mail) names.emplace_back(by_mail);
  const auto* own = own_flow(configuration_, report_stream);
  if (own != nullptr && !own->paused && is_taken_further(configuration_, *own)) names.emplace_back(by_flow);
  return names;
}

void ReportSender::send(const report::Kept& kept, const std::string& destination, const std::stop_token& stop) const {
  const auto known = destinations();
  if (std::ranges::find(known, destination) == known.end())
    throw Error(ErrorKind::misconfigured, "reports have no destination '" + destination + "'; there is mail (" +
                                              "'mail' of report.yaml) and flow (an enabled system that takes them)");
  destination == by_mail ? send_by_mail(kept, stop) : send_by_flow(kept, stop);
}

void ReportSender::deliver(const report::Kept& kept, const std::string& destination,
                           const std::stop_token& stop) const {
  send(kept, destination, stop);
  archive_.sent(kept, destination);
}

std::vector<std::string> ReportSender::chosen(const std::string& name) const {
  std::vector<std::string> names = name.empty() ? destinations() : std::vector<std::string>{name};
  if (names.empty())
    throw Error(ErrorKind::misconfigured,
                "nobody is named to send reports to; fill in 'mail' in config/report.yaml, or enable a system "
                "that takes them, such as document_system");
  return names;
}

void ReportSender::send_by_mail(const report::Kept& kept, const std::stop_token& stop) const {
  const report::MailSettings& settings = *configuration_.reports().mail;
  std::string password;
  if (!settings.password.empty()) {
    const auto found = configuration_.secrets().find(settings.password);
    if (!found) throw Error(ErrorKind::misconfigured, "the secret '" + settings.password + "' of the mail is nowhere");
    password = *found;
  }
  const auto language = configuration_.hub().language == "vi" ? report::Language::vi : report::Language::en;
  const report::Texts& texts = configuration_.texts();
  const report::Texts::Values values = {
      {"id", kept.id}, {"from", kept.from}, {"to", kept.to}, {"hash", kept.sha256}, {"verdict", kept.verdict}};
  report::Mail mail{.id = kept.id + "." + kept.sha256.substr(0, 16),
                    .subject = texts.get("mail_subject", language, values),
                    .text = texts.get("mail_text", language, values) + "\n",
                    .parts = {},
                    .date = report::mail_date(clock_.now())};
  for (const auto format : settings.attach) {
    mail.parts.push_back({file_name(kept, format), format, archive_.read(kept, format)});
  }
  report::send_mail(settings, password, mail, stop);
}

void ReportSender::send_by_flow(const report::Kept& kept, const std::stop_token& stop) const {
  const sync::FlowDefinition& flow = *own_flow(configuration_, report_stream);
  const std::string text = json::serialize(record_of(kept, archive_));
  const sync::OwnRecord record{.key = kept.id, .json = text};
  sync::store_own(flow, configuration_.mappings().in(flow.mapping), {&record, 1}, store_, clock_, stop);
}

}  // namespace lt::app
