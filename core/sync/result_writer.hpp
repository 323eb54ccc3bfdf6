// Tells the source what became of each of its records, where a flow asks for it: the "Kết quả import" of a workbook.
#pragma once

#include "plugin_host/session.hpp"
#include "sync/batch_writer.hpp"
#include "sync/flow_definition.hpp"

#include <exception>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace lt::sync {

// Where in its source the value of a reason stands: the cell that the record names for it ("_cells"), else the pointer.
// A reason without a pointer is about the value that the record's connector named when it refused it ("_fault").
std::string place_of(std::string_view raw, const model::Reason& reason);

// Gathers one small JSON object a record: the members of the record whose names begin with "_" (its address in the
// source), `outcome` and `result`, a text for the people there. The flow names the stream that takes them.
class ResultWriter {
 public:
  ResultWriter(const FlowDefinition& flow, plugin_host::Session& session,
               std::function<std::string(const model::Reason&)> reason_text)
      : flow_(flow), session_(session), reason_text_(std::move(reason_text)) {}

  void add(const std::vector<RecordOutcome>& outcomes);
  // Gives what went wrong; null where nothing did.
  std::exception_ptr send(const std::stop_token& stop);
  // Whether the source has been told all, or refuses for good to be told the rest; if not, its results are owed.
  bool settled() const { return settled_; }

 private:
  struct Result {
    std::string key;
    std::string json;
  };
  std::string text_of(const RecordOutcome& outcome) const;
  void drop_unaddressed(const std::stop_token& stop);

  const FlowDefinition& flow_;
  plugin_host::Session& session_;
  std::function<std::string(const model::Reason&)> reason_text_;
  std::vector<Result> results_;
  bool settled_ = false;
};

}  // namespace lt::sync
