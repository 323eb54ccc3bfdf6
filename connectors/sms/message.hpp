// One message to send: what the record says, on which network, in how many parts, at what price.
#pragma once

#include "segments.hpp"

#include <lienthong/sdk/host.hpp>

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sms {

struct Message {
  lt::sdk::Record record;
  std::string request_id;  // the hub's: the record's, or its key
  std::string reference;   // ours at the provider: 32 letters, the same for each repeat of this text to this number
  std::string phone;       // E.164
  std::string text;        // as it is sent: composed, or without marks
  std::string brand;       // the sender that the citizen sees
  std::string network;     // "" where unknown
  Segments segments;
  bool urgent = false;
  double cost = 0;  // price of a part on this network, times the parts

  std::string digits() const { return phone.substr(1); }  // "84912345678"
  std::string national() const { return "0" + phone.substr(3); }
};

// How records become messages, from the settings brand, brands, networks, prices, marks, max_parts.
class Composer {
 public:
  explicit Composer(const lt::sdk::Settings& settings);

  // Each record as a message; one that can never be sent as it is gets rejected. A deletion is accepted: what has left
  // cannot be called back, and what has not is no longer wanted.
  std::vector<Message> compose(const lt::sdk::Writer& writer, std::span<const lt::sdk::Record> records) const;

 private:
  Message message_of(const lt::sdk::Record& record) const;
  std::string by_network(const boost::json::object& table, std::string_view network, std::string_view usual) const;

  std::string brand_;
  boost::json::object brands_;
  boost::json::object prices_;
  std::map<std::string, std::string, std::less<>> networks_;
  bool marks_;
  std::size_t max_parts_;
};

// First `letters` of SHA-256 in hexadecimal.
std::string digest(std::string_view text, std::size_t letters = 32);

// What a provider says, fit for a reason: without the number and the text of the message, at most 200 bytes.
std::string discreet(std::string said, const Message& message);

}  // namespace sms
