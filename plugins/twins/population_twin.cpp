// Who may ask, what is asked, and what happens meanwhile.
#include "twins/population_twin.hpp"

#include "twins/credentials.hpp"
#include "twins/population_declarations.hpp"
#include "twins/population_soap.hpp"
#include "twins/writing.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <openssl/sha.h>

#include <array>
#include <charconv>
#include <chrono>
#include <mutex>

namespace lt::twins {
namespace json = boost::json;
namespace {

std::string sha256(std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::string made;
  for (const unsigned char byte : digest) made += {"0123456789abcdef"[byte >> 4U], "0123456789abcdef"[byte & 15U]};
  return made;
}

// Nothing where the text is no whole number from 0.
std::optional<std::int64_t> number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && value >= 0 ? std::optional(value) : std::nullopt;
}

bool same_name(std::string_view one, std::string_view other) {
  return capitals(without_marks(one)) == capitals(without_marks(other));
}

ExchangeService health_service(const Epidemic& epidemic, std::uint64_t people) {
  return {"population",
          "Khai báo y tế và di chuyển",
          "bearer",
          "page",
          {{"/api/v1/declarations", [=](int day) { return declaration_rows(epidemic, people, day); }},
           {"/api/v1/passes", [=](int day) { return pass_rows(epidemic, people, day); }}},
          {{"/api/v1/confirmations", {"declarationId"}}}};
}

}  // namespace

struct PopulationTwin::State {
  explicit State(PopulationOptions o)
      : options(std::move(o)),
        citizens(options.seed, options.people),
        health(health_service(Epidemic(options.seed, options.people, 1), options.people), options.seed) {}

  bool admits(const Request& request) const;
  Reply soap(const Request& request);
  Reply sync(const SoapRequest& asked, const Request& request);
  std::optional<std::size_t> find(const std::string& number, const std::string& name) const;
  bool fits_birth(std::size_t citizen, const SoapRequest& asked) const;

  const PopulationOptions options;
  mutable std::mutex mutex;
  Citizens citizens;
  std::uint64_t looked_up = 0, verified = 0, synced = 0, refused = 0;
  ExchangeTwin health;
};

bool PopulationTwin::State::admits(const Request& request) const {
  const std::string timestamp(request.header("timestamp"));
  if (timestamp.size() != 13 || !number(timestamp)) return false;
  const auto hash = sha256(options.path + options.user + timestamp + options.secret);
  return request.header("authorization") == "Basic " + base64(options.user + ":" + hash);
}

// `citizen_number` is a citizen's or an old one.
std::optional<std::size_t> PopulationTwin::State::find(const std::string& citizen_number,
                                                       const std::string& name) const {
  const auto index = citizens.world().find(citizen_number);
  if (!index) return std::nullopt;
  for (std::size_t citizen = 0; citizen < citizens.size(); ++citizen) {
    const auto person = citizens.person(citizen);
    if (person.index == *index) return same_name(person.name, name) ? std::optional(citizen) : std::nullopt;
  }
  return std::nullopt;
}

bool PopulationTwin::State::fits_birth(std::size_t citizen, const SoapRequest& asked) const {
  const auto day = day_of(citizens.person(citizen).birth);
  const auto whole = static_cast<std::int64_t>(day.year) * 10'000 + static_cast<std::int64_t>(day.month) * 100 +
                     static_cast<std::int64_t>(day.day);
  if (asked.has("NgayThangNam")) return number(asked.text("NgayThangNam")) == whole;
  return number(asked.text("Nam")) == whole / 10'000;
}

Reply PopulationTwin::State::sync(const SoapRequest& asked, const Request& request) {
  if (request.header("esb_source_type").empty() || request.header("esb_source_username").empty())
    return soap_fault("Client", "ESB_SOURCE_TYPE and ESB_SOURCE_USERNAME are needed");
  const auto from = number(asked.text("TuNgay")), to = number(asked.text("DenNgay"));
  const auto page = number(asked.text("Trang")), size = number(asked.text("SoBanGhi"));
  if (!from || !to || *to < *from || !page || *page < 1 || !size || *size < 1 || *size > largest_page ||
      asked.text("Loai").empty())
    return soap_fault("Client", "TuNgay, DenNgay, Loai, Trang (from 1) and SoBanGhi (to 10000) are needed");
  ++synced;
  const auto first = static_cast<std::size_t>(*page - 1) * static_cast<std::size_t>(*size);
  return sync_answer(citizens, citizens.changed(*from, *to, first, static_cast<std::size_t>(*size)));
}

Reply PopulationTwin::State::soap(const Request& request) {
  if (request.method != "POST") return failure(405, "this path takes POST");
  if (!admits(request)) {
    ++refused;
    return failure(401, "the signature is missing or wrong");
  }
  if (!request.header("content-type").starts_with("application/xml") || request.header("soapaction") != "\"\"")
    return soap_fault("Client", "Content-Type must be application/xml and SOAPAction must be \"\"");
  const auto asked = SoapRequest::parse(request.body);
  if (!asked) return soap_fault("Client", "the request is no SOAP 1.1 envelope of this service");
  const auto name = asked->name();
  if (name == "TraCuuThongTinCongDan" && asked->text("MaTichHop") != "037")
    return soap_fault("Client", "MaTichHop must be 037");
  if (name == "TraCuuThongTinCongDan" && asked->has("Trang")) return sync(*asked, request);
  if (request.header("x-road-client").empty() || request.header("apikey") != options.api_key)
    return soap_fault("Client.AccessDenied", "X-Road-Client and ApiKey are needed");
  if (name == "TraCuuThongTinCongDan") {
    ++looked_up;
    auto found = find(asked->text("SoDinhDanh"), asked->text("HoVaTen"));
    if (found && !fits_birth(*found, *asked)) found.reset();
    return citizen_answer(citizens, found);
  }
  if (name != "XacThucThongTinCongDanRequest") return soap_fault("Client", "no such operation: " + name);
  if (asked->text("MaDichVu") != "033") return soap_fault("Client", "MaDichVu must be 033");
  ++verified;
  const auto citizen_id = asked->text("SoDinhDanh");
  return existence_answer(
      find(citizen_id.empty() ? asked->text("SoCMND") : citizen_id, asked->text("HoVaTen")).has_value());
}

PopulationTwin::PopulationTwin(PopulationOptions options) : state_(std::make_unique<State>(std::move(options))) {}
PopulationTwin::~PopulationTwin() = default;

Reply PopulationTwin::handle(const Request& request) {
  if (request.path != state_->options.path) return state_->health.handle(request);
  const std::lock_guard lock(state_->mutex);
  return state_->soap(request);
}

Reply PopulationTwin::command(const Request& request) {
  auto of_health = state_->health.command(request);
  const std::lock_guard lock(state_->mutex);
  if (request.path == "/twin/advance" && request.method == "POST") {
    using std::chrono::duration_cast, std::chrono::milliseconds, std::chrono::system_clock;
    state_->citizens.advance(duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
  }
  if (request.path == "/twin/reset" && request.method == "POST") state_->citizens.reset();
  if (request.path != "/twin/truth" || request.method != "GET") return of_health;
  json::object by_reason;
  for (unsigned fault = 0; fault < citizen_fault_count; ++fault)
    by_reason[to_string(static_cast<CitizenFault>(fault))] = 0;
  for (std::size_t citizen = 0; citizen < state_->citizens.size(); ++citizen)
    if (const auto fault = state_->citizens.fault(citizen)) {
      auto& count = by_reason[to_string(*fault)];
      count = count.to_number<std::int64_t>() + 1;
    }
  auto truth = json::parse(*of_health.body).as_object();
  truth["citizens"] = state_->citizens.size();
  truth["byReason"] = std::move(by_reason);
  return reply(200, json::serialize(truth));
}

std::string PopulationTwin::state() const {
  auto made = json::parse(state_->health.state()).as_object();
  const std::lock_guard lock(state_->mutex);
  made["citizens"] = state_->citizens.size();
  made["questions"] = {{"lookedUp", state_->looked_up},
                       {"verified", state_->verified},
                       {"syncPages", state_->synced},
                       {"refusedSignatures", state_->refused}};
  return json::serialize(made);
}

std::string PopulationTwin::page() const {
  const auto lists = json::parse(state_->health.state()).as_object();
  const std::lock_guard lock(state_->mutex);
  std::string body = "<table>" + html_row("Công dân", std::to_string(state_->citizens.size())) +
                     html_row("Lượt tra cứu", std::to_string(state_->looked_up)) +
                     html_row("Lượt xác thực", std::to_string(state_->verified)) +
                     html_row("Trang đồng bộ tiêm chủng", std::to_string(state_->synced)) +
                     html_row("Chữ ký bị từ chối", std::to_string(state_->refused));
  for (const auto& list : lists.at("lists").as_object())
    body += html_row("Danh sách " + std::string(list.key()), json::serialize(list.value()));
  for (const auto& inbox : lists.at("inboxes").as_object())
    body += html_row("Đã nhận " + std::string(inbox.key()), json::serialize(inbox.value().at("held")));
  return html_page("Cơ sở dữ liệu quốc gia về dân cư (mô phỏng)", body + "</table>");
}

}  // namespace lt::twins
