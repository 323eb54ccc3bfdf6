// What a system sends by itself, as a stream's settings describe it: where its records are and what it is answered.
#pragma once

#include <lienthong/sdk/host.hpp>
#include <lienthong/sdk/incoming.hpp>

#include <string>
#include <vector>

namespace lt::rest {

// A stream's `receive` settings.
struct ReceivePlan {
  explicit ReceivePlan(const sdk::Settings& settings);

  std::string records;  // pointer in the body to an array of records
  bool one_too;         // an object there is one record
  int status;           // of the answer to what was taken
  // The answer: any JSON in which the text {received} stands for how many records came; null: none.
  boost::json::value answer;
};

// Emits the records of a request that was found to be the system's own, and answers. A body that holds none is answered
// 400 and kept as a rejected record.
void receive_records(const ReceivePlan& plan, const std::vector<std::string>& key, const sdk::Receiver& receiver,
                     const sdk::Incoming& request);

}  // namespace lt::rest
