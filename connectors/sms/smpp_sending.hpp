// One write over SMPP: parts leave in a window, answers settle them, a broken line puts those on their way in doubt.
#pragma once

#include "gateway.hpp"
#include "pace.hpp"
#include "smpp_line.hpp"
#include "verdict.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sms::smpp {

struct SendingOptions {
  explicit SendingOptions(const lt::sdk::Settings& settings);

  std::size_t window;
  std::int64_t pause_ms;  // after the first throttling; doubled with each that follows
  int throttles;          // of one part, after which the hub tries the message again later
  int reconnects;         // of one write
  std::string service_type;
  int source_ton, source_npi;
  std::string validity;
};

// One use.
class Sending {
 public:
  Sending(const lt::sdk::Writer& writer, Outbox& outbox, Journal& journal, Line& line, const SendingOptions& options,
          const CodeTable& codes, Pace& pace, std::function<void()> bind,
          std::function<void(std::vector<Pdu>)> delivered);

  // Throws Failure where the line cannot be had; what is in doubt has its result by then.
  void run(std::vector<Outgoing>& messages);

 private:
  struct Tally {
    Outgoing* outgoing = nullptr;
    std::size_t left = 0;  // parts without an answer
    std::string remote_id;
    bool in_doubt = false;
    std::optional<lt_reject_class> refused;
    std::string why;
    std::optional<lt::sdk::milliseconds> wait;
  };
  struct Job {
    Tally* tally = nullptr;
    std::size_t part = 0;  // from 1
    int throttled = 0;
  };

  void enqueue(std::vector<Outgoing>& messages);
  void fill();
  std::string packet(const Job& job, std::uint32_t sequence) const;
  void listen();
  void answered(const Pdu& pdu);
  void refused(Job job, std::uint32_t status);
  void broken();
  void settle(Tally& tally);

  const lt::sdk::Writer& writer_;
  Outbox& outbox_;
  Journal& journal_;
  Line& line_;
  const SendingOptions& options_;
  const CodeTable& codes_;
  Pace& pace_;
  std::function<void()> bind_;
  std::function<void(std::vector<Pdu>)> delivered_;

  std::deque<Tally> tallies_;
  std::deque<Job> queue_;
  std::map<std::uint32_t, Job> on_their_way_;
  lt::sdk::milliseconds silent_{0};
  std::optional<lt::sdk::Failure> stop_;
};

}  // namespace sms::smpp
