// Functions on phone numbers and the numbers that name a person.
#include "base/identity_number.hpp"
#include "base/phone_number.hpp"
#include "base/utf8.hpp"
#include "mapping/function.hpp"

#include <array>

namespace lt::mapping {
namespace {

bool phone(const Call&, const Value& in, Context& context, Value& out) {
  const std::string_view text = text_of(in, context);
  const PhoneNumber number = phone_number(text);
  if (!number) return context.fail("bad_phone", quoted(text) + ": " + std::string(number.problem));
  out = number.e164() == text ? Value::text(text) : context.keep(number.e164());
  return true;
}

bool is_clean(std::string_view text) {
  for (const char c : text) {
    if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))) return false;
  }
  return true;
}

std::string_view cleaned(std::string_view text, Context& context) {
  if (is_clean(text)) return text;
  context.scratch.clear();
  clean_identity(text, context.scratch);
  return context.arena->copy(context.scratch);
}

bool citizen_id(const Call&, const Value& in, Context& context, Value& out) {
  const std::string_view text = text_of(in, context);
  const std::string_view number = cleaned(text, context);
  if (!citizen_number(number)) {
    return context.fail("bad_citizen_number", quoted(text) + " is no citizen number: 12 digits are needed");
  }
  out = Value::text(number);
  return true;
}

bool old_citizen_id(const Call&, const Value& in, Context& context, Value& out) {
  const std::string_view text = text_of(in, context);
  std::string_view number = cleaned(text, context);
  if (!is_old_citizen_number(number)) {
    return context.fail("bad_old_citizen_number", quoted(text) + " is no old identity number: 9 digits are needed");
  }
  if (number.size() == 8) number = context.arena->copy("0" + std::string(number));
  out = Value::text(number);
  return true;
}

bool insurance_number(const Call&, const Value& in, Context& context, Value& out) {
  const std::string_view text = text_of(in, context);
  const std::string_view number = cleaned(text, context);
  if (!is_insurance_number(number)) {
    return context.fail(
        "bad_insurance_number",
        quoted(text) + " is no health insurance number: two letters and 13 digits, or the last 10 digits");
  }
  out = Value::text(number);
  return true;
}

bool passport_number(const Call&, const Value& in, Context& context, Value& out) {
  const std::string_view text = text_of(in, context);
  const std::string_view number = cleaned(text, context);
  if (!is_passport_number(number)) {
    return context.fail("bad_passport_number", quoted(text) + " is no passport number: 6 to 9 letters and digits");
  }
  out = Value::text(number);
  return true;
}

bool tail(const Call&, const Value& in, Context& context, Value& out) {
  out = Value::text(insurance_tail(text_of(in, context)));
  return true;
}

constexpr auto identity_table = std::to_array<Function>({
    {.name = "phone", .usage = "phone", .purpose = "E.164, old mobile prefixes renewed", .run = phone},
    {.name = "citizen_id", .usage = "citizen_id", .purpose = "a CCCD number: 12 digits", .run = citizen_id},
    {.name = "old_citizen_id",
     .usage = "old_citizen_id",
     .purpose = "a CMND number: 9 digits, a lost leading zero restored",
     .run = old_citizen_id},
    {.name = "insurance_number",
     .usage = "insurance_number",
     .purpose = "a BHYT number: 15 characters, or its last 10",
     .run = insurance_number},
    {.name = "passport_number",
     .usage = "passport_number",
     .purpose = "6 to 9 letters and digits",
     .run = passport_number},
    {.name = "insurance_tail",
     .usage = "insurance_tail",
     .purpose = "the last ten digits of a BHYT number, by which such numbers are compared",
     .run = tail},
});

}  // namespace

std::span<const Function> identity_functions() { return identity_table; }

}  // namespace lt::mapping
