// From a record to what goes to the provider.
#include "message.hpp"

#include "phone.hpp"

#include <lienthong/rest/signing.hpp>

namespace sms {
namespace json = boost::json;
namespace {

struct Refusal : std::runtime_error {
  using runtime_error::runtime_error;
};

std::string member(const json::object& record, std::string_view name) {
  const auto* value = record.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  if (from.empty()) return;
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace

Composer::Composer(const lt::sdk::Settings& settings)
    : brand_(settings.text_or("brand", "")),
      brands_(settings.object("brands").values()),
      prices_(settings.object("prices").values()),
      marks_(settings.boolean_or("marks", true)),
      max_parts_(static_cast<std::size_t>(settings.integer_or("max_parts", 8))) {
  const lt::sdk::Settings networks = settings.object("networks");
  for (const auto& [prefix, network] : networks.values())
    networks_.emplace(prefix, json::value_to<std::string>(network));
}

std::string Composer::by_network(const json::object& table, std::string_view network, std::string_view usual) const {
  const auto* value = table.if_contains(network);
  return value && value->is_string() ? std::string(value->get_string()) : std::string(usual);
}

std::vector<Message> Composer::compose(const lt::sdk::Writer& writer, std::span<const lt::sdk::Record> records) const {
  std::vector<Message> messages;
  messages.reserve(records.size());
  for (const auto& record : records) {
    if (record.erase) {
      writer.accept(record, record.remote_id);
      continue;
    }
    try {
      messages.push_back(message_of(record));
    } catch (const Refusal& refusal) {
      writer.reject(record, LT_REJECT_PERMANENT, refusal.what());
    }
  }
  return messages;
}

Message Composer::message_of(const lt::sdk::Record& record) const {
  const json::value parsed = record.parse();
  if (!parsed.is_object()) throw Refusal("a message must be a JSON object");
  const json::object& said = parsed.get_object();
  const auto phone = mobile_number(member(said, "phone"));
  if (!phone) throw Refusal("'phone' is no Vietnamese mobile number; correct the number");
  const std::string text = member(said, "text");
  if (text.empty()) throw Refusal("'text' is empty; there is nothing to send");
  Message message{.record = record,
                  .request_id = member(said, "request_id"),
                  .reference = {},
                  .phone = *phone,
                  .text = {},
                  .brand = {},
                  .network = network_of(*phone, networks_),
                  .segments = {},
                  .urgent = said.contains("urgent") && said.at("urgent").is_bool() && said.at("urgent").get_bool()};
  if (message.request_id.empty()) message.request_id = record.key;
  const auto units = marks_ ? composed(text) : without_marks(text);
  message.text = to_utf8(units);
  message.segments = segments_of(units);
  if (message.segments.parts.size() > max_parts_)
    throw Refusal("the text takes " + std::to_string(message.segments.parts.size()) + " parts, more than the " +
                  std::to_string(max_parts_) + " of `max_parts`; shorten it");
  const std::string own = member(said, "brand");
  message.brand = own.empty() ? by_network(brands_, message.network, brand_) : own;
  message.reference = digest(message.request_id + '\n' + message.phone + '\n' + message.text);
  const auto* price = prices_.if_contains(message.network);
  if (!price) price = prices_.if_contains("default");
  if (price && price->is_number())
    message.cost = price->to_number<double>() * static_cast<double>(message.segments.parts.size());
  return message;
}

std::string digest(std::string_view text, std::size_t letters) {
  return lt::rest::hex(lt::rest::sha256(text)).substr(0, letters);
}

std::string discreet(std::string said, const Message& message) {
  replace_all(said, message.text, "(text)");
  for (const std::string& number : {message.digits(), message.national(), message.national().substr(1)})
    replace_all(said, number, last_digits(number));
  constexpr std::size_t most = 200;
  if (said.size() <= most) return said;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(said[end]) & 0xC0U) == 0x80U) --end;
  said.resize(end);
  return said;
}

}  // namespace sms
