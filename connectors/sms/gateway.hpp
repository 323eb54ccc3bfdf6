// What each provider does in its own way: takes messages, tells what became of them.
#pragma once

#include "outbox.hpp"

#include <lienthong/sdk/connector.hpp>

#include <memory>
#include <string>
#include <vector>

namespace sms {

class Gateway {
 public:
  virtual ~Gateway() = default;

  // Reaches the provider and sends nothing.
  virtual void check(lt::sdk::Host& host) = 0;
  virtual Doubt usual_doubt() const = 0;
  // Whether each part of a long text is a submission of its own.
  virtual bool in_parts() const { return false; }
  // Gives each message its result. Throws Failure for what stops the whole call.
  virtual void send(const lt::sdk::Writer& writer, Outbox& outbox, Journal& journal,
                    std::vector<Outgoing>& messages) = 0;
  // Puts what waits at the provider into the journal.
  virtual void fetch(const lt::sdk::Host&, Journal&) {}
  // The reference of the message that a callback was about. Throws Failure denied where it is not the provider's.
  virtual std::string callback(const lt::sdk::Host&, Journal&, const lt::sdk::Incoming&) {
    throw lt::sdk::unsupported("this provider sends no callbacks");
  }
};

std::unique_ptr<Gateway> make_smpp(const lt::sdk::Settings& settings);
std::unique_ptr<Gateway> make_esms(const lt::sdk::Settings& settings);
std::unique_ptr<Gateway> make_viettel(const lt::sdk::Settings& settings);
std::unique_ptr<Gateway> make_vnpt(const lt::sdk::Settings& settings);
std::unique_ptr<Gateway> make_speedsms(const lt::sdk::Settings& settings);
std::unique_ptr<Gateway> make_fpt(const lt::sdk::Settings& settings);

}  // namespace sms
