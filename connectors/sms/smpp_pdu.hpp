// The packets of SMPP 3.4, between octets and values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sms::smpp {

enum Command : std::uint32_t {
  generic_nack = 0x80000000,
  submit_sm = 0x00000004,
  deliver_sm = 0x00000005,
  unbind = 0x00000006,
  bind_transceiver = 0x00000009,
  enquire_link = 0x00000015,
};
constexpr std::uint32_t answer_to(std::uint32_t command) { return command | 0x80000000U; }

enum Status : std::uint32_t {
  esme_rok = 0,
  esme_rinvcmdid = 0x03,
  esme_rx_p_appn = 0x65,  // "we cannot take this one, do not send it again"
};

enum Tag : std::uint16_t {
  receipted_message_id = 0x001E,
  user_message_reference = 0x0204,
  message_payload = 0x0424,
  message_state = 0x0427,
};

struct Pdu {
  std::uint32_t command = 0;
  std::uint32_t status = esme_rok;
  std::uint32_t sequence = 0;
  std::string body;

  bool is_answer() const { return (command & 0x80000000U) != 0; }
};

std::string encode(const Pdu& pdu);

// Cuts packets out of what the line brings.
class PduStream {
 public:
  void add(std::string_view octets) { waiting_ += octets; }
  // Throws Failure unavailable for what is no packet: the line is of no more use.
  std::optional<Pdu> next();
  void clear() { waiting_.clear(); }

 private:
  std::string waiting_;
};

struct Bind {
  std::string system_id, password, system_type, address_range;
};
std::string body_of(const Bind& bind);

struct Submit {
  std::string service_type;
  int source_ton = 5, source_npi = 0;  // 5: letters, as brand names are
  std::string source;
  std::string destination;  // "84912345678": international
  int esm_class = 0;        // 0x40: the text begins with a header
  int priority = 0;
  std::string validity;  // "000001000000000R": so long from now; empty: the peer's own
  int data_coding = 0;
  std::string text;  // at most 254 octets
  int user_reference = 0;
};
std::string body_of(const Submit& submit);

struct Deliver {
  std::string source;
  std::string destination;
  int esm_class = 0;
  int data_coding = 0;
  std::string text;  // of message_payload where that is used
  std::map<std::uint16_t, std::string> options;

  bool is_receipt() const { return (esm_class & 0x3C) == 0x04 || options.contains(receipted_message_id); }
  bool has_header() const { return (esm_class & 0x40) != 0; }
  std::optional<int> user_reference() const;
};
// Nothing where the body is none.
std::optional<Deliver> deliver_of(std::string_view body);

// The message_id of a submit_sm_resp; empty where there is none.
std::string message_id_of(std::string_view body);
std::string body_of_text(std::string_view text);  // a C-octet string

}  // namespace sms::smpp
