// Reading the `mail` of config/report.yaml.
#include "report/mail_settings.hpp"

#include "report/report_settings.hpp"

#include <algorithm>

namespace lt::report {
namespace {

std::string read_address(const YamlNode& node) {
  std::string address = node.text();
  if (!is_address(address))
    node.violation("'" + address + "' is no address; write it as ten@donvi.gov.vn, without a name");
  return address;
}

}  // namespace

bool is_address(std::string_view text) {
  const std::size_t at = text.find('@');
  const bool one = at != std::string_view::npos && text.find('@', at + 1) == std::string_view::npos;
  const bool plain = std::ranges::all_of(text, [](char c) {
    return c > ' ' && c < 127 && std::string_view("<>(),;:\\\"[]").find(c) == std::string_view::npos;
  });
  return one && plain && at > 0 && at + 1 < text.size();
}

MailSettings MailSettings::read(const YamlNode& node) {
  node.allow_only({"server", "tls", "ca", "from", "to", "user", "password", "attach"});
  MailSettings mail;
  mail.server = node["server"].text();
  if (!mail.server.starts_with("smtp://") && !mail.server.starts_with("smtps://")) {
    node["server"].violation("'" + mail.server +
                             "' is no mail server; write smtps://host:465, or smtp://host:587 for STARTTLS");
  }
  mail.tls = node["tls"].boolean_or(true);
  mail.ca = node["ca"].text_or("");
  mail.from = read_address(node["from"]);
  const YamlNode to = node["to"];
  if (to.is_list()) {
    for (const auto& each : to.items()) mail.to.push_back(read_address(each));
  } else {
    mail.to.push_back(read_address(to));
  }
  mail.user = node["user"].text_or("");
  mail.password = node["password"].text_or("");
  if (mail.user.empty() != mail.password.empty()) {
    node.violation("user and password go together; password is the name of a secret");
  }
  if (!mail.tls && !mail.user.empty()) node["tls"].violation("a password never goes without TLS; remove tls: false");
  mail.attach = read_formats(node["attach"], {Format::pdf, Format::xlsx});
  return mail;
}

}  // namespace lt::report
