// What runs have counted since the process began to look, by flow: read from the ledger, so that it holds for whoever
// ran them, and through every change of the configuration.
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

  // From now on of this store: what it has counted until now is no part of the sums, which stay. Nothing where it is
  // the store of before.
  void turn_to(const std::string& store, store::Reader& reader);

  void follow(store::Reader& reader);
  const std::map<std::string, Flow>& flows() const { return flows_; }

 private:
  void add(const store::Run& run, const store::Counts& known);

  std::string store_;
  store::RunId last_ = 0;
  std::map<store::RunId, store::Counts> under_way_;  // and what of them is in flows_
  std::map<std::string, Flow> flows_;
};

}  // namespace lt::app
