// Requests of one record and of many, and what their answers mean for each.
#include <lienthong/rest/writing.hpp>

#include <algorithm>
#include <iterator>
#include <unordered_map>

namespace lt::rest {
namespace {

using sdk::Record;
using Records = std::span<const Record>;

std::optional<std::string> text_at(const boost::json::value& value, const std::optional<std::string>& pointer) {
  const auto* found = pointer ? sdk::at_pointer(value, *pointer) : nullptr;
  if (!found || found->is_null()) return std::nullopt;
  return text_of(*found);
}

// `path` with its placeholders filled; only what the connector was given, percent-encoded.
std::string filled(const std::string& path, const Record& record) {
  std::string made;
  for (std::size_t at = 0; at < path.size();) {
    const std::string_view rest = std::string_view(path).substr(at);
    if (rest.starts_with("{key}")) {
      made += sdk::percent_encode(record.key);
      at += 5;
    } else if (rest.starts_with("{remote_id}")) {
      made += sdk::percent_encode(record.remote_id);
      at += 11;
    } else {
      made += path[at++];
    }
  }
  return made;
}

class Writing {
 public:
  Writing(Endpoint& endpoint, const WritePlan& plan, const sdk::Writer& writer)
      : endpoint_(endpoint), plan_(plan), writer_(writer) {}

  void run(Records records) {
    if (plan_.whole) return whole(records);
    const bool erase_in_batch = plan_.tells_operation();
    for (std::size_t i = 0; i < records.size();) {
      writer_.require_running();
      if (records[i].erase && (!plan_.in_batches() || !erase_in_batch)) {
        erase(records[i++]);
      } else if (!plan_.in_batches()) {
        single(records[i++]);
      } else {
        const std::size_t count = fitting(records.subspan(i), erase_in_batch);
        batch(records.subspan(i, count));
        i += count;
      }
      writer_.progress(static_cast<std::int64_t>(i), static_cast<std::int64_t>(records.size()));
    }
  }

 private:
  // How many of the first records go into one request.
  std::size_t fitting(Records records, bool erase_in_batch) const {
    std::size_t bytes = 0;
    std::size_t count = 0;
    while (count < records.size() && count < plan_.batch && (erase_in_batch || !records[count].erase)) {
      bytes += records[count].json.size() + records[count].key.size() + 100;
      if (count > 0 && bytes > plan_.max_bytes) break;
      ++count;
    }
    return count;
  }

  std::string record_text(const Record& record) const {
    std::string text;
    plan_.append(text, record);
    return text;
  }

  void erase(const Record& record) {
    if (plan_.erase) return send_alone(*plan_.erase, record, "");
    if (!plan_.in_batches() && plan_.tells_operation()) return single(record);
    writer_.reject(record, LT_REJECT_PERMANENT, "the settings of this stream tell no way to delete a record");
  }

  void single(const Record& record) {
    const bool updates = plan_.update && !record.remote_id.empty();
    send_alone(updates ? *plan_.update : plan_.target, record, record_text(record));
  }

  void send_alone(const WriteTarget& target, const Record& record, std::string body) {
    if (target.path.find("{remote_id}") != std::string::npos && record.remote_id.empty())
      return writer_.reject(record, LT_REJECT_DEPENDENCY, "the system has given no id for this record yet");
    sdk::Request request = endpoint_.request(target.method, filled(target.path, record));
    if (!body.empty()) request.json(std::move(body));
    if (!plan_.idempotency_header.empty()) request.header(plan_.idempotency_header, record.idempotency_key);
    const auto kind = target.addresses_record() ? RequestKind::write_to_record : RequestKind::write;
    const sdk::Response response = endpoint_.send(writer_, request, kind);
    const Verdict verdict = endpoint_.errors().judge(response, kind);
    const bool already_gone = record.erase && (response.status() == 404 || response.status() == 410);
    if (verdict.record && !already_gone)
      return writer_.reject(record, *verdict.record, sdk::failure_of(request, response).what(), response.retry_after());
    if (!plan_.remote_id || response.body().empty()) return writer_.accept(record, record.remote_id);
    writer_.accept(record, text_at(response.json(), plan_.remote_id).value_or(std::string(record.remote_id)));
  }

  std::string batch_body(Records records) const {
    std::string body;
    std::size_t bytes = 0;
    for (const Record& record : records) bytes += record.json.size() + 200;
    body.reserve(bytes);
    if (!plan_.list.empty()) {
      body = boost::json::serialize(plan_.body);
      body.pop_back();
      body += body.size() > 1 ? "," : "";
      body += boost::json::serialize(boost::json::string(plan_.list)) + ":";
    }
    body += '[';
    for (const Record& record : records) {
      if (&record != records.data()) body += ',';
      plan_.append(body, record);
    }
    body += plan_.list.empty() ? "]" : "]}";
    return body;
  }

  // The list takes the place of the one before; what is deleted is simply no longer in it.
  void whole(Records records) {
    std::vector<Record> present;
    std::copy_if(records.begin(), records.end(), std::back_inserter(present), [](const Record& r) { return !r.erase; });
    sdk::Request request = endpoint_.request(plan_.target.method, plan_.target.path);
    request.json(batch_body(present));
    const sdk::Response response = endpoint_.send(writer_, request, RequestKind::write);
    if (endpoint_.errors().judge(response, RequestKind::write).record) end_call(LT_FAILED, request, response);
    for (const Record& record : records) writer_.accept(record, record.remote_id);
  }

  void batch(Records records) {
    sdk::Request request = endpoint_.request(plan_.target.method, plan_.target.path);
    request.json(batch_body(records));
    const sdk::Response response = endpoint_.send(writer_, request, RequestKind::write);
    const Verdict verdict = endpoint_.errors().judge(response, RequestKind::write);
    if (!verdict.record) return settle(records, response);
    if (records.size() == 1)
      return writer_.reject(records[0], *verdict.record, sdk::failure_of(request, response).what(),
                            response.retry_after());
    const std::size_t half = records.size() / 2;
    batch(records.first(half));
    batch(records.subspan(half));
  }

  void settle(Records records, const sdk::Response& response) {
    if (!plan_.results) {
      for (const Record& record : records) writer_.accept(record, record.remote_id);
      return;
    }
    const auto answer = response.json();
    const auto* list = sdk::at_pointer(answer, plan_.results->list);
    if (!list || !list->is_array())
      throw sdk::failed("the answer has no list of results at '" + plan_.results->list +
                        "': " + std::string(response.body().substr(0, 200)));
    const auto of_record = assigned(records, list->get_array());
    for (std::size_t i = 0; i < records.size(); ++i) {
      if (of_record[i])
        settle_one(records[i], *of_record[i]);
      else
        writer_.reject(records[i], LT_REJECT_TRANSIENT, "the system's answer has no result for this record");
    }
  }

  // The result of each record, null where there is none; the first counts where there are two.
  std::vector<const boost::json::value*> assigned(Records records, const boost::json::array& results) const {
    std::vector<const boost::json::value*> of_record(records.size());
    std::unordered_map<std::string_view, std::size_t> by_key;
    if (plan_.results->key)
      for (std::size_t i = 0; i < records.size(); ++i) by_key.emplace(records[i].key, i);
    const bool in_order = !plan_.results->key && !plan_.results->index;
    if (in_order && results.size() != records.size())
      throw sdk::failed("the system answered " + std::to_string(results.size()) + " results to " +
                        std::to_string(records.size()) + " records");
    for (std::size_t i = 0; i < results.size(); ++i) {
      std::size_t at = i;
      if (plan_.results->key) {
        const auto found = by_key.find(text_at(results[i], plan_.results->key).value_or(""));
        at = found == by_key.end() ? records.size() : found->second;
      } else if (plan_.results->index) {
        const auto* value = sdk::at_pointer(results[i], *plan_.results->index);
        boost::json::error_code error;
        at = value ? value->to_number<std::size_t>(error) : records.size();
        if (error) at = records.size();
      }
      if (at < records.size() && !of_record[at]) of_record[at] = &results[i];
    }
    return of_record;
  }

  void settle_one(const Record& record, const boost::json::value& result) const {
    const ResultPlan& plan = *plan_.results;
    const auto status = text_at(result, plan.status);
    const auto code = text_at(result, plan.code);
    const auto error = text_at(result, plan.error);
    const bool good = plan.status ? status && plan.good.contains(*status) : !code && !error;
    if (good) return writer_.accept(record, text_at(result, plan.remote_id).value_or(std::string(record.remote_id)));
    lt_reject_class reject_class = LT_REJECT_PERMANENT;
    for (const auto& word : {status, code})
      if (const auto found = word ? plan.classes.find(*word) : plan.classes.end(); found != plan.classes.end())
        reject_class = found->second;
    std::string reason = code.value_or(status.value_or(""));
    if (error) reason += (reason.empty() ? "" : ": ") + *error;
    writer_.reject(record, reject_class, reason.empty() ? "the system refuses it without a reason" : reason);
  }

  Endpoint& endpoint_;
  const WritePlan& plan_;
  const sdk::Writer& writer_;
};

}  // namespace

void write_stream(Endpoint& endpoint, const WritePlan& plan, const sdk::Writer& writer, Records records) {
  Writing(endpoint, plan, writer).run(records);
}

}  // namespace lt::rest
