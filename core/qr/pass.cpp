// Writing and reading passes.
#include "qr/pass.hpp"

#include "base/error.hpp"
#include "qr/reading.hpp"
#include "qr/text_codings.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace lt::qr {
namespace {

bool is_plain(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

constexpr std::size_t longest_code = 40;
constexpr std::size_t longest_tail = 4;
constexpr std::size_t signature_size = 64;  // of ES256; a code that was cut has less

std::optional<std::int64_t> seconds(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

}  // namespace

std::string issue_pass(const Pass& pass, const SigningKey& key) {
  if (!is_plain(pass.code, longest_code))
    throw Error(ErrorKind::misconfigured,
                "a pass's code has 1 to 40 of A–Z, 0–9 and -, unlike '" + pass.code.substr(0, 60) + "'");
  if (!is_plain(pass.document_tail, longest_tail))
    throw Error(ErrorKind::misconfigured,
                "a pass needs the last characters of a document number, at most 4 of A–Z, 0–9");
  if (pass.expires <= pass.issued) throw Error(ErrorKind::misconfigured, "a pass must end after it starts");
  std::string text = "LTP1:" + pass.code + ':' + pass.document_tail + ':' + std::to_string(pass.issued) + ':' +
                     std::to_string(pass.expires) + ':' + to_base32(key.key_id());
  const std::string signature = to_base32(key.sign(text));
  return text + ':' + signature;
}

std::string new_pass_code() {
  std::array<unsigned char, 10> chance{};
  if (RAND_bytes(chance.data(), static_cast<int>(chance.size())) != 1)
    throw Error(ErrorKind::failed, "the system gives no random numbers");
  return to_base32({reinterpret_cast<const char*>(chance.data()), chance.size()});
}

std::string document_tail(std::string_view document_number) {
  std::string plain;
  for (const char c : document_number) {
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if ((upper >= 'A' && upper <= 'Z') || (upper >= '0' && upper <= '9')) plain += upper;
  }
  return plain.substr(plain.size() - std::min(plain.size(), longest_tail));
}

Reading read_pass(std::string_view text, const Signers& signers, Milliseconds now) {
  Reading refused{.kind = {}, .fields = {}, .problem = "the text begins as a pass but is damaged: scan it again"};
  std::array<std::string_view, 7> parts;
  std::string_view rest = text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t end = rest.find(':');
    if ((end == std::string_view::npos) != (i + 1 == parts.size())) return refused;
    parts[i] = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  const auto issued = seconds(parts[3]);
  const auto expires = seconds(parts[4]);
  const auto key_id = from_base32(parts[5]);
  const auto signature = from_base32(parts[6]);
  if (!is_plain(parts[1], longest_code) || !is_plain(parts[2], longest_tail) || !issued || !expires || !key_id ||
      !signature || signature->size() != signature_size)
    return refused;
  Reading reading{.kind = "pass", .fields = {}, .problem = {}};
  reading.add("pass_code", std::string(parts[1]));
  reading.add("document_tail", std::string(parts[2]));
  add_validity(reading, *issued, *expires, now);
  add_signature(reading, signers, *key_id, Algorithm::es256, text.substr(0, text.rfind(':')), *signature);
  return reading;
}

}  // namespace lt::qr
