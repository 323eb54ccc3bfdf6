// One message as MIME by libcurl's own builder, sent within a time.
#include "report/mail.hpp"

#include "base/encoding.hpp"
#include "base/error.hpp"
#include "base/joined.hpp"
#include "base/timestamp.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>

namespace lt::report {
namespace {

constexpr long connect_seconds = 20;
constexpr long whole_seconds = 120;

struct Freed {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(curl_mime* mime) const { curl_mime_free(mime); }
};
using Lines = std::unique_ptr<curl_slist, Freed>;

// Once in the process, before any thread uses it.
void start_curl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK) throw Error(ErrorKind::failed, "libcurl cannot be started");
}

void append(Lines& lines, const std::string& line) {
  curl_slist* const longer = curl_slist_append(lines.get(), line.c_str());
  if (longer == nullptr) throw Error(ErrorKind::failed, "no memory for a mail");
  if (lines.get() != longer) lines.reset(longer);  // a list that was there keeps its head
}

Lines headers_of(const MailSettings& settings, const Mail& mail) {
  Lines lines;
  append(lines, "Date: " + mail.date);
  append(lines, "From: " + settings.from);
  append(lines, "To: " + joined(settings.to, ", "));
  append(lines, "Subject: " + encoded_header(mail.subject));
  append(lines, "Message-ID: <" + mail.id + settings.from.substr(settings.from.find('@')) + ">");
  append(lines, "Auto-Submitted: auto-generated");
  return lines;
}

std::unique_ptr<curl_mime, Freed> mime_of(CURL* handle, const Mail& mail) {
  std::unique_ptr<curl_mime, Freed> mime(curl_mime_init(handle));
  curl_mimepart* const text = curl_mime_addpart(mime.get());
  curl_mime_data(text, mail.text.data(), mail.text.size());
  curl_mime_type(text, "text/plain; charset=utf-8");
  curl_mime_encoder(text, "base64");
  for (const auto& each : mail.parts) {
    curl_mimepart* const part = curl_mime_addpart(mime.get());
    curl_mime_data(part, each.bytes.data(), each.bytes.size());
    curl_mime_filename(part, each.name.c_str());
    curl_mime_type(part, std::string(media_type(each.format)).c_str());
    curl_mime_encoder(part, "base64");
  }
  return mime;
}

int stop_asked(void* token, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::stop_token*>(token)->stop_requested() ? 1 : 0;
}

ErrorKind kind_of(CURLcode code, long answer) {
  switch (code) {
    case CURLE_ABORTED_BY_CALLBACK:
      return ErrorKind::cancelled;
    case CURLE_LOGIN_DENIED:
      return ErrorKind::denied;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_USE_SSL_FAILED:
      return ErrorKind::misconfigured;
    default:
      return answer >= 500 && answer < 600 ? ErrorKind::misconfigured : ErrorKind::unavailable;
  }
}

void set_security(CURL* handle, const MailSettings& settings, const std::string& password) {
  if (settings.tls) curl_easy_setopt(handle, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!settings.ca.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, settings.ca.c_str());
  if (settings.user.empty()) return;
  curl_easy_setopt(handle, CURLOPT_USERNAME, settings.user.c_str());
  curl_easy_setopt(handle, CURLOPT_PASSWORD, password.c_str());
}

}  // namespace

void send_mail(const MailSettings& settings, const std::string& password, const Mail& mail,
               const std::stop_token& stop) {
  start_curl();
  const std::unique_ptr<CURL, Freed> owned(curl_easy_init());
  CURL* const handle = owned.get();
  if (handle == nullptr) throw Error(ErrorKind::failed, "libcurl gives no handle; is there memory left?");
  const Lines headers = headers_of(settings, mail);
  Lines receivers;
  for (const auto& each : settings.to) append(receivers, "<" + each + ">");
  const auto mime = mime_of(handle, mail);
  const std::string sender = "<" + settings.from + ">";
  std::array<char, CURL_ERROR_SIZE> explained{};
  std::stop_token token = stop;
  curl_easy_setopt(handle, CURLOPT_URL, settings.server.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(handle, CURLOPT_MAIL_FROM, sender.c_str());
  curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, receivers.get());
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle, CURLOPT_MIMEPOST, mime.get());
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, connect_seconds);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, whole_seconds);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, explained.data());
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, stop_asked);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &token);
  set_security(handle, settings, password);
  const CURLcode code = curl_easy_perform(handle);
  if (code == CURLE_OK) return;
  long answer = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer);
  const std::string why = explained[0] != '\0' ? explained.data() : curl_easy_strerror(code);
  throw Error(kind_of(code, answer), "the mail server " + settings.server + " did not take the report: " + why);
}

std::string encoded_header(std::string_view text) {
  if (std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 127; })) return std::string(text);
  constexpr std::size_t most = 45;  // bytes of a word: 60 characters of Base64
  std::string header;
  while (!text.empty()) {
    std::size_t size = std::min(most, text.size());
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
    header += (header.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + to_base64(text.substr(0, size)) + "?=";
    text.remove_prefix(size);
  }
  return header;
}

std::string mail_date(Milliseconds instant) {
  constexpr std::array<const char*, 7> days = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};  // from 1970-01-01 on
  constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Milliseconds local = instant + vietnam_offset_ms;
  const std::int64_t number = local / day_ms;
  const auto seconds = static_cast<int>(local / 1'000 % 86'400);
  const CivilDate date = civil_from_days(number);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d +0700",
                days.at(static_cast<std::size_t>(number % 7)), date.day,
                months.at(static_cast<std::size_t>(date.month - 1)), date.year, seconds / 3'600, seconds / 60 % 60,
                seconds % 60);
  return text.data();
}

std::string_view media_type(Format format) {
  constexpr std::string_view types[] = {"text/plain", "text/html", "application/json", "application/pdf",
                                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"};
  return types[static_cast<std::size_t>(format)];
}

}  // namespace lt::report
