// The connector on the bench with a journal of its own, and messages as the hub gives them.
#pragma once

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <stdlib.h>
#include <testing/bench.hpp>

#include <deque>
#include <filesystem>
#include <string>
#include <vector>

namespace sms_test {

using lt::plugin_host::OutRecord;
using lt::plugin_host::RejectClass;
using Sink = lt::plugin_testing::RecordingWriteSink;

struct Texts {
  std::string json, key, idempotency_key;
};

// Keeps the texts that the records of a write point into.
class Batch {
 public:
  Batch& add(const std::string& phone, const std::string& text, const std::string& more = "", int attempt = 1) {
    const std::string key = "m" + std::to_string(texts_.size());
    texts_.push_back({R"({"request_id":")" + key + R"(","phone":")" + phone + R"(","text":")" + text + '"' + more + "}",
                      key, "f:" + key + ":1"});
    const Texts& kept = texts_.back();
    records_.push_back({.json = kept.json,
                        .key = kept.key,
                        .idempotency_key = kept.idempotency_key,
                        .remote_id = {},
                        .attempt = attempt});
    return *this;
  }
  std::vector<OutRecord>& records() { return records_; }

 private:
  std::deque<Texts> texts_;
  std::vector<OutRecord> records_;
};

inline std::string phone_of(int number) { return "+8491" + std::to_string(1'234'000 + number); }

class SmsBench : public lt::plugin_testing::Bench {
 public:
  SmsBench() : Bench(LT_CONNECTOR_FILE) {
    std::string pattern = (std::filesystem::temp_directory_path() / "lienthong-sms-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    give_secret("user", "lienthong");
    give_secret("s", "twin-secret");
    give_secret("wrong", "wrong");
    give_secret("key", "callback-key");
  }
  ~SmsBench() {
    close();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  // What all settings begin with.
  std::string common(const std::string& provider) const {
    return "{provider: " + provider + ", journal: '" + (folder_ / "journal.db").string() +
           "', brand: SYT-ThanhHoa, rate: 10000";
  }

  // One write; what ended it early is told by `failure`.
  Sink write(Batch& batch, std::stop_token stop = {}) {
    Sink sink;
    failure.reset();
    try {
      session().write("messages", batch.records(), sink, stop);
    } catch (const lt::plugin_host::CallError& error) {
      failure = error;
    }
    return sink;
  }
  std::optional<lt::plugin_host::CallError> failure;

  // As the hub does: what has no result is written again, what waits is written again when its time has come.
  struct Outcome {
    std::size_t accepted = 0;
    std::vector<std::string> dead;
    int writes = 0;
  };
  Outcome deliver(Batch batch, int most_writes = 40) {
    Outcome outcome;
    while (!batch.records().empty() && outcome.writes++ < most_writes) {
      const Sink sink = write(batch);
      std::vector<OutRecord> again;
      std::chrono::milliseconds wait{1'000};
      for (std::size_t i = 0; i < batch.records().size(); ++i) {
        OutRecord record = batch.records()[i];
        if (sink.accepted.contains(i)) {
          ++outcome.accepted;
          continue;
        }
        if (const auto rejected = sink.rejected.find(i); rejected != sink.rejected.end()) {
          if (rejected->second.reject_class != RejectClass::transient) {
            outcome.dead.push_back(rejected->second.reason);
            continue;
          }
          ++record.attempt;
          wait = std::max(wait, rejected->second.retry_after.value_or(wait));
        }
        again.push_back(record);
      }
      batch.records() = again;
      clock.advance(wait.count());
    }
    return outcome;
  }

  std::vector<boost::json::object> read(const std::string& stream, const std::string& state = "") {
    lt::plugin_testing::RecordingReadSink sink;
    session().read(stream, state, sink, {});
    std::vector<boost::json::object> records;
    for (const auto& record : sink.records) records.push_back(boost::json::parse(record.json).as_object());
    last_state = sink.states.empty() ? "" : sink.states.back();
    return records;
  }
  std::string last_state;

 private:
  std::filesystem::path folder_;
};

}  // namespace sms_test
