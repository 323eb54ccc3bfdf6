// From a request's body to records; the answer says how many.
#include <lienthong/rest/json_scan.hpp>
#include <lienthong/rest/receiving.hpp>

namespace lt::rest {

using namespace lt::sdk;

namespace {

json::value with_count(const json::value& shape, std::size_t received) {
  if (shape.is_string() && shape.get_string() == "{received}") return received;
  if (const auto* object = shape.if_object()) {
    json::object made;
    for (const auto& member : *object) made[member.key()] = with_count(member.value(), received);
    return made;
  }
  if (const auto* list = shape.if_array()) {
    json::array made;
    for (const auto& item : *list) made.push_back(with_count(item, received));
    return made;
  }
  return shape;
}

}  // namespace

ReceivePlan::ReceivePlan(const Settings& settings)
    : records(settings.text_or("records", "")),
      one_too(settings.boolean_or("one_too", true)),
      status(static_cast<int>(settings.integer_or("status", 200))),
      answer(json::object{{"received", "{received}"}}) {
  if (const auto* given = settings.values().if_contains("answer")) answer = *given;
}

void receive_records(const ReceivePlan& plan, const std::vector<std::string>& key, const Receiver& receiver,
                     const Incoming& request) {
  const auto refuse = [&](int status, const std::string& why) {
    receiver.reply(status, json::serialize(json::object{{"error", why}}));
  };
  if (request.method != "POST" && request.method != "PUT") return refuse(405, "this address takes POST or PUT");
  boost::system::error_code error;
  json::parse_options bounded;
  bounded.max_depth = 64;
  const json::value document = json::parse(request.body, error, {}, bounded);
  const json::value* found = error ? nullptr : at_pointer(document, plan.records);
  const bool one = found && plan.one_too && found->is_object();
  if (!one && (!found || !found->is_array())) {
    const std::string where = plan.records.empty() ? "" : " at '" + plan.records + "'";
    const std::string why = "the body is no JSON document with an array of records" + where;
    receiver.reject(request.body, why);
    return refuse(400, why);
  }
  if (one) {
    const auto at = find_values(request.body, Pointers({plan.records}));
    receiver.record(whole_value(at.front().value()));
  } else {
    const std::vector<std::string_view> pointers(key.begin(), key.end());
    receiver.page(request.body, plan.records, pointers);
  }
  if (plan.answer.is_null()) return receiver.reply(plan.status);
  receiver.reply(plan.status, json::serialize(with_count(plan.answer, one ? 1 : found->get_array().size())));
}

}  // namespace lt::rest
