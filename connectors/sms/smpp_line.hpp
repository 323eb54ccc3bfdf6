// A bound line to an SMSC: opened and closed within one call, answering what the peer asks of any line.
#pragma once

#include "smpp_pdu.hpp"

#include <lienthong/sdk/host.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sms::smpp {

inline constexpr lt::sdk::milliseconds slice{200};  // of listening, between looks at whether to stop or go on

struct LineOptions {
  explicit LineOptions(const lt::sdk::Settings& settings);

  std::string host;
  int port;
  bool tls;
  Bind bind;                      // without the password
  lt::sdk::milliseconds answer;   // how long the peer may take to answer
  lt::sdk::milliseconds enquire;  // after so long without a word we ask whether it is there
};

class Line {
 public:
  explicit Line(LineOptions options) : options_(std::move(options)) {}

  bool open() const { return connection_.open(); }
  // Connects and binds. Throws Failure: denied where the credentials are refused.
  void bind(const lt::sdk::Host& host, const std::string& password);
  // Says goodbye and hands `inbound` what is still delivered. Never throws but for a stop.
  void unbind(const lt::sdk::Host& host, const std::function<void(std::vector<Pdu>)>& inbound);
  void drop(const lt::sdk::Host& host);

  std::uint32_t next_sequence() { return sequence_ = sequence_ % 0x7FFFFFFF + 1; }
  void write(const lt::sdk::Host& host, std::string_view octets);
  // What came within `most`: deliver_sm and answers, without the peer's enquire_link, which are answered here. Throws
  // Failure unavailable where the line is broken or the peer unbinds.
  std::vector<Pdu> read(const lt::sdk::Host& host, lt::sdk::milliseconds most);
  // Asks a peer that was silent for long.
  void keep_alive(const lt::sdk::Host& host);

  const LineOptions& options() const { return options_; }

 private:
  Pdu await(const lt::sdk::Host& host, std::uint32_t sequence, std::vector<Pdu>& others);

  LineOptions options_;
  lt::sdk::Connection connection_;
  PduStream stream_;
  std::vector<Pdu> early_;  // came before it was asked for
  std::uint32_t sequence_ = 0;
  std::int64_t last_word_ = 0;
};

}  // namespace sms::smpp
