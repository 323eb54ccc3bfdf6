// Text decoding by ICU.
#include "text_encoding.hpp"

#include "cell.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

namespace lt::spreadsheet {
namespace {

const icu::Normalizer2& normalizer(bool compose) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* found = compose ? icu::Normalizer2::getNFCInstance(status) : icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error(u_errorName(status));
  return *found;
}

icu::UnicodeString normalized(std::string_view utf8, bool compose) {
  UErrorCode status = U_ZERO_ERROR;
  const auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  auto out = normalizer(compose).normalize(text, status);
  if (U_FAILURE(status)) throw std::runtime_error(u_errorName(status));
  return out;
}

bool opens_note(UChar32 c) { return c == '(' || c == '[' || c == 0xFF08; }
bool closes_note(UChar32 c) { return c == ')' || c == ']' || c == 0xFF09; }

}  // namespace

bool is_utf8(std::string_view bytes) {
  int32_t i = 0;
  const auto length = static_cast<int32_t>(bytes.size());
  while (i < length) {
    UChar32 c = 0;
    U8_NEXT(bytes.data(), i, length, c);  // NOLINT(bugprone-inc-dec-in-conditions): ICU's macro
    if (c < 0) return false;
  }
  return true;
}

std::string to_nfc(std::string_view utf8) {
  bool ascii = true;
  for (const char c : utf8) ascii = ascii && static_cast<unsigned char>(c) < 0x80;
  if (ascii) return std::string(utf8);
  std::string out;
  normalized(utf8, true).toUTF8String(out);
  return out;
}

std::string utf16le_to_utf8(std::string_view bytes) {
  icu::UnicodeString text;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    text.append(
        static_cast<char16_t>(static_cast<unsigned char>(bytes[i]) | static_cast<unsigned char>(bytes[i + 1]) << 8));
  }
  std::string out;
  text.toUTF8String(out);
  return out;
}

std::string fold_header(std::string_view utf8) {
  const auto text = normalized(utf8, false);
  icu::UnicodeString kept;
  int depth = 0;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (opens_note(c)) ++depth;
    if (depth == 0 && u_isalnum(c)) kept.append(c == 0x111 || c == 0x110 ? UChar32{'d'} : u_tolower(c));
    if (closes_note(c) && depth > 0) --depth;
  }
  std::string out;
  kept.toUTF8String(out);
  return out;
}

struct Decoder::State {
  UConverter* converter = nullptr;
  ~State() { ucnv_close(converter); }
};

Decoder::Decoder(const std::string& encoding) : state_(std::make_unique<State>()) {
  UErrorCode status = U_ZERO_ERROR;
  state_->converter = ucnv_open(encoding.c_str(), &status);
  if (U_FAILURE(status)) throw FileError("the text is encoded as " + encoding + ", which is not supported");
}

Decoder::~Decoder() = default;

void Decoder::decode(std::string_view bytes, bool last, std::string& out) {
  const char* source = bytes.data();
  const char* const end = source + bytes.size();
  UErrorCode status = U_BUFFER_OVERFLOW_ERROR;
  while (status == U_BUFFER_OVERFLOW_ERROR) {
    char16_t units[4096];
    char16_t* target = units;
    status = U_ZERO_ERROR;
    ucnv_toUnicode(state_->converter, &target, units + 4096, &source, end, nullptr, last, &status);
    // A pair of surrogates is never cut here: ICU writes it whole or keeps it for the next call.
    icu::UnicodeString(false, units, static_cast<int32_t>(target - units)).toUTF8String(out);
  }
  if (U_FAILURE(status)) throw FileError(std::string("the text cannot be decoded: ") + u_errorName(status));
}

}  // namespace lt::spreadsheet
