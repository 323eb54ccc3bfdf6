// Sends a report by e-mail, over SMTP by libcurl.
#pragma once

#include "report/mail_settings.hpp"

#include <stop_token>
#include <string>
#include <vector>

namespace lt::report {

struct MailPart {
  std::string name;  // of the file
  Format format = Format::pdf;
  std::string bytes;
};

struct Mail {
  std::string id;  // the same for each repeat, so that a server knows a mail that it has
  std::string subject;
  std::string text;
  std::vector<MailPart> parts;
  std::string date;  // RFC 5322
};

// Throws Error: unavailable where the server does not answer or takes nothing now, denied for the account,
// misconfigured for the certificate or what the server refuses for good; `password` is in no message.
void send_mail(const MailSettings& settings, const std::string& password, const Mail& mail,
               const std::stop_token& stop);

// RFC 2047, in words of at most 75 characters; plain ASCII stays as it is.
std::string encoded_header(std::string_view text);
// "Sat, 21 Nov 2026 08:05:00 +0700"
std::string mail_date(Milliseconds instant);
std::string_view media_type(Format format);

}  // namespace lt::report
