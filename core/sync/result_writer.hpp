// Tells the source what became of each of its records, where a flow asks for it: the "Kết quả import" of a workbook.
#pragma once

#include "plugin_host/session.hpp"
#include "sync/batch_writer.hpp"
#include "sync/flow_definition.hpp"

#include <exception>
#include <stop_token>
#include <string>
#include <vector>

namespace lt::sync {

// Gathers one small JSON object a record: the members of the record whose names begin with "_" (its address in the
// source), `outcome` and `result`, a text for the people there. Sends nothing where the flow names no results stream.
class ResultWriter {
 public:
  ResultWriter(const FlowDefinition& flow, plugin_host::Session& session) : flow_(flow), session_(session) {}

  void add(const std::vector<RecordOutcome>& outcomes);
  // Gives what went wrong; null where nothing did.
  std::exception_ptr send(std::stop_token stop);

 private:
  struct Result {
    std::string key;
    std::string json;
  };
  std::string text_of(const RecordOutcome& outcome) const;

  const FlowDefinition& flow_;
  plugin_host::Session& session_;
  std::vector<Result> results_;
};

}  // namespace lt::sync
