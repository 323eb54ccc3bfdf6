// Providers behind HTTP: a request for one message or a group, and what each kind of answer means.
#pragma once

#include "gateway.hpp"
#include "pace.hpp"
#include "verdict.hpp"

#include <span>
#include <string>
#include <vector>

namespace sms {

// The words of every provider behind HTTP.
namespace json = boost::json;
using lt::sdk::Host;
using lt::sdk::Request;
using lt::sdk::Response;
using lt::sdk::Settings;

// What stands at the pointer, numbers and truths as JSON writes them; empty where nothing or null does.
std::string text_at(const json::value& answer, std::string_view pointer);

// What the provider answered about one message.
struct Answer {
  std::string code;
  std::string said;
  std::string remote_id;
};

using Group = std::span<const Outgoing* const>;

class HttpGateway : public Gateway {
 public:
  void check(Host& host) override;
  Doubt usual_doubt() const override { return Doubt::hold; }
  void send(const lt::sdk::Writer& writer, Outbox& outbox, Journal& journal, std::vector<Outgoing>& messages) override;

 protected:
  HttpGateway(const Settings& settings, std::span<const CodeRow> codes);

  virtual Request request(const Host& host, Group group) = 0;
  // One for each message of the group. Throws Failure failed where the answer makes no sense.
  virtual std::vector<Answer> answers(const Response& response, Group group) const = 0;
  // The most messages of one request; those of a group have one text and one brand.
  virtual std::size_t most() const { return 1; }
  // After a 401: true where other credentials can be had and the request be made once more.
  virtual bool renew() { return false; }

  std::string url(std::string_view path) const { return url_ + std::string(path); }

 private:
  lt_status reach(const Host& host) const;
  void send_group(const lt::sdk::Writer& writer, Outbox& outbox, Journal& journal, Group group);
  void doubt(const lt::sdk::Writer& writer, const Outbox& outbox, Group group) const;
  void withdraw(Journal& journal, Group group) const;
  void refuse(const lt::sdk::Writer& writer, Journal& journal, Group group, const Response& response) const;
  void settle(const lt::sdk::Writer& writer, Journal& journal, Group group, const std::vector<Answer>& answers);

  std::string url_;
  std::string check_path_;
  CodeTable codes_;
  Pace pace_;
};

}  // namespace sms
