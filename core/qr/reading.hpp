// What the text of a QR code says, as named fields: personal codes, citizens' cards, places, passes, certificates.
#pragma once

#include "base/clock.hpp"
#include "qr/keys.hpp"
#include "qr/settings.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lt::qr {

// The longest text that is looked at; the largest QR code holds 4,296 characters.
inline constexpr std::size_t longest_text = 8192;

struct Reading {
  std::string_view kind;  // personal, citizen_card, place, pass, certificate; empty where the text is none of them
  std::vector<std::pair<std::string_view, std::string>> fields;  // in the order in which the code says them
  std::string problem;                                           // why the text cannot be read; then no field is given

  // Empty where the code does not say it.
  std::string_view find(std::string_view field) const;
  void add(std::string_view field, std::string value);  // what is empty is left out
};

struct FieldName {
  std::string_view name;
  std::string_view vi;
  std::string_view en;
};

// Every field that a reading may have, whatever its kind; the same thing bears one name in all of them.
std::span<const FieldName> field_names();

// Immutable, so any number of threads may read with it.
class Reader {
 public:
  Reader() = default;
  Reader(Settings settings, Signers signers) : settings_(std::move(settings)), signers_(std::move(signers)) {}

  // Never throws for what the text says. A signature that no trusted key made is no problem but said: `signature` is
  // valid, invalid or unknown; `validity` is valid, expired or not_yet at `now`.
  Reading read(std::string_view text, Milliseconds now) const;

  const Settings& settings() const { return settings_; }

 private:
  Settings settings_;
  Signers signers_;
};

// Each reads one kind of code, of which the text is known to be.
Reading read_personal(std::string_view text, const Settings& settings);
Reading read_citizen_card(std::string_view text);
Reading read_place(std::string_view text);
Reading read_pass(std::string_view text, const Signers& signers, Milliseconds now);
Reading read_certificate(std::string_view text, const Signers& signers, Milliseconds now);

// Says in the reading who signed and whether `message` is what was signed.
void add_signature(Reading& reading, const Signers& signers, std::string_view key_id, Algorithm algorithm,
                   std::string_view message, std::string_view signature);
// Says from when to when the code holds, in epoch seconds, 0 where it does not say, and whether it does at `now`.
void add_validity(Reading& reading, std::int64_t issued, std::int64_t expires, Milliseconds now);

}  // namespace lt::qr
