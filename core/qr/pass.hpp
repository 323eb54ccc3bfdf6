// The movement pass that the hub issues: a short signed text that a checkpoint verifies without a network.
#pragma once

#include "base/clock.hpp"
#include "qr/keys.hpp"

#include <string>
#include <string_view>

namespace lt::qr {

// LTP1:CODE:DOCUMENT TAIL:ISSUED:EXPIRES:KEY:SIGNATURE, only characters that a QR code is small with: times in seconds
// since 1970, key id and signature (ES256 over all before it) in base32. The tail, at most the last four characters of
// the person's document number, is what a guard compares; the number itself does not stand in the code.
struct Pass {
  std::string code;
  std::string document_tail;
  std::int64_t issued = 0;   // epoch seconds
  std::int64_t expires = 0;  // epoch seconds
};

// Throws Error misconfigured where the code has other characters than A–Z, 0–9 and -, or the pass ends before it
// starts.
std::string issue_pass(const Pass& pass, const SigningKey& key);

// A code that nobody can guess: 16 characters, 80 bits of chance.
std::string new_pass_code();

// The end of a document number that a pass shows.
std::string document_tail(std::string_view document_number);

}  // namespace lt::qr
