// The receipt's text as the specification's appendix B writes it.
#include "smpp_inbound.hpp"

#include "gsm_alphabet.hpp"
#include "phone.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace sms::smpp {
namespace {

struct Outcome {
  std::string_view stat;
  int message_state;
  PartState state;
  std::string_view status;
};
// ENROUTE and ACCEPTD say no more than that it is on its way.
constexpr Outcome outcomes[] = {
    {"DELIVRD", 2, PartState::delivered, "delivered"}, {"EXPIRED", 3, PartState::failed, "expired"},
    {"DELETED", 4, PartState::failed, "failed"},       {"UNDELIV", 5, PartState::failed, "failed"},
    {"REJECTD", 8, PartState::failed, "failed"},
};

// What stands after "name:", up to the next blank.
std::string_view field(std::string_view text, std::string_view name) {
  const auto at = text.find(name);
  if (at == std::string_view::npos) return {};
  const auto from = at + name.size();
  return text.substr(from, std::min(text.find(' ', from), text.size()) - from);
}

// yyMMddHHmm, with or without seconds.
std::optional<std::int64_t> moment(std::string_view digits, std::int64_t offset_minutes) {
  if (digits.size() < 10 || !std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; })) return {};
  const auto two = [digits](std::size_t at) {
    int value = 0;
    std::from_chars(digits.data() + at, digits.data() + at + 2, value);
    return value;
  };
  using namespace std::chrono;
  const year_month_day day{year(2000 + two(0)), month(static_cast<unsigned>(two(2))),
                           std::chrono::day(static_cast<unsigned>(two(4)))};
  if (!day.ok()) return {};
  const auto at =
      sys_days(day) + hours(two(6)) + minutes(two(8) - offset_minutes) + seconds(digits.size() >= 12 ? two(10) : 0);
  return duration_cast<milliseconds>(at.time_since_epoch()).count();
}

std::u16string latin(std::string_view octets) {
  std::u16string text;
  for (const char octet : octets) text += static_cast<char16_t>(static_cast<unsigned char>(octet));
  return text;
}

std::string decoded(std::string_view octets, int data_coding) {
  if (data_coding == 8) return to_utf8(from_ucs2(octets));
  if (data_coding == 1 || data_coding == 3) return to_utf8(latin(octets));
  return to_utf8(from_gsm(octets));
}

std::string e164(const std::string& address) {
  return mobile_number(address).value_or(address.starts_with('+') ? address : "+" + address);
}

std::string option(const Deliver& deliver, std::uint16_t tag) {
  const auto found = deliver.options.find(tag);
  if (found == deliver.options.end()) return {};
  return found->second.substr(0, found->second.find('\0'));
}

}  // namespace

Receipt receipt_of(const Deliver& deliver, std::int64_t offset_minutes, std::int64_t now) {
  // Where the repeated text needs it, some peers write the whole receipt in UCS-2.
  const bool wide = deliver.data_coding == 8;
  const std::string text = wide ? decoded(deliver.text, deliver.data_coding) : deliver.text;
  Receipt receipt;
  receipt.remote_id = option(deliver, receipted_message_id);
  if (receipt.remote_id.empty()) receipt.remote_id = field(text, "id:");
  receipt.user_reference = deliver.user_reference();
  receipt.phone = e164(deliver.source);
  receipt.at = moment(field(text, "done date:"), offset_minutes).value_or(now);
  const std::string_view stat = field(text, "stat:");
  const auto state = deliver.options.find(message_state);
  for (const Outcome& each : outcomes) {
    const bool by_option = stat.empty() && state != deliver.options.end() && state->second.size() == 1 &&
                           static_cast<unsigned char>(state->second[0]) == each.message_state;
    if (stat != each.stat && !by_option) continue;
    receipt.state = each.state;
    receipt.status = each.status;
    if (each.state == PartState::failed)
      receipt.error = std::string(each.stat) + " err:" + std::string(field(text, "err:"));
  }
  const auto from = std::min(text.find("text:"), text.find("Text:"));
  if (from != std::string::npos)
    receipt.text = wide ? text.substr(from + 5) : decoded(text.substr(from + 5), deliver.data_coding);
  return receipt;
}

Reply reply_of(const Deliver& deliver, std::int64_t now) {
  Reply reply;
  std::string_view text = deliver.text;
  if (deliver.has_header() && !text.empty()) {
    const auto size = static_cast<std::size_t>(static_cast<unsigned char>(text[0])) + 1;
    const auto octet = [text](std::size_t at) { return static_cast<int>(static_cast<unsigned char>(text[at])); };
    if (size == 6 && text.size() >= 6 && octet(1) == 0 && octet(4) > 0) {
      reply.reference = octet(3);
      reply.total = octet(4);
      reply.part = octet(5);
    }
    text.remove_prefix(std::min(size, text.size()));
  }
  reply.phone = e164(deliver.source);
  reply.to = deliver.destination;
  reply.text = decoded(text, deliver.data_coding);
  reply.at = now;
  return reply;
}

}  // namespace sms::smpp
