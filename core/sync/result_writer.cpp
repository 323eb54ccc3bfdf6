// Results on their way back to the source.
#include "sync/result_writer.hpp"

#include "base/error.hpp"
#include "sync/sampling.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace lt::sync {
namespace {

namespace json = boost::json;

// The source's own address of a record: every member whose name begins with "_".
json::object address_of(std::string_view raw) {
  json::error_code error;
  const json::value record = json::parse({raw.data(), raw.size()}, error);
  json::object address;
  if (error || !record.is_object()) return address;
  for (const auto& [name, value] : record.get_object()) {
    if (name.starts_with('_')) address.emplace(name, value);
  }
  return address;
}

class RefusedResults : public plugin_host::WriteSink {
 public:
  void accept(std::size_t, std::string_view) override {}
  void reject(std::size_t, plugin_host::RejectClass reject_class, std::string_view reason,
              std::optional<std::chrono::milliseconds>) override {
    ++refused_;
    for_good_ = for_good_ && reject_class == plugin_host::RejectClass::permanent;
    if (first_.empty()) first_ = reason;
  }
  bool for_good() const { return for_good_; }
  void raise() const {
    if (refused_ == 0) return;
    throw Error(ErrorKind::unavailable, std::to_string(refused_) +
                                            " results could not be written back to the source, the first because: " +
                                            first_ + "; the records themselves are stored");
  }

 private:
  std::size_t refused_ = 0;
  bool for_good_ = true;
  std::string first_;
};

}  // namespace

std::string place_of(std::string_view raw, const model::Reason& reason) {
  const json::object address = address_of(raw);
  const json::value* fault = address.if_contains("_fault");
  const std::string pointer =
      reason.pointer.empty() && fault && fault->is_string() ? std::string(fault->get_string()) : reason.pointer;
  const json::value* cells = address.if_contains("_cells");
  if (!cells || !cells->is_object() || !pointer.starts_with('/')) return pointer;
  // Where several values contradict one another, the first of them.
  const std::string_view first = std::string_view(pointer).substr(1, pointer.find(',') - 1);
  const json::value* cell = cells->get_object().if_contains(first);
  return cell && cell->is_string() ? std::string(cell->get_string()) : pointer;
}

std::string ResultWriter::text_of(const RecordOutcome& outcome) const {
  const auto label = flow_.result_texts.find(outcome_name(outcome));
  std::string text = label == flow_.result_texts.end() ? std::string(outcome_name(outcome)) : label->second;
  if (!outcome.reasons) return text;
  for (std::size_t i = 0; i < outcome.reasons->size(); ++i) {
    const model::Reason& reason = (*outcome.reasons)[i];
    const std::string place = place_of(outcome.record->raw, reason);
    text += (i ? "; " : ": ") + (place.empty() ? "" : place + ": ") + reason_text_(reason);
  }
  return text;
}

void ResultWriter::add(const std::vector<RecordOutcome>& outcomes) {
  for (const auto& outcome : outcomes) {
    json::object result = address_of(outcome.record->raw);
    if (result.empty()) continue;
    result.erase("_cells");
    result.erase("_fault");
    result["outcome"] = json::string(outcome_name(outcome));
    result["result"] = text_of(outcome);
    results_.push_back({std::string(outcome.record->key), json::serialize(result)});
  }
}

// What was refused as a whole, such as a file, has a part of the address only: there is no row to write beside.
void ResultWriter::drop_unaddressed(const std::stop_token& stop) {
  std::vector<std::string> key;
  for (auto& stream : session_.streams(stop)) {
    if (stream.name == *flow_.results_stream) key = std::move(stream.key);
  }
  std::erase_if(results_, [&](const Result& result) {
    const json::value address = json::parse(result.json);
    json::error_code absent;
    return std::any_of(key.begin(), key.end(),
                       [&](const std::string& pointer) { return !address.find_pointer(pointer, absent); });
  });
}

std::exception_ptr ResultWriter::send(const std::stop_token& stop) {
  try {
    if (!results_.empty()) drop_unaddressed(stop);
    settled_ = results_.empty();
    if (settled_) return nullptr;
    std::vector<plugin_host::OutRecord> records;
    records.reserve(results_.size());
    for (const auto& result : results_) {
      records.push_back({.json = result.json, .key = result.key, .idempotency_key = result.key, .remote_id = {}});
    }
    RefusedResults sink;
    session_.write(*flow_.results_stream, records, sink, stop);
    settled_ = sink.for_good();
    sink.raise();
  } catch (...) {
    return std::current_exception();
  }
  return nullptr;
}

}  // namespace lt::sync
