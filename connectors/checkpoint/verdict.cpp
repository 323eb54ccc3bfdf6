// A signature that is not its signer's ends the question; revoked goes before expired, and what does not say until when
// it holds is not believed.
#include "verdict.hpp"

#include <lienthong/rest/moment.hpp>

#include <algorithm>
#include <optional>

namespace checkpoint {

using namespace lt::sdk;

namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

std::string_view text_at(const json::value& pass, std::string_view member) {
  const json::value* value = at_pointer(pass, member);
  return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

const lt::rest::MomentFormat& iso() {
  static const lt::rest::MomentFormat format("iso");
  return format;
}

const char* result_of(const json::value& pass, std::int64_t now) {
  const std::string_view status = text_at(pass, "/status");
  if (status == "revoked" || !text_at(pass, "/revoked_at").empty()) return "revoked";
  const std::string_view until = text_at(pass, "/expires_at");
  if (until.empty()) return "unknown";
  const auto expires = iso().read(until);
  if (!expires) {
    throw misconfigured("the answer 'pass' gives '" + std::string(until.substr(0, 40)) +
                        "' as expires_at, which is no ISO 8601 moment; change its outward mapping");
  }
  return *expires <= now || status == "expired" ? "expired" : "valid";
}

constexpr std::string_view signed_pass = "LTP1:";

// What a scanned text is before it is looked up.
struct Scanned {
  std::string code;
  std::optional<json::value> reading;  // of a signed pass
  const char* refused = nullptr;       // the result where the text itself decides it
};

Scanned look_at(const Host& host, std::string_view text) {
  Scanned scanned{.code = code_of(text), .reading = {}, .refused = nullptr};
  text = trimmed(text);
  if (!text.starts_with(signed_pass)) return scanned;
  scanned.reading = reading(host, text);
  const std::string_view signature = text_at(*scanned.reading, "/signature");
  if (!text_at(*scanned.reading, "/problem").empty()) scanned.refused = "unreadable";
  if (signature == "invalid") scanned.refused = "forged";
  if (signature == "unknown") scanned.refused = "unknown_signer";
  return scanned;
}

}  // namespace

std::string code_of(std::string_view scanned) {
  scanned = trimmed(scanned);
  if (!scanned.starts_with(signed_pass)) return std::string(scanned);
  scanned.remove_prefix(signed_pass.size());
  return std::string(scanned.substr(0, scanned.find(':')));
}

json::value reading(const Host& host, std::string_view scanned) {
  const std::optional<std::string> document = host.answers().find("qr_code", trimmed(scanned));
  if (!document) throw failed("the hub said nothing of a QR code");
  return parse_json(*document, "the answer 'qr_code'");
}

json::object verdict(const Host& host, std::string_view text) {
  const std::int64_t now = host.now();
  Scanned scanned = look_at(host, text);
  json::object said{{"code", scanned.code}, {"result", "unknown"}, {"checked_at", iso().write(now)}};
  if (scanned.reading) said["signed"] = std::move(*scanned.reading);
  if (scanned.refused) {
    said["result"] = scanned.refused;
    return said;
  }
  const std::optional<std::string> found = host.answers().find("pass", scanned.code);
  if (!found) return said;
  json::value pass = parse_json(*found, "the answer 'pass'");
  said["result"] = result_of(pass, now);
  if (const auto until = text_at(pass, "/expires_at"); !until.empty()) said["until"] = until;
  said["pass"] = std::move(pass);
  return said;
}

}  // namespace checkpoint
