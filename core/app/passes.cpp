// What is told of a pass goes the way of every record: through a mapping, into the store, with a run in the ledger.
#include "app/passes.hpp"

#include "app/own_flow.hpp"
#include "base/timestamp.hpp"
#include "qr/pass.hpp"
#include "sync/own_records.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace lt::app {
namespace {

namespace json = boost::json;

constexpr const char* pass_entity = "movement_pass";
constexpr const char* issued = "issued_passes";
constexpr const char* revoked = "revoked_passes";

const sync::FlowDefinition& pass_flow(const Configuration& configuration, std::string_view stream) {
  if (const auto* flow = own_flow(configuration, stream)) return *flow;
  throw Error(ErrorKind::misconfigured, "no flow takes passes into the store; add one under flows/ with system: " +
                                            std::string(sync::own_system) + ", stream: " + std::string(stream) +
                                            " and schedule: {by_hand: true}");
}

sync::RunResult put(const Configuration& configuration, std::string_view stream, const sync::OwnRecord& record,
                    store::Store& store, const Clock& clock, const std::stop_token& stop) {
  const sync::FlowDefinition& flow = pass_flow(configuration, stream);
  return sync::store_own(flow, configuration.mappings().in(flow.mapping), {&record, 1}, store, clock, stop);
}

bool is_known(const store::Store& store, const std::string& code) {
  return store.reader().find(store.entity(pass_entity), code).has_value();
}

// A document of another kind names nobody in the store.
bool is_citizen_number(std::string_view document) {
  constexpr std::size_t length = 12;
  return document.size() == length && document.find_first_not_of("0123456789") == std::string_view::npos;
}

// Of a code as it is, or of the text that was scanned.
std::string code_in(const Configuration& configuration, const std::string& given, const Clock& clock) {
  const std::size_t end = given.find_last_not_of(" \t\r\n");
  const std::string text = given.substr(0, end == std::string::npos ? 0 : end + 1);
  const qr::Reading reading = configuration.qr().read(text, clock.now());
  return reading.kind == "pass" ? std::string(reading.find("pass_code")) : text;
}

std::string known_code(const Configuration& configuration, const std::string& given, const store::Store& store,
                       const Clock& clock) {
  std::string code = code_in(configuration, given, clock);
  if (is_known(store, code)) return code;
  throw Error(ErrorKind::misconfigured,
              "no pass with the code '" + code.substr(0, 60) + "' is known; compare it with the pass");
}

}  // namespace

qr::SigningKey pass_signing_key(const Configuration& configuration) {
  if (const auto pem = configuration.secrets().find(pass_key_secret)) return qr::SigningKey::from_pem(*pem);
  const std::filesystem::path file = pass_key_file(configuration.hub());
  std::filesystem::create_directories(file.parent_path());
  return qr::SigningKey::open_or_make(file);
}

IssuedPass issue_pass(const Configuration& configuration, const NewPass& wanted, store::Store& store,
                      const Clock& clock, const std::stop_token& stop) {
  const int days = wanted.days > 0 ? wanted.days : configuration.qr().settings().pass_days;
  const std::int64_t now = clock.now() / 1000;
  const qr::Pass pass{.code = wanted.code.empty() ? qr::new_pass_code() : wanted.code,
                      .document_tail = qr::document_tail(wanted.document),
                      .issued = now,
                      .expires = now + std::int64_t{days} * 86'400};
  if (is_known(store, pass.code))
    throw Error(ErrorKind::misconfigured, "a pass with the code '" + pass.code + "' is there already; choose another");
  IssuedPass made{.code = pass.code,
                  .expires_at = std::string(std::string_view(canonical_timestamp(pass.expires * 1000))),
                  .text = qr::issue_pass(pass, pass_signing_key(configuration))};
  const json::object record{{"code", made.code},
                            {"citizenNumber", is_citizen_number(wanted.document) ? wanted.document : ""},
                            {"issuedAt", std::string_view(canonical_timestamp(pass.issued * 1000))},
                            {"expiresAt", made.expires_at},
                            {"signedText", made.text},
                            {"purpose", wanted.purpose},
                            {"from", wanted.from},
                            {"to", wanted.to},
                            {"vehicle", wanted.vehicle}};
  put(configuration, issued, {.key = made.code, .json = json::serialize(record)}, store, clock, stop);
  return made;
}

void revoke_pass(const Configuration& configuration, const std::string& given, const std::string& reason,
                 store::Store& store, const Clock& clock, const std::stop_token& stop) {
  const std::string code = known_code(configuration, given, store, clock);
  const json::object record{
      {"code", code}, {"revokedAt", std::string_view(canonical_timestamp(clock.now()))}, {"reason", reason}};
  put(configuration, revoked, {.key = code, .json = json::serialize(record)}, store, clock, stop);
}

void restore_pass(const Configuration& configuration, const std::string& given, store::Store& store, const Clock& clock,
                  const std::stop_token& stop) {
  const std::string code = known_code(configuration, given, store, clock);
  const sync::RunResult result = put(configuration, revoked, {.key = code, .json = {}}, store, clock, stop);
  if (result.counts.updated == 0)
    throw Error(ErrorKind::misconfigured, "the pass '" + code + "' was not revoked here, so nothing was taken back");
}

}  // namespace lt::app
