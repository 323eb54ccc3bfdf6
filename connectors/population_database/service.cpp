// Signing and sending.
#include "service.hpp"

#include <lienthong/rest/signing.hpp>

namespace lt::population {
namespace {

struct ClassWord {
  std::string_view word;
  lt_status status;
};
constexpr ClassWord class_words[] = {
    {"unavailable", LT_UNAVAILABLE}, {"denied", LT_DENIED}, {"misconfigured", LT_MISCONFIGURED}, {"failed", LT_FAILED}};

lt_status status_named(const std::string& word) {
  for (const ClassWord& each : class_words)
    if (each.word == word) return each.status;
  throw sdk::misconfigured("'" + word + "' is no class of faults");
}

}  // namespace

Service::Service(const sdk::Settings& settings)
    : settings_(settings),
      who_(settings.object("requester")),
      url_(settings.text("url")),
      path_(settings.text_or("path", "/dancuquocgia")) {
  while (url_.ends_with('/')) url_.pop_back();
  if (!path_.starts_with('/')) throw sdk::misconfigured("'path' must begin with '/': it is signed as it stands");
  const sdk::Settings faults = settings.object("faults");
  for (const auto& member : faults.values())
    faults_.emplace_back(member.key(), status_named(faults.text(member.key())));
}

std::string Service::authorization(const sdk::Host& host, const std::string& timestamp) const {
  const std::string user = settings_.text("user");
  const std::string hash = lt::rest::hex(lt::rest::sha256(path_ + user + timestamp + host.secret(settings_, "secret")));
  return "Basic " + sdk::base64(user + ":" + hash);
}

Headers Service::agency_headers(const sdk::Host& host) const {
  Headers headers;
  if (settings_.has("client")) headers.emplace_back("X-Road-Client", settings_.text("client"));
  if (settings_.has("api_key")) headers.emplace_back("ApiKey", host.secret(settings_, "api_key"));
  return headers;
}

Answer Service::ask(const sdk::Host& host, const Element& request, const Headers& more) {
  const std::string timestamp = std::to_string(host.now());
  sdk::Request sent = sdk::Request::post(url_ + path_);
  sent.header("Content-Type", "application/xml")
      .header("Accept", "application/xml, text/xml")
      .header("SOAPAction", "\"\"")
      .header("Timestamp", timestamp)
      .header("Authorization", authorization(host, timestamp));
  for (const auto& [name, value] : more) sent.header(name, value);
  sent.timeout = std::chrono::seconds(settings_.integer_or("timeout_s", 0));
  sent.body = envelope(request);
  return {sent, host.send(sent), faults_};
}

std::string Service::request_number(const sdk::Host& host) {
  return "LT" + std::to_string(host.now()) + "-" + std::to_string(++asked_);
}

std::vector<Element> Service::requester(const sdk::Host& host, std::string_view officer) {
  const auto who = [this](std::string_view name) { return who_.text_or(name, ""); };
  return {{"MaYeuCau", request_number(host)},
          {"MaDVC", who("service_code")},
          {"MaTichHop", "037"},
          {"MaCanBo", officer.empty() ? who("officer") : std::string(officer)},
          {"MaDonVi", who("unit")},
          {"TaiKhoan", who("account")},
          {"SoDienThoai", who("phone")}};
}

}  // namespace lt::population
