// A rehearsal first, so that a typing mistake leaves no dead letter.
#include "sync/own_records.hpp"

#include "base/error.hpp"

namespace lt::sync {
namespace {

class OwnRecords : public RecordSource {
 public:
  explicit OwnRecords(std::span<const OwnRecord> records) : records_(records) {}

  void read(const std::string&, BatchCollector& into, const std::stop_token&) override {
    for (const OwnRecord& record : records_) {
      if (record.json.empty()) {
        into.withdraw(record.key);
      } else {
        into.record(record.json, record.key);
      }
    }
  }

 private:
  std::span<const OwnRecord> records_;
};

void require_good(const DryRun& rehearsed) {
  if (rehearsed.result.error) throw Error(*rehearsed.result.error, rehearsed.result.message);
  if (rehearsed.result.counts.dead == 0) return;
  std::string why;
  for (const Sample& sample : rehearsed.samples) {
    for (const auto& reason : sample.reasons) why += (why.empty() ? "" : "; ") + reason.message;
  }
  throw Error(ErrorKind::misconfigured, "nothing was stored: " + why);
}

}  // namespace

RunResult store_own(const FlowDefinition& flow, const std::shared_ptr<const mapping::InMapping>& mapping,
                    std::span<const OwnRecord> records, store::Store& store, const Clock& clock,
                    const std::stop_token& stop) {
  OwnRecords rehearsal(records);
  require_good(dry_run_records({flow, mapping, rehearsal}, store, clock, records.size(), records.size(), stop));
  OwnRecords source(records);
  RunResult result = run_records({flow, mapping, source}, store, clock, {}, stop);
  if (result.error) throw Error(*result.error, result.message);
  return result;
}

}  // namespace lt::sync
