// What runs have counted since the hub began to look, by flow: read from the ledger, so that it holds for whoever ran
// them.
#pragma once

#include "store/reader.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace lt::app {

class RunTally {
 public:
  // Of one flow; never less than before.
  struct Flow {
    std::map<store::RunState, std::int64_t> ended;
    store::Counts counts;  // of runs under way too
  };

  // What has been counted until now is no part of it.
  explicit RunTally(store::Reader reader);

  void follow(store::Reader& reader);
  const std::map<std::string, Flow>& flows() const { return flows_; }

 private:
  void add(const store::Run& run, const store::Counts& known);

  store::RunId last_ = 0;
  std::map<store::RunId, store::Counts> under_way_;  // and what of them is in flows_
  std::map<std::string, Flow> flows_;
};

}  // namespace lt::app
