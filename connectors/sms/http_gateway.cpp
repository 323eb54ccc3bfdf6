// One exchange a group, with the journal written before and after it.
#include "http_gateway.hpp"

namespace sms {
namespace {

using lt::sdk::Failure;
using lt::sdk::milliseconds;
using lt::sdk::Writer;

constexpr milliseconds throttle_pause{5'000};

// Statuses by which a server says that it has not acted on the request. After others from 500 on it may have.
bool says_not_taken(int status) { return status < 500 || status == 501 || status == 503; }

std::string answered(int status) { return "the provider answered HTTP " + std::to_string(status); }

}  // namespace

std::string text_at(const json::value& answer, std::string_view pointer) {
  const auto* value = lt::sdk::at_pointer(answer, pointer);
  if (!value || value->is_null()) return {};
  return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

HttpGateway::HttpGateway(const Settings& settings, std::span<const CodeRow> codes)
    : url_(settings.text("url")),
      check_path_(settings.text_or("check_path", "/")),
      codes_(codes, settings.object("classes").values()),
      pace_(settings.integer_or("rate", 20)) {}

void HttpGateway::check(Host& host) { reach(host); }

// These services have no harmless request with credentials, so what can be told is whether the service is there.
lt_status HttpGateway::reach(const Host& host) const {
  const Response response = host.send(Request::get(url(check_path_)));
  const int status = response.status();
  if (status == 401 || status == 403) throw lt::sdk::denied(answered(status) + "; it does not let this address in");
  if (status == 429 || status >= 500) throw lt::sdk::unavailable(answered(status), response.retry_after());
  return LT_OK;
}

void HttpGateway::send(const Writer& writer, Outbox& outbox, Journal& journal, std::vector<Outgoing>& messages) {
  if (messages.empty()) return;
  // A service that is down is noticed here, before anything is in doubt.
  reach(writer);
  std::vector<const Outgoing*> group;
  const auto fits = [&](const Outgoing& next) {
    if (group.empty()) return true;
    const Message& first = group.front()->message;
    return group.size() < most() && first.text == next.message.text && first.brand == next.message.brand;
  };
  for (const Outgoing& each : messages) {
    if (!fits(each)) {
      send_group(writer, outbox, journal, group);
      group.clear();
    }
    group.push_back(&each);
  }
  send_group(writer, outbox, journal, group);
}

void HttpGateway::send_group(const Writer& writer, Outbox& outbox, Journal& journal, Group group) {
  writer.require_running();
  std::int64_t parts = 0;
  for (const auto* each : group) parts += static_cast<std::int64_t>(each->message.segments.parts.size());
  for (int round = 0;; ++round) {
    pace_.take(writer, parts);
    const Request wanted = request(writer, group);
    {
      Transaction transaction = journal.begin();
      for (const auto* each : group) journal.asked(each->entry.id, 1, each->message.text, writer.now());
      transaction.commit();
    }
    std::optional<Response> response;
    try {
      response = writer.send(wanted);
    } catch (const Failure& failure) {
      // Refused by the egress rule or by a certificate, nothing has left.
      if (failure.status() == LT_MISCONFIGURED)
        withdraw(journal, group);
      else if (failure.status() != LT_CANCELLED)
        doubt(writer, outbox, group);
      throw;
    }
    if (response->status() == 401 && round == 0 && renew()) {
      withdraw(journal, group);
      continue;
    }
    if (!response->ok() && says_not_taken(response->status())) return refuse(writer, journal, group, *response);
    if (!response->ok()) {
      doubt(writer, outbox, group);
      throw lt::sdk::unavailable(answered(response->status()), response->retry_after());
    }
    std::vector<Answer> said;
    try {
      said = answers(*response, group);
    } catch (const Failure&) {
      doubt(writer, outbox, group);
      throw lt::sdk::unavailable("the provider answered what is not its contract; what it did with " +
                                 std::to_string(group.size()) + " messages is in doubt");
    }
    return settle(writer, journal, group, said);
  }
}

void HttpGateway::doubt(const Writer& writer, const Outbox& outbox, Group group) const {
  for (const auto* each : group) outbox.reject_in_doubt(writer, *each);
}

void HttpGateway::withdraw(Journal& journal, Group group) const {
  Transaction transaction = journal.begin();
  // What was in doubt before this request stays so.
  for (const auto* each : group)
    if (!each->may_be_there) journal.withdrawn(each->entry.id, 1);
  transaction.commit();
}

void HttpGateway::refuse(const Writer& writer, Journal& journal, Group group, const Response& response) const {
  withdraw(journal, group);
  const int status = response.status();
  const bool about_content = status == 400 || status == 409 || status == 413 || status == 422;
  if (!about_content) {
    const lt_status call = lt::sdk::status_of(status);
    throw Failure(call == LT_OK ? LT_FAILED : call, answered(status), response.retry_after());
  }
  for (const auto* each : group)
    writer.reject(each->message.record, lt::sdk::reject_class_of(status), answered(status));
}

void HttpGateway::settle(const Writer& writer, Journal& journal, Group group, const std::vector<Answer>& answers) {
  using Kind = Verdict::Kind;
  std::optional<Failure> stop;
  Transaction transaction = journal.begin();
  for (std::size_t i = 0; i < group.size(); ++i) {
    const Outgoing& each = *group[i];
    const Answer& answer = answers[i];
    const Verdict verdict = codes_.of(answer.code);
    if (verdict.kind == Kind::accepted || (verdict.kind == Kind::duplicate && each.may_be_there)) {
      journal.accepted(each.entry.id, 1, answer.remote_id, writer.now());
      continue;
    }
    if (!each.may_be_there) journal.withdrawn(each.entry.id, 1);
  }
  transaction.commit();
  for (std::size_t i = 0; i < group.size(); ++i) {
    const Outgoing& each = *group[i];
    const Answer& answer = answers[i];
    const Verdict verdict = codes_.of(answer.code);
    const std::string meaning(codes_.meaning(answer.code));
    std::string why = discreet(answer.code, each.message);
    if (!meaning.empty()) why += " (" + meaning + ")";
    if (!answer.said.empty() && answer.said != answer.code) why += ": " + discreet(answer.said, each.message);
    if (verdict.kind == Kind::accepted || (verdict.kind == Kind::duplicate && each.may_be_there)) {
      writer.accept(each.message.record, answer.remote_id);
    } else if (verdict.kind == Kind::stopped) {
      stop.emplace(verdict.status, "the provider refuses: " + why);
    } else {
      if (verdict.kind == Kind::throttled) pace_.hold(writer.now(), throttle_pause.count());
      const auto wait = verdict.kind == Kind::throttled ? std::optional(throttle_pause) : std::nullopt;
      writer.reject(each.message.record, verdict.reject_class, why, wait);
    }
  }
  if (stop) throw Failure(*stop);
}

}  // namespace sms
