// The window, its answers and its end.
#include "smpp_sending.hpp"

#include "gsm_alphabet.hpp"

#include <algorithm>

namespace sms::smpp {
namespace {

using lt::sdk::Failure;
using lt::sdk::milliseconds;

constexpr std::int64_t longest_pause_ms = 30'000;

std::string status_code(std::uint32_t status) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string made = "0x";
  for (int shift = status > 0xFFFF ? 28 : status > 0xFF ? 12 : 4; shift >= 0; shift -= 4)
    made += digits[status >> static_cast<unsigned>(shift) & 15U];
  return made;
}

// "000001020304000R": so many days, hours, minutes and seconds from now.
std::string relative_time(std::int64_t seconds) {
  std::string made = "0000";
  const auto two = [&made](std::int64_t value) {
    made += {static_cast<char>('0' + value / 10 % 10), static_cast<char>('0' + value % 10)};
  };
  two(seconds / 86'400);
  two(seconds / 3'600 % 24);
  two(seconds / 60 % 60);
  two(seconds % 60);
  return made + "000R";
}

std::string readable(const Message& message, std::size_t part) {
  const std::string& octets = message.segments.parts[part - 1];
  return to_utf8(message.segments.alphabet == Alphabet::gsm ? from_gsm(octets) : from_ucs2(octets));
}

}  // namespace

SendingOptions::SendingOptions(const lt::sdk::Settings& settings)
    : window(static_cast<std::size_t>(settings.integer_or("window", 10))),
      pause_ms(settings.integer_or("pause_ms", 1'000)),
      throttles(static_cast<int>(settings.integer_or("throttles", 8))),
      reconnects(static_cast<int>(settings.integer_or("reconnects", 3))),
      service_type(settings.text_or("service_type", "")),
      source_ton(static_cast<int>(settings.integer_or("source_ton", 5))),
      source_npi(static_cast<int>(settings.integer_or("source_npi", 0))),
      validity(relative_time(settings.integer_or("validity_s", 86'400))) {}

Sending::Sending(const lt::sdk::Writer& writer, Outbox& outbox, Journal& journal, Line& line,
                 const SendingOptions& options, const CodeTable& codes, Pace& pace, std::function<void()> bind,
                 std::function<void(std::vector<Pdu>)> delivered)
    : writer_(writer),
      outbox_(outbox),
      journal_(journal),
      line_(line),
      options_(options),
      codes_(codes),
      pace_(pace),
      bind_(std::move(bind)),
      delivered_(std::move(delivered)) {}

void Sending::enqueue(std::vector<Outgoing>& messages) {
  for (Outgoing& each : messages) {
    Tally& tally = tallies_.emplace_back();
    tally.outgoing = &each;
    tally.remote_id = each.entry.parts.front().remote_id;
    for (std::size_t part = 1; part <= each.entry.parts.size(); ++part) {
      if (each.entry.parts[part - 1].state >= PartState::accepted) continue;
      ++tally.left;
      queue_.push_back({&tally, part});
    }
  }
}

void Sending::run(std::vector<Outgoing>& messages) {
  enqueue(messages);
  int broken_lines = 0;
  // Once the call is to stop nothing more leaves, but what has left is still answered.
  while (!on_their_way_.empty() || (!stop_ && !queue_.empty())) {
    writer_.require_running();
    try {
      if (!line_.open()) bind_();
      if (!stop_) fill();
      listen();
    } catch (const Failure& failure) {
      if (failure.status() != LT_UNAVAILABLE) throw;
      broken();
      if (++broken_lines > options_.reconnects) throw;
      writer_.warn(std::string("the line broke, it is opened again: ") + failure.what());
      writer_.sleep(milliseconds(std::min(longest_pause_ms, options_.pause_ms << std::min(broken_lines - 1, 10))));
    }
  }
  line_.unbind(writer_, delivered_);
  if (stop_) throw Failure(*stop_);
}

void Sending::fill() {
  if (on_their_way_.empty() && !queue_.empty()) {
    if (const auto wait = pace_.wait_ms(writer_.now()); wait > 0) {
      writer_.sleep(milliseconds(wait));
      line_.keep_alive(writer_);
    }
  }
  std::vector<std::pair<std::uint32_t, Job>> leaving;
  while (!queue_.empty() && on_their_way_.size() + leaving.size() < options_.window &&
         pace_.wait_ms(writer_.now()) == 0) {
    const Job job = queue_.front();
    queue_.pop_front();
    // A message of which a part was refused goes no further.
    if (job.tally->refused) {
      --job.tally->left;
      settle(*job.tally);
      continue;
    }
    leaving.emplace_back(line_.next_sequence(), job);
    pace_.spend(writer_.now(), 1);
  }
  if (leaving.empty()) return;
  std::string octets;
  Transaction transaction = journal_.begin();
  for (const auto& [sequence, job] : leaving) {
    const Outgoing& outgoing = *job.tally->outgoing;
    journal_.asked(outgoing.entry.id, job.part, readable(outgoing.message, job.part), writer_.now());
    octets += packet(job, sequence);
  }
  transaction.commit();
  on_their_way_.insert(leaving.begin(), leaving.end());
  silent_ = milliseconds(0);
  line_.write(writer_, octets);
}

std::string Sending::packet(const Job& job, std::uint32_t sequence) const {
  const Outgoing& outgoing = *job.tally->outgoing;
  const Message& message = outgoing.message;
  const auto& parts = message.segments.parts;
  Submit submit{.service_type = options_.service_type,
                .source_ton = options_.source_ton,
                .source_npi = options_.source_npi,
                .source = message.brand,
                .destination = message.digits(),
                .priority = message.urgent ? 1 : 0,
                .validity = options_.validity,
                .data_coding = data_coding(message.segments.alphabet),
                .text = parts[job.part - 1],
                .user_reference = Journal::user_reference(outgoing.entry.id, job.part)};
  if (parts.size() > 1) {
    submit.esm_class = 0x40;
    submit.text = part_header(static_cast<std::uint8_t>(outgoing.entry.id % 256), parts.size(), job.part) + submit.text;
  }
  return encode({submit_sm, esme_rok, sequence, body_of(submit)});
}

void Sending::listen() {
  if (on_their_way_.empty()) return;
  // Where there is room in the window, only until the next may leave.
  const bool room = !stop_ && !queue_.empty() && on_their_way_.size() < options_.window;
  const auto most = room ? std::clamp(milliseconds(pace_.wait_ms(writer_.now())), milliseconds(1), slice) : slice;
  std::vector<Pdu> came = line_.read(writer_, most);
  silent_ = came.empty() ? silent_ + most : milliseconds(0);
  if (silent_ >= line_.options().answer) throw lt::sdk::unavailable("the SMSC does not answer");
  std::vector<Pdu> deliveries;
  for (Pdu& pdu : came) {
    if (pdu.is_answer())
      answered(pdu);
    else
      deliveries.push_back(std::move(pdu));
  }
  if (!deliveries.empty()) delivered_(std::move(deliveries));
}

void Sending::answered(const Pdu& pdu) {
  const auto found = on_their_way_.find(pdu.sequence);
  if (found == on_their_way_.end()) return;
  const Job job = found->second;
  on_their_way_.erase(found);
  if (pdu.status != esme_rok) return refused(job, pdu.status);
  const std::string id = message_id_of(pdu.body);
  Transaction transaction = journal_.begin();
  journal_.accepted(job.tally->outgoing->entry.id, job.part, id, writer_.now());
  transaction.commit();
  if (job.part == 1) job.tally->remote_id = id;
  --job.tally->left;
  settle(*job.tally);
}

void Sending::refused(Job job, std::uint32_t status) {
  Tally& tally = *job.tally;
  const std::string code = status_code(status);
  const Verdict verdict = codes_.of(code);
  if (!tally.outgoing->may_be_there) journal_.withdrawn(tally.outgoing->entry.id, job.part);
  if (verdict.kind == Verdict::Kind::throttled && ++job.throttled < options_.throttles) {
    const auto pause = std::min(longest_pause_ms, options_.pause_ms << std::min(job.throttled - 1, 10));
    pace_.hold(writer_.now(), pause);
    queue_.push_front(job);
    return;
  }
  std::string why = "the SMSC answered " + code;
  if (const auto meaning = codes_.meaning(code); !meaning.empty()) why += " (" + std::string(meaning) + ")";
  if (verdict.kind == Verdict::Kind::stopped) {
    // The message itself keeps no result: it is not its fault.
    stop_.emplace(verdict.status, why);
    return;
  }
  tally.refused = verdict.reject_class;
  tally.why = why;
  if (verdict.kind == Verdict::Kind::throttled) tally.wait = milliseconds(longest_pause_ms);
  --tally.left;
  settle(tally);
}

// What was on its way may have arrived or not. It is not sent again here, except to a peer that notices repeats.
void Sending::broken() {
  line_.drop(writer_);
  for (auto& [sequence, job] : on_their_way_) {
    if (outbox_.policy().doubt == Doubt::repeat) {
      queue_.push_front(job);
      continue;
    }
    job.tally->in_doubt = true;
    --job.tally->left;
    settle(*job.tally);
  }
  on_their_way_.clear();
}

void Sending::settle(Tally& tally) {
  if (tally.left > 0) return;
  const Outgoing& outgoing = *tally.outgoing;
  if (tally.in_doubt)
    outbox_.reject_in_doubt(writer_, outgoing);
  else if (tally.refused)
    writer_.reject(outgoing.message.record, *tally.refused, tally.why, tally.wait);
  else
    writer_.accept(outgoing.message.record, tally.remote_id);
}

}  // namespace sms::smpp
