// Health certificates "HC1:" as Vietnam's vaccine passport uses them (QĐ 5772/QĐ-BYT; eHealth Network's electronic
// health certificate 1.0): base45, zlib, COSE_Sign1, CBOR Web Token.
#include "base/vietnamese_text.hpp"
#include "qr/cbor.hpp"
#include "qr/reading.hpp"
#include "qr/text_codings.hpp"

namespace lt::qr {
namespace {

constexpr std::size_t most_inflated = 65'536;  // bytes; real certificates have under 1,000

enum Claim : std::int64_t { issuer = 1, expires = 4, issued = 6, health = -260 };
enum Header : std::int64_t { algorithm_header = 1, key_id_header = 4 };
enum Named : std::int64_t { named_es256 = -7, named_ps256 = -37 };

Reading refused(std::string why) {
  return {.kind = {}, .fields = {}, .problem = "the text begins as a health certificate but " + std::move(why)};
}

std::string text_at(const Cbor* map, std::string_view key) {
  const Cbor* value = map == nullptr ? nullptr : map->find(key);
  if (value == nullptr) return {};
  if (value->is(Cbor::Kind::integer)) return std::to_string(value->integer);
  return value->is(Cbor::Kind::text) ? value->text : std::string();
}

std::int64_t number_at(const Cbor& map, std::int64_t key) {
  const Cbor* value = map.find(key);
  if (value == nullptr) return 0;
  return value->is(Cbor::Kind::decimal) ? static_cast<std::int64_t>(value->decimal) : value->integer;
}

const Cbor* header(const Cbor& guarded, const Cbor& open, std::int64_t key) {
  const Cbor* value = guarded.find(key);
  return value != nullptr ? value : open.find(key);
}

void add_names(Reading& reading, const Cbor* certificate) {
  const Cbor* name = certificate->find("nam");
  const std::string family = text_at(name, "fn");
  const std::string given = text_at(name, "gn");
  reading.add("full_name", nfc(squeeze(family + " " + given)));
  reading.add("birth_date", text_at(certificate, "dob"));
}

struct Part {
  std::string_view key;
  std::string_view field;
};

void add_parts(Reading& reading, const Cbor& entry, std::span<const Part> parts) {
  for (const Part& part : parts) reading.add(part.field, text_at(&entry, part.key));
}

constexpr Part common[] = {{"tg", "disease"}, {"co", "country"}, {"is", "issuer"}, {"ci", "certificate_id"}};
constexpr Part vaccination[] = {
    {"mp", "vaccine"}, {"ma", "manufacturer"}, {"dn", "dose_number"}, {"sd", "doses_in_series"}, {"dt", "injected_on"}};
constexpr Part test[] = {{"tt", "test_kind"}, {"sc", "sampled_at"}, {"tr", "test_result"}};
constexpr Part recovery[] = {{"fr", "first_positive_on"}};

struct Kind {
  std::string_view key;
  std::string_view name;
  std::span<const Part> parts;
};
constexpr Kind kinds[] = {{"v", "vaccination", vaccination}, {"t", "test", test}, {"r", "recovery", recovery}};

// The last entry is the newest; certificates hold one.
bool add_entry(Reading& reading, const Cbor* certificate) {
  for (const Kind& kind : kinds) {
    const Cbor* list = certificate->find(kind.key);
    if (list == nullptr || !list->is(Cbor::Kind::array) || list->items.empty()) continue;
    reading.add("certificate_kind", std::string(kind.name));
    add_parts(reading, list->items.back(), kind.parts);
    add_parts(reading, list->items.back(), common);
    return true;
  }
  return false;
}

// RFC 8152, 4.4: what a COSE_Sign1 signature is over.
std::string signed_bytes(std::string_view guarded, std::string_view payload) {
  return cbor_array(4) + cbor_text("Signature1") + cbor_bytes(guarded) + cbor_bytes("") + cbor_bytes(payload);
}

bool is_sign1(const Cbor& item) {
  return item.is(Cbor::Kind::array) && item.items.size() == 4 && item.items[0].is(Cbor::Kind::bytes) &&
         item.items[1].is(Cbor::Kind::map) && item.items[2].is(Cbor::Kind::bytes) &&
         item.items[3].is(Cbor::Kind::bytes);
}

void add_signature_of(Reading& reading, const Cbor& sign1, const Cbor& guarded, const Signers& signers) {
  const Cbor* key_id = header(guarded, sign1.items[1], key_id_header);
  const Cbor* named = header(guarded, sign1.items[1], algorithm_header);
  const std::int64_t algorithm = named == nullptr ? 0 : named->integer;
  if (algorithm != named_es256 && algorithm != named_ps256) {
    reading.add("signer", "unknown");
    reading.add("signature", "unknown");
    return;
  }
  add_signature(reading, signers, key_id == nullptr ? "" : key_id->text,
                algorithm == named_es256 ? Algorithm::es256 : Algorithm::ps256,
                signed_bytes(sign1.items[0].text, sign1.items[2].text), sign1.items[3].text);
}

}  // namespace

Reading read_certificate(std::string_view text, const Signers& signers, Milliseconds now) {
  const auto packed = from_base45(text.substr(4));
  if (!packed) return refused("what follows is no base45: the scanner dropped or changed characters");
  const auto bytes = inflate(*packed, most_inflated);
  if (!bytes) return refused("its zlib data are damaged or larger than any certificate");
  auto cose = read_cbor(*bytes);
  if (cose && cose->is(Cbor::Kind::tag)) cose = Cbor(cose->items.front());
  if (!cose || !is_sign1(*cose)) return refused("holds no COSE_Sign1");
  const auto guarded = read_cbor(cose->items[0].text.empty() ? std::string_view("\xA0", 1) : cose->items[0].text);
  const auto claims = read_cbor(cose->items[2].text);
  const Cbor* wrapped = claims ? claims->find(health) : nullptr;
  const Cbor* certificate = wrapped == nullptr ? nullptr : wrapped->find(std::int64_t{1});
  if (!guarded || certificate == nullptr) return refused("its claims cannot be read");

  Reading reading{.kind = "certificate", .fields = {}, .problem = {}};
  add_names(reading, certificate);
  if (!add_entry(reading, certificate)) return refused("certifies neither a vaccination, a test nor a recovery");
  if (reading.find("issuer").empty()) {
    const Cbor* by = claims->find(issuer);
    if (by != nullptr) reading.add("issuer", by->text);
  }
  add_validity(reading, number_at(*claims, issued), number_at(*claims, expires), now);
  add_signature_of(reading, *cose, *guarded, signers);
  return reading;
}

}  // namespace lt::qr
