// Big-endian numbers, C-octet strings and optional parameters.
#include "smpp_pdu.hpp"

#include <lienthong/sdk/failure.hpp>

namespace sms::smpp {
namespace {

constexpr std::size_t header_size = 16;
constexpr std::size_t largest_pdu = 1U << 20U;

void put(std::string& out, std::uint32_t value, int octets) {
  for (int shift = (octets - 1) * 8; shift >= 0; shift -= 8)
    out += static_cast<char>(value >> static_cast<unsigned>(shift) & 0xFFU);
}

void put_text(std::string& out, std::string_view text) {
  out += text.substr(0, text.find('\0'));
  out += '\0';
}

std::uint32_t number(std::string_view octets) {
  std::uint32_t value = 0;
  for (const char octet : octets) value = value << 8U | static_cast<unsigned char>(octet);
  return value;
}

// Reads in order; once it runs out, everything is empty and `good` false.
class Octets {
 public:
  explicit Octets(std::string_view octets) : left_(octets) {}

  int octet() { return static_cast<int>(number(take(1))); }
  std::string_view take(std::size_t size) {
    if (size > left_.size()) {
      good = false;
      left_ = {};
      return {};
    }
    const auto taken = left_.substr(0, size);
    left_.remove_prefix(size);
    return taken;
  }
  std::string text() {
    const auto end = left_.find('\0');
    if (end == std::string_view::npos) {
      good = false;
      left_ = {};
      return {};
    }
    std::string taken(left_.substr(0, end));
    left_.remove_prefix(end + 1);
    return taken;
  }
  bool empty() const { return left_.empty(); }

  bool good = true;

 private:
  std::string_view left_;
};

}  // namespace

std::string encode(const Pdu& pdu) {
  std::string octets;
  put(octets, static_cast<std::uint32_t>(header_size + pdu.body.size()), 4);
  put(octets, pdu.command, 4);
  put(octets, pdu.status, 4);
  put(octets, pdu.sequence, 4);
  return octets + pdu.body;
}

std::optional<Pdu> PduStream::next() {
  if (waiting_.size() < 4) return std::nullopt;
  const std::string_view all = waiting_;
  const std::size_t size = number(all.substr(0, 4));
  if (size < header_size || size > largest_pdu)
    throw lt::sdk::unavailable("the peer sends what is no SMPP (a packet of " + std::to_string(size) + " octets)");
  if (all.size() < size) return std::nullopt;
  Pdu pdu{.command = number(all.substr(4, 4)),
          .status = number(all.substr(8, 4)),
          .sequence = number(all.substr(12, 4)),
          .body = std::string(all.substr(header_size, size - header_size))};
  waiting_.erase(0, size);
  return pdu;
}

std::string body_of(const Bind& bind) {
  std::string body;
  put_text(body, bind.system_id);
  put_text(body, bind.password);
  put_text(body, bind.system_type);
  body += '\x34';  // interface version 3.4
  put(body, 0, 2);
  put_text(body, bind.address_range);
  return body;
}

std::string body_of(const Submit& submit) {
  std::string body;
  put_text(body, submit.service_type);
  put(body, static_cast<std::uint32_t>(submit.source_ton), 1);
  put(body, static_cast<std::uint32_t>(submit.source_npi), 1);
  put_text(body, submit.source);
  body += {1, 1};  // international, ISDN
  put_text(body, submit.destination);
  put(body, static_cast<std::uint32_t>(submit.esm_class), 1);
  put(body, 0, 1);  // protocol_id
  put(body, static_cast<std::uint32_t>(submit.priority), 1);
  put_text(body, "");  // schedule_delivery_time
  put_text(body, submit.validity);
  put(body, 1, 1);  // registered_delivery: a receipt whatever becomes of it
  put(body, 0, 1);  // replace_if_present_flag
  put(body, static_cast<std::uint32_t>(submit.data_coding), 1);
  put(body, 0, 1);  // sm_default_msg_id
  put(body, static_cast<std::uint32_t>(submit.text.size()), 1);
  body += submit.text;
  put(body, user_message_reference, 2);
  put(body, 2, 2);
  put(body, static_cast<std::uint32_t>(submit.user_reference), 2);
  return body;
}

std::optional<Deliver> deliver_of(std::string_view body) {
  Octets octets(body);
  Deliver deliver;
  octets.text();  // service_type
  octets.take(2);
  deliver.source = octets.text();
  octets.take(2);
  deliver.destination = octets.text();
  deliver.esm_class = octets.octet();
  octets.take(2);
  octets.text();
  octets.text();
  octets.take(2);
  deliver.data_coding = octets.octet();
  octets.take(1);
  deliver.text = octets.take(static_cast<std::size_t>(octets.octet()));
  while (octets.good && !octets.empty()) {
    const auto tag = static_cast<std::uint16_t>(number(octets.take(2)));
    const auto size = number(octets.take(2));
    deliver.options[tag] = octets.take(size);
  }
  if (!octets.good) return std::nullopt;
  if (const auto payload = deliver.options.find(message_payload); payload != deliver.options.end())
    deliver.text = payload->second;
  return deliver;
}

std::optional<int> Deliver::user_reference() const {
  const auto found = options.find(user_message_reference);
  if (found == options.end() || found->second.size() != 2) return std::nullopt;
  return static_cast<int>(number(found->second));
}

std::string message_id_of(std::string_view body) { return std::string(body.substr(0, body.find('\0'))); }

std::string body_of_text(std::string_view text) {
  std::string body;
  put_text(body, text);
  return body;
}

}  // namespace sms::smpp
