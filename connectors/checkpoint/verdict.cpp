// Revoked goes before expired, and what does not say until when it holds is not believed.
#include "verdict.hpp"

#include <lienthong/rest/moment.hpp>

#include <optional>

namespace checkpoint {

using namespace lt::sdk;

namespace {

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
  if (status == "revoked") return "revoked";
  const std::string_view until = text_at(pass, "/expires_at");
  if (until.empty()) return "unknown";
  const auto expires = iso().read(until);
  if (!expires) {
    throw misconfigured("the answer 'pass' gives '" + std::string(until.substr(0, 40)) +
                        "' as expires_at, which is no ISO 8601 moment; change its outward mapping");
  }
  return *expires <= now || status == "expired" ? "expired" : "valid";
}

}  // namespace

std::string code_of(std::string_view scanned) {
  constexpr std::string_view blanks = " \t\r\n";
  scanned.remove_prefix(std::min(scanned.find_first_not_of(blanks), scanned.size()));
  scanned = scanned.substr(0, scanned.find_last_not_of(blanks) + 1);
  constexpr std::string_view signed_pass = "LTP1:";
  if (!scanned.starts_with(signed_pass)) return std::string(scanned);
  scanned.remove_prefix(signed_pass.size());
  return std::string(scanned.substr(0, scanned.find(':')));
}

json::object verdict(const Host& host, std::string_view scanned) {
  const std::int64_t now = host.now();
  const std::string code = code_of(scanned);
  json::object said{{"code", code}, {"result", "unknown"}, {"checked_at", iso().write(now)}};
  const std::optional<std::string> found = host.answers().find("pass", code);
  if (!found) return said;
  json::value pass = parse_json(*found, "the answer 'pass'");
  said["result"] = result_of(pass, now);
  if (const auto until = text_at(pass, "/expires_at"); !until.empty()) said["until"] = until;
  said["pass"] = std::move(pass);
  return said;
}

}  // namespace checkpoint
