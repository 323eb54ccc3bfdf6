// Which records of a write still have to leave: those that the journal does not know as sent or in doubt.
#pragma once

#include "journal.hpp"
#include "message.hpp"

#include <lienthong/sdk/host.hpp>

#include <vector>

namespace sms {

// What is done about a message that left without an answer.
enum class Doubt {
  repeat,  // sent again at once: the provider recognises the repeat
  hold,    // waits for a receipt, then a dead letter that a person may replay
  resend,  // waits for a receipt, then sent again: for a provider that sends a receipt for every message it has
};

struct DoubtPolicy {
  Doubt doubt = Doubt::hold;
  std::int64_t wait_ms = 86'400'000;
};

// `usual` where the setting `in_doubt` says nothing.
DoubtPolicy doubt_policy(const lt::sdk::Settings& settings, Doubt usual);

struct Outgoing {
  Message message;
  Entry entry;
  bool may_be_there = false;  // it left before without an answer, and is repeated all the same
};

class Outbox {
 public:
  Outbox(Journal& journal, DoubtPolicy policy, bool in_parts)
      : journal_(journal), policy_(policy), in_parts_(in_parts) {}

  // Accepts what has been sent, rejects what is in doubt, and gives the rest, urgent ones first.
  std::vector<Outgoing> due(const lt::sdk::Writer& writer, std::vector<Message> messages);

  const DoubtPolicy& policy() const { return policy_; }
  // The record's result where its answer never came: waits and says why. Nothing where the provider sees repeats.
  bool reject_in_doubt(const lt::sdk::Writer& writer, const Outgoing& outgoing) const;

 private:
  bool settle_known(const lt::sdk::Writer& writer, Outgoing& outgoing);
  bool settle_doubt(const lt::sdk::Writer& writer, Outgoing& outgoing, std::int64_t asked_at);

  Journal& journal_;
  DoubtPolicy policy_;
  bool in_parts_;
};

}  // namespace sms
