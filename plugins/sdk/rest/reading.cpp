// One sweep over a list.
#include <lienthong/rest/reading.hpp>

#include <algorithm>
#include <functional>

namespace lt::rest {
namespace {

// A list by number that lay still for longer may have moved by more than the one page that is read again.
constexpr Milliseconds longest_pause = 3'600'000;
constexpr Milliseconds a_day = 86'400'000;
constexpr std::int64_t most_pages = 10'000'000;

std::string_view path_only(std::string_view path) { return path.substr(0, path.find('?')); }

void put(boost::json::object& body, std::string_view name, std::string_view value) {
  const bool digits = !value.empty() && value.size() < 18 && value.find_first_not_of("0123456789") == value.npos;
  if (digits)
    body[name] = std::stoll(std::string(value));
  else
    body[name] = value;
}

sdk::Request request_for(const Endpoint& endpoint, const ReadPlan& plan, std::string_view place,
                         const std::optional<std::string>& since, std::optional<std::int64_t> size = std::nullopt) {
  if (plan.paging.is_address(place)) return endpoint.follow(place, path_only(plan.path));
  sdk::Request request = endpoint.request(plan.method, plan.path);
  for (const auto& member : plan.query.values()) request.query(member.key(), text_of(member.value()));
  auto parameters = plan.paging.parameters(place, size);
  if (since) parameters.emplace_back(plan.incremental->parameter, *since);
  boost::json::object body = plan.body;
  for (const auto& [name, value] : parameters) {
    if (plan.parameters_in_body)
      put(body, name, value);
    else
      request.query(name, value);
  }
  if (plan.method != "GET") request.json(body);
  return request;
}

class Sweep {
 public:
  Sweep(Endpoint& endpoint, const ReadPlan& plan, const std::vector<std::string>& key, sdk::Reader& reader,
        ReadState state)
      : endpoint_(endpoint), plan_(plan), key_(key.begin(), key.end()), reader_(reader), state_(std::move(state)) {}

  void run() {
    std::string place = begin();
    for (std::int64_t count = 0; count < most_pages; ++count) {
      reader_.require_running();
      const auto next = page(place);
      if (!next) return finish();
      state_.at = plan_.paging.resume_at(place, *next);
      state_.paging = plan_.paging.type();
      state_.saved = reader_.now();
      reader_.checkpoint(state_.text());
      place = *next;
    }
    throw sdk::failed("the list has more than " + std::to_string(most_pages) + " pages; it seems to have no end");
  }

 private:
  std::string begin() {
    const bool by_number = plan_.paging.type() == "page" || plan_.paging.type() == "offset";
    const bool too_old = by_number && reader_.now() - state_.saved > longest_pause;
    resumed_ = state_.at && state_.paging == plan_.paging.type() && !too_old;
    if (resumed_) return *state_.at;
    if (!plan_.incremental) state_.since.reset();
    state_.mark.reset();
    return plan_.paging.first();
  }

  std::optional<std::string> since() const {
    if (!plan_.incremental) return std::nullopt;
    if (!state_.since) return plan_.incremental->start;
    return plan_.incremental->format.write(*state_.since - plan_.incremental->overlap);
  }

  // Fetches and emits one page; the place behind it, or nothing at the end.
  std::optional<std::string> page(std::string& place) {
    sdk::Request request = request_for(endpoint_, plan_, place, since());
    sdk::Response response = endpoint_.send_raw(reader_, request, plan_.anonymous);
    const Verdict verdict = endpoint_.errors().judge(response, RequestKind::read);
    if (resumed_ && place != plan_.paging.first() && (verdict.call == LT_MISCONFIGURED || verdict.call == LT_FAILED)) {
      reader_.warn("the system no longer knows where the last read stopped; the list is read from its beginning");
      resumed_ = false;
      place = plan_.paging.first();
      return page(place);
    }
    resumed_ = false;
    if (verdict.call != LT_OK) end_call(verdict.call, request, response);
    if (response.body().empty()) return std::nullopt;
    const Paging::Facts facts = plan_.paging.find(response.body());
    require_another_page(response.body());
    const auto next = plan_.paging.after(place, facts, response.header("Link").value_or(""));
    emit(response, facts);
    if (const auto done = plan_.paging.done(place))
      reader_.progress(*done, Paging::number(facts[Paging::total]).value_or(-1));
    return next;
  }

  void emit(const sdk::Response& response, const Paging::Facts& facts) {
    const auto& records = facts[Paging::records];
    if (!records)
      throw sdk::failed("the system's answer has nothing at '" + plan_.records +
                        "': " + std::string(response.body().substr(0, 200)));
    if (plan_.single)
      reader_.record(whole_value(*records), plan_.fixed_key);
    else
      reader_.page(response.body(), plan_.records, key_);
    if (plan_.incremental) note_moment(response, facts);
  }

  void note_moment(const sdk::Response& response, const Paging::Facts& facts) {
    using Source = Incremental::Source;
    const Incremental& incremental = *plan_.incremental;
    if (incremental.source == Source::records) return note_newest(*facts[Paging::records]);
    if (state_.mark) return;  // the first page's: what changes while the others are read belongs to the next sweep
    if (incremental.source == Source::clock) {
      state_.mark = reader_.now();
    } else if (incremental.source == Source::date_header) {
      state_.mark = read_http_date(response.header("Date").value_or(""));
    } else if (const auto text =
                   facts[Paging::answer_moment] ? scalar_text(*facts[Paging::answer_moment]) : std::nullopt) {
      state_.mark = incremental.format.read(*text);
    }
    if (!state_.mark) throw sdk::failed("the system's answer does not tell its moment; `incremental` needs it");
  }

  void note_newest(std::string_view records) {
    const Pointers pointers({plan_.incremental->pointer});
    // A record that claims to be from the future must not hide all that come before it.
    const Milliseconds latest = reader_.now() + a_day;
    for_each_item(records, pointers, [&](const auto& values) {
      const auto& found = values[0];
      const auto text = found ? scalar_text(*found) : std::nullopt;
      const auto moment = text ? plan_.incremental->format.read(*text) : std::nullopt;
      if (moment && *moment <= latest) state_.mark = std::max(state_.mark.value_or(*moment), *moment);
    });
  }

  // A system that does not know our parameter gives the same page for ever.
  void require_another_page(std::string_view body) {
    constexpr std::size_t looked_at = 4096;
    const std::hash<std::string_view> hash;
    const std::size_t mark = body.size() ^ hash(body.substr(0, looked_at)) ^
                             (hash(body.substr(body.size() - std::min(body.size(), looked_at))) << 1);
    if (last_page_ == mark)
      throw sdk::unavailable("the system gave the same page twice; does it know the paging parameter?");
    last_page_ = mark;
  }

  void finish() {
    ReadState over;
    over.since = state_.mark ? std::max(*state_.mark, state_.since.value_or(*state_.mark)) : state_.since;
    reader_.checkpoint(over.text());
  }

  Endpoint& endpoint_;
  const ReadPlan& plan_;
  const std::vector<std::string_view> key_;
  sdk::Reader& reader_;
  ReadState state_;
  bool resumed_ = false;  // the next request is the first after a restart
  std::optional<std::size_t> last_page_;
};

}  // namespace

void read_stream(Endpoint& endpoint, const ReadPlan& plan, const std::vector<std::string>& key, sdk::Reader& reader,
                 std::string_view state) {
  Sweep(endpoint, plan, key, reader, ReadState::parse(state)).run();
}

sdk::Request first_request(const Endpoint& endpoint, const ReadPlan& plan) {
  return request_for(endpoint, plan, plan.paging.first(), plan.incremental ? plan.incremental->start : std::nullopt, 1);
}

}  // namespace lt::rest
