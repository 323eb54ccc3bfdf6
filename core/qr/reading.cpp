// Telling the codes apart, and what they have in common.
#include "qr/reading.hpp"

#include "base/digit_reader.hpp"
#include "base/timestamp.hpp"

#include <algorithm>
#include <array>

namespace lt::qr {
namespace {

constexpr auto known_fields = std::to_array<FieldName>({
    {"kind", "Loại mã", "Kind of code"},
    {"document_number", "Số giấy tờ", "Document number"},
    {"citizen_id", "Số định danh (CCCD)", "Citizen number"},
    {"old_citizen_id", "Số CMND cũ", "Old identity number"},
    {"full_name", "Họ và tên", "Full name"},
    {"birth_date", "Ngày sinh", "Date of birth"},
    {"sex", "Giới tính", "Sex"},
    {"address", "Địa chỉ", "Address"},
    {"phone", "Số điện thoại", "Phone"},
    {"insurance_number", "Số thẻ BHYT", "Health insurance number"},
    {"personal_number", "Mã QR cá nhân", "Personal QR number"},
    {"by_proxy", "Khai hộ", "By proxy"},
    {"proxy_number", "Mã QR người khai hộ", "Proxy's QR number"},
    {"signature_text", "Chữ ký trong mã", "Signature in the code"},
    {"place_code", "Mã địa điểm", "Place code"},
    {"pass_code", "Mã giấy thông hành", "Pass code"},
    {"document_tail", "Cuối số giấy tờ", "End of the document number"},
    {"certificate_kind", "Loại chứng nhận", "Kind of certificate"},
    {"certificate_id", "Mã chứng nhận", "Certificate number"},
    {"issuer", "Nơi cấp", "Issuer"},
    {"country", "Quốc gia", "Country"},
    {"disease", "Bệnh", "Disease"},
    {"vaccine", "Vắc xin", "Vaccine"},
    {"manufacturer", "Nhà sản xuất", "Manufacturer"},
    {"dose_number", "Mũi số", "Dose number"},
    {"doses_in_series", "Số mũi cần tiêm", "Doses in the series"},
    {"injected_on", "Ngày tiêm", "Day of injection"},
    {"test_kind", "Loại xét nghiệm", "Kind of test"},
    {"sampled_at", "Lấy mẫu lúc", "Sampled at"},
    {"test_result", "Kết quả", "Result"},
    {"first_positive_on", "Dương tính lần đầu", "First positive on"},
    {"issued_on", "Ngày cấp", "Issued on"},
    {"issued_at", "Cấp lúc", "Issued at"},
    {"expires_at", "Hết hạn lúc", "Expires at"},
    {"validity", "Hiệu lực", "Validity"},
    {"signer", "Người ký", "Signer"},
    {"signature", "Chữ ký", "Signature"},
});

std::size_t bars(std::string_view text) { return static_cast<std::size_t>(std::count(text.begin(), text.end(), '|')); }

// 12 digits first, and a birth date without separators as the fourth of seven.
bool is_citizen_card(std::string_view text) {
  return bars(text) == 6 && text.find('|') == 12 && all_digits(text.substr(0, 12));
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::span<const FieldName> field_names() { return known_fields; }

std::string_view Reading::find(std::string_view field) const {
  if (field == "kind") return kind;
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const auto& entry) { return entry.first == field; });
  return found == fields.end() ? std::string_view{} : std::string_view(found->second);
}

void Reading::add(std::string_view field, std::string value) {
  if (!value.empty()) fields.emplace_back(field, std::move(value));
}

Reading Reader::read(std::string_view text, Milliseconds now) const {
  text = trimmed(text);
  Reading reading;
  if (text.size() > longest_text) {
    reading.problem = "the text has " + std::to_string(text.size()) + " bytes, more than any QR code holds";
  } else if (text.rfind("HC1:", 0) == 0) {
    reading = read_certificate(text, signers_, now);
  } else if (text.rfind("LTP1:", 0) == 0) {
    reading = read_pass(text, signers_, now);
  } else if (text.rfind("https://", 0) == 0 || text.rfind("http://", 0) == 0) {
    reading = read_place(text);
  } else if (is_citizen_card(text)) {
    reading = read_citizen_card(text);
  } else if (bars(text) == 4 || bars(text) == 5) {
    reading = read_personal(text, settings_);
  } else {
    reading.problem =
        "the text is no code that is known here: a personal code, a citizen's card, a place, a pass or a "
        "health certificate";
  }
  if (!reading.problem.empty()) reading = {.kind = {}, .fields = {}, .problem = std::move(reading.problem)};
  return reading;
}

void add_signature(Reading& reading, const Signers& signers, std::string_view key_id, Algorithm algorithm,
                   std::string_view message, std::string_view signature) {
  const Signers::Signer* signer = signers.find(key_id);
  reading.add("signer", signer == nullptr ? "unknown" : signer->name);
  reading.add("signature", signer == nullptr                                     ? "unknown"
                           : verify(*signer->key, algorithm, message, signature) ? "valid"
                                                                                 : "invalid");
}

void add_validity(Reading& reading, std::int64_t issued, std::int64_t expires, Milliseconds now) {
  const auto moment = [](std::int64_t seconds) {
    constexpr std::int64_t far = 4'200'000'000;  // the year 2103; canonical times end before
    if (seconds <= 0 || seconds > far) return std::string();
    return std::string(std::string_view(canonical_timestamp(seconds * 1000)));
  };
  reading.add("issued_at", moment(issued));
  reading.add("expires_at", moment(expires));
  const std::int64_t seconds = now / 1000;
  if (issued > 0 || expires > 0)
    reading.add("validity", expires > 0 && seconds >= expires ? "expired" : seconds < issued ? "not_yet" : "valid");
}

}  // namespace lt::qr
