// Settings to plans, calls to plans.
#include <lienthong/rest/system.hpp>

#include <algorithm>

namespace lt::rest {

System::Flow System::flow_of(const sdk::Settings& settings) {
  Flow flow;
  flow.title = settings.text_or("title", "");
  for (const auto& pointer : settings.list("key")) flow.key.push_back(text_of(pointer));
  if (settings.has("read")) flow.in.emplace(settings.object("read"));
  if (settings.has("write")) flow.out.emplace(settings.object("write"));
  if (settings.has("receive")) flow.sent.emplace(settings.object("receive"));
  if (!flow.in && !flow.out && !flow.sent) throw sdk::misconfigured("it needs 'read', 'write' or 'receive'");
  return flow;
}

System::System(const sdk::Settings& settings) : endpoint_(settings) {
  if (settings.has("check_path")) check_path_ = settings.text("check_path");
  if (settings.has("webhook")) signed_request_.emplace(settings.object("webhook"));
  const sdk::Settings streams = settings.object("streams");
  for (const auto& member : streams.values()) {
    const std::string name(member.key());
    try {
      const Flow& made = flows_.emplace(name, flow_of(streams.object(name))).first->second;
      if (made.sent && !signed_request_)
        throw sdk::misconfigured("'receive' needs the setting 'webhook', which says by what the system is known");
    } catch (const sdk::Failure& failure) {
      throw sdk::Failure(failure.status(), "stream '" + name + "': " + failure.what());
    }
  }
  if (flows_.empty()) throw sdk::misconfigured("the settings name no stream");
}

void System::check(sdk::Host& host) {
  if (signed_request_) signed_request_->secret(host);
  const auto readable = std::find_if(flows_.begin(), flows_.end(), [](const auto& each) { return each.second.in; });
  if (check_path_ || readable == flows_.end()) {
    const sdk::Request request = endpoint_.request("GET", check_path_.value_or(""));
    const sdk::Response response = endpoint_.send_raw(host, request);
    const lt_status status = endpoint_.errors().judge(response, RequestKind::read).call;
    // Without a path of its own an address that only takes writes may know no GET; it has been reached all the same.
    const bool reached = !check_path_ && status != LT_DENIED && status != LT_UNAVAILABLE;
    if (status != LT_OK && !reached) end_call(status, request, response);
    return;
  }
  const ReadPlan& plan = *readable->second.in;
  endpoint_.send(host, first_request(endpoint_, plan), RequestKind::read, plan.anonymous);
}

std::vector<sdk::Stream> System::streams(sdk::Host&) {
  std::vector<sdk::Stream> list;
  for (const auto& [name, flow] : flows_) {
    const bool in = flow.in || flow.sent;
    const auto direction = in && flow.out ? sdk::Direction::both : in ? sdk::Direction::in : sdk::Direction::out;
    list.push_back({name, direction, flow.key, flow.title, nullptr});
  }
  return list;
}

const System::Flow& System::flow(std::string_view name) const {
  const auto found = flows_.find(name);
  if (found == flows_.end())
    throw sdk::misconfigured("the settings of this system have no stream '" + std::string(name) + "'");
  return found->second;
}

void System::read(sdk::Reader& reader, std::string_view stream, std::string_view state) {
  const Flow& from = flow(stream);
  if (!from.in) throw sdk::unsupported("the stream '" + std::string(stream) + "' has no 'read' in the settings");
  read_stream(endpoint_, *from.in, from.key, reader, state);
}

void System::write(sdk::Writer& writer, std::string_view stream, std::span<const sdk::Record> records) {
  const Flow& to = flow(stream);
  if (!to.out) throw sdk::unsupported("the stream '" + std::string(stream) + "' has no 'write' in the settings");
  write_stream(endpoint_, *to.out, writer, records);
}

void System::take(const sdk::Receiver& receiver, const sdk::Incoming& request) const {
  const Flow& from = flow(request.stream);
  if (!from.sent)
    throw sdk::unsupported("the stream '" + std::string(request.stream) + "' has no 'receive' in the settings");
  signed_request_->require(receiver, request);
  receive_records(*from.sent, from.key, receiver, request);
}

}  // namespace lt::rest
