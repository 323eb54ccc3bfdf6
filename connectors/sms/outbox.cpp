// The journal's answer to each record of a write.
#include "outbox.hpp"

#include <algorithm>
#include <set>

namespace sms {
namespace {

using lt::sdk::milliseconds;
using lt::sdk::Record;
using lt::sdk::Writer;

constexpr std::int64_t shortest_wait_ms = 1'000;
constexpr std::int64_t longest_wait_ms = std::int64_t{12} * 3'600'000;

constexpr const char* waiting =
    "in doubt: it left and no answer came, so it is not sent again before a receipt tells or `in_doubt_s` has passed";
constexpr const char* given_up =
    "in doubt: it left, and neither an answer nor a receipt came; ask the provider, and replay this dead letter only "
    "if "
    "it was not sent";

}  // namespace

DoubtPolicy doubt_policy(const lt::sdk::Settings& settings, Doubt usual) {
  DoubtPolicy policy{usual, settings.integer_or("in_doubt_s", 86'400) * 1'000};
  const std::string word = settings.text_or("in_doubt", "");
  if (word == "repeat") policy.doubt = Doubt::repeat;
  if (word == "hold") policy.doubt = Doubt::hold;
  if (word == "resend") policy.doubt = Doubt::resend;
  return policy;
}

std::vector<Outgoing> Outbox::due(const Writer& writer, std::vector<Message> messages) {
  std::vector<Outgoing> due;
  std::set<std::string> references;
  due.reserve(messages.size());
  Transaction transaction = journal_.begin();
  for (Message& message : messages) {
    if (!references.insert(message.reference).second) {
      writer.reject(message.record, LT_REJECT_TRANSIENT, "the same message stands twice in one write; it goes once",
                    milliseconds(shortest_wait_ms));
      continue;
    }
    const std::size_t parts = in_parts_ ? message.segments.parts.size() : 1;
    Entry entry = journal_.entry(message, parts, writer.now());
    Outgoing outgoing{.message = std::move(message), .entry = std::move(entry)};
    if (!settle_known(writer, outgoing)) due.push_back(std::move(outgoing));
  }
  transaction.commit();
  std::ranges::stable_partition(due, [](const Outgoing& each) { return each.message.urgent; });
  return due;
}

bool Outbox::settle_known(const Writer& writer, Outgoing& outgoing) {
  const auto& parts = outgoing.entry.parts;
  if (std::ranges::all_of(parts, [](const Part& part) { return part.state >= PartState::accepted; })) {
    writer.accept(outgoing.message.record, parts.front().remote_id);
    return true;
  }
  const auto asked = std::ranges::find(parts, PartState::asked, &Part::state);
  if (asked == parts.end()) return false;
  return settle_doubt(writer, outgoing, asked->asked_at);
}

bool Outbox::settle_doubt(const Writer& writer, Outgoing& outgoing, std::int64_t asked_at) {
  const Record& record = outgoing.message.record;
  if (policy_.doubt == Doubt::repeat) {
    outgoing.may_be_there = true;
    return false;
  }
  const std::int64_t left = asked_at + policy_.wait_ms - writer.now();
  if (left > 0) {
    // Halving, so that the hub's count of attempts outlasts the wait.
    const auto wait = std::clamp(left / 2, shortest_wait_ms, longest_wait_ms);
    writer.reject(record, LT_REJECT_TRANSIENT, waiting, milliseconds(wait));
    return true;
  }
  // A dead letter that comes again as a first attempt has been replayed by a person.
  const bool replayed = outgoing.entry.given_up && record.attempt == 1;
  if (policy_.doubt == Doubt::resend || replayed) return false;
  journal_.give_up(outgoing.entry.id);
  writer.reject(record, LT_REJECT_PERMANENT, given_up);
  return true;
}

bool Outbox::reject_in_doubt(const Writer& writer, const Outgoing& outgoing) const {
  if (policy_.doubt == Doubt::repeat) return false;
  const auto wait = std::clamp(policy_.wait_ms / 2, shortest_wait_ms, longest_wait_ms);
  writer.reject(outgoing.message.record, LT_REJECT_TRANSIENT, waiting, milliseconds(wait));
  return true;
}

}  // namespace sms
