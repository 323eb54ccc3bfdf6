// A day's scans, sent or served; what the hub said of each pass is counted.
#include "twins/checkpoint_twin.hpp"

#include "twins/checkpoint_scans.hpp"
#include "twins/webhook.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <mutex>
#include <stdexcept>

namespace lt::twins {
namespace json = boost::json;
namespace {

constexpr std::size_t most_questions = 1'000;

std::string with_moment(const CheckpointScan& scan) {
  return scan.json.substr(0, scan.json.size() - 1) + ",\"receivedAt\":" + std::to_string(scan.received_at) + "}";
}

}  // namespace

struct CheckpointTwin::State {
  explicit State(CheckpointOptions o)
      : options(std::move(o)),
        epidemic(options.seed, options.people, 1),
        webhook([this](const WebhookOrder& order) { return sent(order); }, options.webhook_secret, "scans") {
    begin_day(0);
  }

  void begin_day(int which) {
    day = which;
    scans = checkpoint_scans(epidemic, options.people, day);
  }
  std::vector<WebhookEvent> sent(const WebhookOrder& order) const;
  Reply list(const Request& request) const;
  Reply ask(const std::string& body);

  const CheckpointOptions options;
  const Epidemic epidemic;
  Webhook webhook;
  mutable std::mutex mutex;
  int day = 0;
  std::vector<CheckpointScan> scans;
  std::map<std::string, std::uint64_t> said;  // results of verify
};

std::vector<WebhookEvent> CheckpointTwin::State::sent(const WebhookOrder& order) const {
  if (order.stream != "scans") throw std::invalid_argument("stream is scans");
  const std::lock_guard lock(mutex);
  std::vector<WebhookEvent> made;
  const std::size_t end = std::min<std::size_t>(order.from + order.count, scans.size());
  for (std::size_t i = order.from; i < end; ++i)
    made.push_back({scans[i].id + "/" + std::to_string(scans[i].received_at), scans[i].json});
  return made;
}

Reply CheckpointTwin::State::list(const Request& request) const {
  const std::lock_guard lock(mutex);
  const auto size = static_cast<std::size_t>(std::clamp<std::int64_t>(request.number("size", 100), 1, 10'000));
  const auto page = static_cast<std::size_t>(std::max<std::int64_t>(request.number("page", 0), 0));
  const auto begin =
      std::ranges::lower_bound(scans, request.number("receivedFrom", 0), {}, &CheckpointScan::received_at);
  const auto total = static_cast<std::size_t>(scans.end() - begin);
  std::string items;
  for (std::size_t i = page * size; i < std::min(total, (page + 1) * size); ++i)
    items += (items.empty() ? "" : ",") + with_moment(begin[static_cast<std::ptrdiff_t>(i)]);
  return reply(200, "{\"page\":" + std::to_string(page) + ",\"total\":" + std::to_string(total) +
                        ",\"totalPages\":" + std::to_string((total + size - 1) / size) + ",\"scans\":[" + items + "]}");
}

Reply CheckpointTwin::State::ask(const std::string& body) {
  json::error_code error;
  const json::value order = json::parse(body, error);
  const auto* object = error ? nullptr : order.if_object();
  const auto* url = object == nullptr ? nullptr : object->if_contains("url");
  const auto* codes = object == nullptr ? nullptr : object->if_contains("codes");
  if (url == nullptr || !url->is_string() || codes == nullptr || !codes->is_array() ||
      codes->get_array().size() > most_questions)
    return failure(400, "the body is {url, codes}");
  json::array answers;
  for (const auto& code : codes->get_array()) {
    const auto [status, text] =
        webhook.post_signed(std::string(url->get_string()), json::serialize(json::object{{"code", code}}));
    json::value answer = json::parse(text, error);
    if (error) answer = nullptr;
    const auto* result = answer.is_object() ? answer.get_object().if_contains("result") : nullptr;
    const std::lock_guard lock(mutex);
    ++said[result != nullptr && result->is_string() ? std::string(result->get_string()) : std::to_string(status)];
    answers.push_back(json::object{{"status", status}, {"answer", std::move(answer)}});
  }
  return reply(200, json::serialize(json::object{{"answers", std::move(answers)}}));
}

CheckpointTwin::CheckpointTwin(CheckpointOptions options) : state_(std::make_unique<State>(std::move(options))) {}
CheckpointTwin::~CheckpointTwin() = default;

Reply CheckpointTwin::handle(const Request& request) {
  if (request.path != "/api/v1/scans") return not_found(request);
  if (request.method != "GET") return failure(405, "this path takes GET");
  if (request.header("authorization") != "Bearer " + state_->options.token)
    return failure(401, "the token is missing or wrong");
  return state_->list(request);
}

Reply CheckpointTwin::command(const Request& request) {
  State& state = *state_;
  const bool posted = request.method == "POST";
  if (request.path == "/twin/ask" && posted) return state.ask(request.body);
  if (request.path == "/twin/webhook" && posted) {
    try {
      return reply(200, state.webhook.send(WebhookOrder::parse(request.body)));
    } catch (const std::invalid_argument& error) {
      return failure(400, error.what());
    }
  }
  const std::lock_guard lock(state.mutex);
  if (request.path == "/twin/advance" && posted) {
    state.begin_day(std::min(state.day + 1, last_twin_day));
    return reply(200, R"({"day":)" + std::to_string(state.day) + "}");
  }
  if (request.path == "/twin/reset" && posted) {
    state.begin_day(0);
    state.said.clear();
    state.webhook.reset();
    return reply(200, "{}");
  }
  if (request.path != "/twin/truth" || request.method != "GET") return not_found(request);
  std::map<std::string, bool> distinct;
  for (const auto& scan : state.scans) distinct[scan.id] = scan.wrong;
  const auto wrong = std::ranges::count_if(distinct, [](const auto& each) { return each.second; });
  return reply(200, json::serialize(
                        json::object{{"rows", state.scans.size()}, {"distinct", distinct.size()}, {"wrong", wrong}}));
}

std::string CheckpointTwin::state() const {
  const std::lock_guard lock(state_->mutex);
  json::object said;
  for (const auto& [result, count] : state_->said) said[result] = count;
  return json::serialize(json::object{{"twin", "checkpoint"},
                                      {"day", state_->day},
                                      {"scans", state_->scans.size()},
                                      {"acknowledged", state_->webhook.acknowledged()},
                                      {"said", said}});
}

std::string CheckpointTwin::page() const {
  const std::lock_guard lock(state_->mutex);
  std::string body = "<table>" + html_row("Ngày mô phỏng", std::to_string(state_->day + 1)) +
                     html_row("Lượt quét trên máy chủ", std::to_string(state_->scans.size())) +
                     html_row("Lượt quét hệ thống liên thông đã nhận", std::to_string(state_->webhook.acknowledged()));
  for (const auto& [result, count] : state_->said)
    body += html_row("Hỏi giấy, trả lời " + result, std::to_string(count));
  body += "</table><h2>Lượt quét mới nhất</h2><table>";
  const std::size_t from = state_->scans.size() - std::min<std::size_t>(state_->scans.size(), 10);
  for (std::size_t i = from; i < state_->scans.size(); ++i) {
    const json::value scan = json::parse(state_->scans[i].json);
    body += html_row(state_->scans[i].id, std::string(scan.at("scanned_at").as_string()) + " " +
                                              std::string(scan.at("decision").as_string()));
  }
  return html_page("Chốt kiểm soát dịch (mô phỏng)", body + "</table>");
}

}  // namespace lt::twins
