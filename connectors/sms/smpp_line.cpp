// Bind, unbind and enquire_link around reading and writing.
#include "smpp_line.hpp"

#include <array>

namespace sms::smpp {
namespace {

using lt::sdk::Failure;
using lt::sdk::Host;
using lt::sdk::milliseconds;

std::string four_hex_digits(std::uint32_t status) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string made = "0x";
  for (int shift = 12; shift >= 0; shift -= 4) made += digits[status >> static_cast<unsigned>(shift) & 15U];
  return made;
}

bool refuses_credentials(std::uint32_t status) { return status == 0x0D || status == 0x0E || status == 0x0F; }

}  // namespace

LineOptions::LineOptions(const lt::sdk::Settings& settings)
    : host(settings.text("host")),
      port(static_cast<int>(settings.integer_or("port", 2775))),
      tls(settings.boolean_or("tls", false)),
      bind{settings.text("system_id"), {}, settings.text_or("system_type", ""), settings.text_or("address_range", "")},
      answer(settings.integer_or("answer_ms", 10'000)),
      enquire(settings.integer_or("enquire_ms", 30'000)) {}

void Line::bind(const Host& host, const std::string& password) {
  drop(host);
  connection_ = host.connect(options_.host, options_.port, options_.tls);
  Bind bind = options_.bind;
  bind.password = password;
  const std::uint32_t sequence = next_sequence();
  try {
    write(host, encode({bind_transceiver, esme_rok, sequence, body_of(bind)}));
    const Pdu answer = await(host, sequence, early_);
    if (answer.status == esme_rok) return;
    const std::string why = "the SMSC refuses to bind with " + four_hex_digits(answer.status);
    throw refuses_credentials(answer.status) ? lt::sdk::denied(why + "; see to system_id and password")
                                             : lt::sdk::unavailable(why);
  } catch (const Failure&) {
    drop(host);
    throw;
  }
}

void Line::unbind(const Host& host, const std::function<void(std::vector<Pdu>)>& inbound) {
  if (!open()) return;
  std::vector<Pdu> others;
  try {
    const std::uint32_t sequence = next_sequence();
    write(host, encode({sms::smpp::unbind, esme_rok, sequence, {}}));
    await(host, sequence, others);
    inbound(std::move(others));
  } catch (const Failure& failure) {
    if (failure.status() == LT_CANCELLED) throw;
    host.debug("the line ended without a goodbye");
  }
  drop(host);
}

void Line::drop(const Host& host) {
  host.close(connection_);
  stream_.clear();
  early_.clear();
}

void Line::write(const Host& host, std::string_view octets) { host.write(connection_, octets, options_.answer); }

std::vector<Pdu> Line::read(const Host& host, milliseconds most) {
  std::vector<Pdu> came = std::move(early_);
  early_.clear();
  std::array<char, 16'384> buffer;
  const std::size_t got = host.read(connection_, buffer, came.empty() ? most : milliseconds(1));
  stream_.add({buffer.data(), got});
  if (got > 0) last_word_ = host.now();
  while (auto pdu = stream_.next()) {
    if (pdu->command == enquire_link || pdu->command == sms::smpp::unbind) {
      write(host, encode({answer_to(pdu->command), esme_rok, pdu->sequence, {}}));
      if (pdu->command == enquire_link) continue;
      if (!came.empty()) return came;
      throw lt::sdk::unavailable("the SMSC ended the session");
    }
    if (!pdu->is_answer() && pdu->command != deliver_sm) {
      write(host, encode({generic_nack, esme_rinvcmdid, pdu->sequence, {}}));
      continue;
    }
    came.push_back(std::move(*pdu));
  }
  return came;
}

Pdu Line::await(const Host& host, std::uint32_t sequence, std::vector<Pdu>& others) {
  for (milliseconds waited{0}; waited < options_.answer; waited += slice) {
    host.require_running();
    std::optional<Pdu> found;
    for (Pdu& pdu : read(host, slice)) {
      if (pdu.is_answer() && pdu.sequence == sequence)
        found = std::move(pdu);
      else
        others.push_back(std::move(pdu));
    }
    if (found) return std::move(*found);
  }
  throw lt::sdk::unavailable("the SMSC does not answer");
}

void Line::keep_alive(const Host& host) {
  if (host.now() - last_word_ < options_.enquire.count()) return;
  const std::uint32_t sequence = next_sequence();
  write(host, encode({enquire_link, esme_rok, sequence, {}}));
  std::vector<Pdu> others;
  await(host, sequence, others);
  early_.insert(early_.end(), std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()));
}

}  // namespace sms::smpp
