// SMPP 3.4: sends over a bound line, and takes receipts and replies whenever a line is open.
#include "gateway.hpp"
#include "smpp_inbound.hpp"
#include "smpp_line.hpp"
#include "smpp_sending.hpp"

namespace sms {
namespace {

using lt::sdk::Host;
using lt::sdk::milliseconds;
using lt::sdk::Settings;
using lt::sdk::Writer;

constexpr CodeRow smpp_codes[] = {
    {"0x01", "permanent", "wrong length"},
    {"0x08", "transient", "system error"},
    {"0x0a", "permanent", "wrong sender"},
    {"0x0b", "permanent", "wrong phone number"},
    {"0x14", "throttled", "its queue is full"},
    {"0x45", "transient", "submit failed"},
    {"0x58", "throttled", "too fast"},
    {"0x62", "misconfigured", "wrong validity period"},
    {"0x64", "transient", "temporary error"},
    {"0x65", "permanent", "permanent error"},
    {"0x66", "permanent", "refused by the application"},
    {"0x67", "transient", "query failed"},
    {"0xfe", "transient", "delivery failure"},
    {"0xff", "transient", "unknown error"},
};

constexpr int most_of_one_read = 10'000;

class Smpp : public Gateway {
 public:
  explicit Smpp(const Settings& settings)
      : settings_(settings.object("smpp")),
        line_(smpp::LineOptions(settings_)),
        sending_(settings_),
        codes_(smpp_codes, settings.object("classes").values()),
        pace_(settings.integer_or("rate", 20)),
        listen_(settings_.integer_or("listen_ms", 1'000)),
        offset_minutes_(settings_.integer_or("utc_offset_minutes", 420)) {}

  // The line is bound and ended; what is delivered meanwhile is left unanswered, so the peer delivers it again.
  void check(Host& host) override {
    bind(host);
    line_.unbind(host, [](const std::vector<smpp::Pdu>&) {});
  }

  // SMPP has no way to ask whether a message arrived whose answer was lost.
  Doubt usual_doubt() const override { return Doubt::hold; }
  bool in_parts() const override { return true; }

  void send(const Writer& writer, Outbox& outbox, Journal& journal, std::vector<Outgoing>& messages) override {
    smpp::Sending sending(
        writer, outbox, journal, line_, sending_, codes_, pace_, [&] { bind(writer); },
        [&](const std::vector<smpp::Pdu>& pdus) { take(writer, journal, pdus); });
    sending.run(messages);
  }

  void fetch(const Host& host, Journal& journal) override {
    bind(host);
    constexpr milliseconds slice{200};
    int taken = 0;
    for (milliseconds quiet{0}; quiet < listen_ && taken < most_of_one_read;) {
      host.require_running();
      const auto pdus = line_.read(host, std::min(slice, listen_));
      quiet = pdus.empty() ? quiet + slice : milliseconds(0);
      taken += static_cast<int>(pdus.size());
      take(host, journal, pdus);
    }
    line_.unbind(host, [&](const std::vector<smpp::Pdu>& pdus) { take(host, journal, pdus); });
  }

 private:
  void bind(const Host& host) { line_.bind(host, host.secret(settings_, "password")); }

  // Stored first, answered then: what is lost in between is delivered again.
  void take(const Host& host, Journal& journal, const std::vector<smpp::Pdu>& pdus) {
    std::string answers;
    Transaction transaction = journal.begin();
    for (const smpp::Pdu& pdu : pdus) {
      if (pdu.command != smpp::deliver_sm) continue;
      const auto deliver = smpp::deliver_of(pdu.body);
      const std::uint32_t status = deliver ? smpp::esme_rok : smpp::esme_rx_p_appn;
      if (!deliver)
        host.warn("the SMSC delivered a packet that is no deliver_sm; it was refused");
      else if (deliver->is_receipt())
        journal.receipt(smpp::receipt_of(*deliver, offset_minutes_, host.now()), host.now());
      else
        journal.reply(smpp::reply_of(*deliver, host.now()));
      answers += smpp::encode({smpp::answer_to(smpp::deliver_sm), status, pdu.sequence, smpp::body_of_text("")});
    }
    transaction.commit();
    if (!answers.empty()) line_.write(host, answers);
  }

  Settings settings_;
  smpp::Line line_;
  smpp::SendingOptions sending_;
  CodeTable codes_;
  Pace pace_;
  milliseconds listen_;
  std::int64_t offset_minutes_;
};

}  // namespace

std::unique_ptr<Gateway> make_smpp(const Settings& settings) { return std::make_unique<Smpp>(settings); }

}  // namespace sms
