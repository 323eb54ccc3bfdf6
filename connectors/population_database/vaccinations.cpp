// Windows, pages, citizens.
#include "vaccinations.hpp"

#include "citizen_body.hpp"

#include <algorithm>

namespace lt::population {
namespace {

namespace json = boost::json;

constexpr std::int64_t most_pages = 10'000'000;
constexpr std::int64_t a_minute = 60'000;

std::optional<std::int64_t> integer_at(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_int64() ? std::optional(value->get_int64()) : std::nullopt;
}

// One citizen's persons; what is broken is refused alone, with all that came for a person to mend.
void emit(const sdk::Reader& reader, const pugi::xml_node& citizen) {
  const std::string number = text_of(child_named(citizen, "SoDinhDanh"));
  const pugi::xml_node body = child_named(citizen, "Body");
  const std::string text = text_of(body);
  try {
    if (has_elements(body))
      throw sdk::failed("the Body of this citizen holds XML elements, not JSON as a text; the system must escape it");
    json::array persons = persons_of(text);
    if (persons.empty()) throw sdk::failed("the Body of this citizen names no person; the system must send it anew");
    std::size_t count = 0;
    for (json::value& person : persons) {
      json::object& record = person.get_object();
      record["SoDinhDanh"] = number;
      // Left empty the hub says that the record has no key.
      const std::string key = number.empty() || ++count == 1 ? number : number + "/" + std::to_string(count);
      reader.record(record, key);
    }
  } catch (const sdk::Failure& failure) {
    if (failure.status() != LT_FAILED || std::string_view(failure.what()).empty()) throw;
    reader.reject(json::serialize(json::object{{"SoDinhDanh", number}, {"Body", text}}), failure.what());
  }
}

// A service that does not know our page number gives the same page for ever.
std::size_t fingerprint(const std::vector<pugi::xml_node>& citizens) {
  std::string all;
  for (const auto& citizen : citizens)
    all += text_of(child_named(citizen, "SoDinhDanh")) + text_of(child_named(citizen, "Body"));
  return std::hash<std::string>{}(all);
}

}  // namespace

SyncState SyncState::parse(std::string_view text) {
  SyncState state;
  json::error_code error;
  const auto value = json::parse(text, error);
  if (error || !value.is_object()) return state;
  state.since = integer_at(value.get_object(), "since");
  state.until = integer_at(value.get_object(), "until");
  state.page = integer_at(value.get_object(), "page").value_or(0);
  if (!state.since) state.until.reset();
  return state;
}

std::string SyncState::text() const {
  json::object object;
  if (since) object["since"] = *since;
  if (until) {
    object["until"] = *until;
    object["page"] = page;
  }
  return json::serialize(object);
}

VaccinationSync::VaccinationSync(const sdk::Settings& settings)
    : kind_(settings.text_or("kind", "1")),
      size_(settings.integer_or("size", 500)),
      first_page_(settings.integer_or("first_page", 1)),
      start_(settings.integer_or("start", 1'609'434'000'000)),  // 2021-01-01 in Vietnam
      overlap_ms_(settings.integer_or("overlap_s", 300) * 1000) {
  if (settings.has("source_type")) headers_.emplace_back("ESB_SOURCE_TYPE", settings.text("source_type"));
  if (settings.has("source_username")) headers_.emplace_back("ESB_SOURCE_USERNAME", settings.text("source_username"));
}

Answer VaccinationSync::page(Service& service, const sdk::Host& host, Window window, std::int64_t number,
                             std::int64_t size) const {
  std::vector<Element> fields = service.requester(host);
  fields.emplace_back("TuNgay", std::to_string(window.from));
  fields.emplace_back("DenNgay", std::to_string(window.to));
  fields.emplace_back("Loai", kind_);
  fields.emplace_back("Trang", std::to_string(number));
  fields.emplace_back("SoBanGhi", std::to_string(size));
  return service.ask(host, {"TraCuuThongTinCongDan", std::move(fields)}, headers_);
}

void VaccinationSync::check(Service& service, const sdk::Host& host) const {
  page(service, host, {host.now() - a_minute, host.now()}, first_page_, 1).elements("CongDan");
}

void VaccinationSync::read(Service& service, sdk::Reader& reader, std::string_view text) const {
  SyncState state = SyncState::parse(text);
  if (!state.since) state.since = start_;
  if (!state.until) {
    state.until = reader.now();
    state.page = first_page_;
  }
  const Window window{std::max(start_, *state.since - overlap_ms_), *state.until};
  std::optional<std::size_t> last_page;
  std::int64_t done = 0;
  for (std::int64_t count = 0; count < most_pages; ++count) {
    reader.require_running();
    const Answer answer = page(service, reader, window, state.page, size_);
    const auto citizens = answer.elements("CongDan");
    if (citizens.empty()) return reader.checkpoint(SyncState{state.until, std::nullopt, 0}.text());
    const std::size_t mark = fingerprint(citizens);
    if (mark == last_page)
      throw sdk::unavailable("the system gave page " + std::to_string(state.page) +
                             " with what the page before held; does it know the element Trang?");
    last_page = mark;
    for (const pugi::xml_node& citizen : citizens) emit(reader, citizen);
    done += static_cast<std::int64_t>(citizens.size());
    reader.progress(done);
    // Citizens that change meanwhile leave the window, so the last page is read again after a restart.
    reader.checkpoint(state.text());
    ++state.page;
  }
  throw sdk::failed("the list has more than " + std::to_string(most_pages) + " pages; it seems to have no end");
}

}  // namespace lt::population
