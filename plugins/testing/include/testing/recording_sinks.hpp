// Sinks that keep what a connector gave, for a test to look at.
#pragma once

#include "plugin_host/sinks.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::plugin_testing {

class RecordingReadSink : public plugin_host::ReadSink {
 public:
  struct Page {
    std::string bytes;
    std::string records_pointer;
    std::vector<std::string> key_pointers;
  };
  struct Record {
    std::string json;  // as Boost.JSON writes it
    std::string key;   // parts joined by "|"; empty where the stream's key is meant
  };
  struct Reject {
    std::string record;
    plugin_host::RejectClass reject_class;
    std::string reason;
  };

  // Records as emitted and those inside pages, in order. A page that is no JSON, or has no array at its pointer, fails
  // the test with std::runtime_error.
  std::vector<Record> records;
  std::vector<Page> pages;
  std::vector<std::string> states;
  std::vector<Reject> rejects;

  void page(std::string_view bytes, std::string_view records_pointer,
            std::span<const std::string_view> key_pointers) override;
  void record(std::string_view json, std::string_view key) override;
  void checkpoint(std::string_view state) override { states.emplace_back(state); }
  void reject(std::string_view record, plugin_host::RejectClass reject_class, std::string_view reason) override;
};

class RecordingWriteSink : public plugin_host::WriteSink {
 public:
  struct Reject {
    plugin_host::RejectClass reject_class;
    std::string reason;
    std::optional<std::chrono::milliseconds> retry_after;
  };

  std::map<std::size_t, std::string> accepted;  // index -> remote id
  std::map<std::size_t, Reject> rejected;

  void accept(std::size_t index, std::string_view remote_id) override { accepted[index] = remote_id; }
  void reject(std::size_t index, plugin_host::RejectClass reject_class, std::string_view reason,
              std::optional<std::chrono::milliseconds> retry_after) override {
    rejected[index] = {reject_class, std::string(reason), retry_after};
  }
};

}  // namespace lt::plugin_testing
