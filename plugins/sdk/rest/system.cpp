// Settings to plans, calls to plans.
#include <lienthong/rest/system.hpp>

#include <algorithm>

namespace lt::rest {

System::System(const sdk::Settings& settings) : endpoint_(settings) {
  if (settings.has("check_path")) check_path_ = settings.text("check_path");
  const sdk::Settings streams = settings.object("streams");
  for (const auto& member : streams.values()) {
    const std::string name(member.key());
    const sdk::Settings each = streams.object(name);
    Flow flow;
    try {
      flow.title = each.text_or("title", "");
      for (const auto& pointer : each.list("key")) flow.key.push_back(text_of(pointer));
      if (each.has("read")) flow.in.emplace(each.object("read"));
      if (each.has("write")) flow.out.emplace(each.object("write"));
    } catch (const sdk::Failure& failure) {
      throw sdk::Failure(failure.status(), "stream '" + name + "': " + failure.what());
    }
    if (!flow.in && !flow.out) throw sdk::misconfigured("stream '" + name + "' needs 'read', 'write' or both");
    flows_.emplace(name, std::move(flow));
  }
  if (flows_.empty()) throw sdk::misconfigured("the settings name no stream");
}

void System::check(sdk::Host& host) {
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
    const auto direction = flow.in && flow.out ? sdk::Direction::both
                           : flow.in           ? sdk::Direction::in
                                               : sdk::Direction::out;
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

}  // namespace lt::rest
