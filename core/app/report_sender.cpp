// A kept report as a mail, and as a record.
#include "app/report_sender.hpp"

#include "base/encoding.hpp"
#include "report/format.hpp"
#include "report/mail.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace lt::app {
namespace {

namespace json = boost::json;

constexpr std::string_view by_mail = "mail";
constexpr std::string_view to_system = "system-";

std::string file_name(const report::Kept& kept, report::Format format) {
  return kept.id + "." + std::string(to_string(format));
}

json::object record_of(const report::Kept& kept, const report::Archive& archive,
                       const std::vector<report::Format>& formats) {
  json::array files;
  for (const auto format : formats) {
    files.push_back({{"name", file_name(kept, format)},
                     {"media_type", report::media_type(format)},
                     {"content", to_base64(archive.read(kept, format))}});
  }
  return {{"id", kept.id},     {"kind", to_string(kept.kind)}, {"from", kept.from},     {"to", kept.to},
          {"made", kept.made}, {"verdict", kept.verdict},      {"sha256", kept.sha256}, {"files", std::move(files)}};
}

// The one record's fate.
class OneResult : public plugin_host::WriteSink {
 public:
  void accept(std::size_t, std::string_view) override {}
  void reject(std::size_t, plugin_host::RejectClass, std::string_view reason,
              std::optional<std::chrono::milliseconds>) override {
    refused_ = reason;
  }
  void raise(const std::string& system) const {
    if (!refused_) return;
    throw Error(ErrorKind::misconfigured, "the system " + system + " refuses the report: " + *refused_);
  }

 private:
  std::optional<std::string> refused_;
};

}  // namespace

ReportSender::ReportSender(const Configuration& configuration, const Clock& clock, const FlowRunner& runner,
                           report::Archive archive)
    : configuration_(configuration), clock_(clock), runner_(runner), archive_(std::move(archive)) {}

std::vector<std::string> ReportSender::destinations() const {
  std::vector<std::string> names;
  if (configuration_.reports().mail) names.emplace_back(by_mail);
  for (const auto& each : configuration_.reports().systems) names.push_back(std::string(to_system) + each.system);
  return names;
}

void ReportSender::send(const report::Kept& kept, const std::string& destination, const std::stop_token& stop) const {
  const auto& systems = configuration_.reports().systems;
  const auto system = std::ranges::find_if(
      systems, [&](const auto& each) { return destination == std::string(to_system) + each.system; });
  if (destination == by_mail && configuration_.reports().mail) return send_by_mail(kept, stop);
  if (system != systems.end()) return send_to_system(kept, *system, stop);
  throw Error(ErrorKind::misconfigured, "config/report.yaml names no destination '" + destination + "' any more");
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
                "nobody is named to send reports to; fill in 'mail' or 'systems' in config/report.yaml");
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

void ReportSender::send_to_system(const report::Kept& kept, const report::SystemDestination& destination,
                                  const std::stop_token& stop) const {
  plugin_host::Session session = runner_.open(configuration_.system(destination.system));
  const std::string text = json::serialize(record_of(kept, archive_, destination.attach));
  const std::string idempotency_key = "report:" + kept.id + ":" + kept.sha256.substr(0, 16);
  const std::array records = {
      plugin_host::OutRecord{.json = text, .key = kept.id, .idempotency_key = idempotency_key, .remote_id = {}}};
  OneResult result;
  session.write(destination.stream, records, result, stop);
  result.raise(destination.system);
}

}  // namespace lt::app
