// The connector: one outbox and one journal before whichever gateway the settings name.
#include "gateway.hpp"
#include "message.hpp"

#include <lienthong/sdk.hpp>

#include <charconv>

namespace {

using namespace lt::sdk;

constexpr std::string_view messages_stream = "messages";
constexpr std::string_view receipts_stream = "receipts";
constexpr std::string_view replies_stream = "replies";
constexpr int page = 500;

struct Provider {
  std::string_view name;
  std::unique_ptr<sms::Gateway> (*make)(const Settings&);
};
constexpr Provider providers[] = {{"smpp", sms::make_smpp}, {"esms", sms::make_esms}, {"viettel", sms::make_viettel},
                                  {"vnpt", sms::make_vnpt}, {"fpt", sms::make_fpt},   {"speedsms", sms::make_speedsms}};

std::unique_ptr<sms::Gateway> gateway_of(const Settings& settings) {
  const std::string name = settings.text("provider");
  for (const Provider& each : providers) {
    if (each.name != name) continue;
    if (!settings.has(name)) {
      std::string message = "the settings lack '";
      throw misconfigured(message.append(name).append("', which the provider of that name needs"));
    }
    return each.make(settings);
  }
  throw misconfigured("'" + name + "' is no provider");
}

class Sms : public Connector {
 public:
  explicit Sms(const Settings& settings)
      : composer_(settings),
        gateway_(gateway_of(settings)),
        policy_(sms::doubt_policy(settings, gateway_->usual_doubt())),
        journal_file_(settings.text("journal")),
        keep_days_(settings.integer_or("keep_days", 90)) {}

  void check(Host& host) override { gateway_->check(host); }

  std::vector<Stream> streams(Host&) override {
    return {{std::string(messages_stream), Direction::out, {"/request_id"}, "Messages", {}},
            {std::string(receipts_stream), Direction::in, {"/request_id"}, "What became of messages", {}},
            {std::string(replies_stream), Direction::in, {"/id"}, "Citizens' replies", {}}};
  }

  void write(Writer& writer, std::string_view stream, std::span<const Record> records) override {
    if (stream != messages_stream) throw misconfigured("only the stream 'messages' is written");
    auto messages = composer_.compose(writer, records);
    if (messages.empty()) return;
    sms::Outbox outbox(journal(writer), policy_, gateway_->in_parts());
    auto due = outbox.due(writer, std::move(messages));
    if (!due.empty()) gateway_->send(writer, outbox, journal(writer), due);
  }

  // The state is a place in the journal, so what was read and not stored comes again.
  void read(Reader& reader, std::string_view stream, std::string_view state) override {
    reader.require_running();
    sms::Journal& journal = this->journal(reader);
    gateway_->fetch(reader, journal);
    std::int64_t place = place_of(state);
    while (true) {
      reader.require_running();
      const auto changes = stream == replies_stream ? journal.replies(place, page) : journal.statuses(place, page);
      for (const sms::Change& change : changes) reader.record(std::string_view(change.json), change.key);
      if (!changes.empty()) place = changes.back().place;
      reader.checkpoint(std::to_string(place));
      if (changes.size() < page) return;
    }
  }

  void receive(Receiver& receiver, const Incoming& request) override {
    if (request.stream != receipts_stream) throw misconfigured("callbacks belong to the stream 'receipts'");
    sms::Journal& journal = this->journal(receiver);
    const std::string reference = gateway_->callback(receiver, journal, request);
    if (const auto change = journal.status_of(reference)) receiver.record(std::string_view(change->json), change->key);
    receiver.reply(200, "{}");
  }

 private:
  static std::int64_t place_of(std::string_view state) {
    std::int64_t place = 0;
    std::from_chars(state.data(), state.data() + state.size(), place);
    return place;
  }

  // Opened when it is first needed, for a session may be opened only to be looked at.
  sms::Journal& journal(const Host& host) {
    if (!journal_) journal_.emplace(journal_file_, keep_days_, host.now());
    return *journal_;
  }

  sms::Composer composer_;
  std::unique_ptr<sms::Gateway> gateway_;
  sms::DoubtPolicy policy_;
  std::string journal_file_;
  std::int64_t keep_days_;
  std::optional<sms::Journal> journal_;
};

}  // namespace

LT_CONNECTOR(Sms, .version = "0.1.0", .vendor = "Liên Thông",
             .summary = "Sends text messages by SMPP or a brand-name service, and reads receipts and replies.");
