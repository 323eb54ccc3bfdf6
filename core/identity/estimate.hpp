// Weights from the data themselves, without anyone's knowledge of who is who: expectation and maximisation.
#pragma once

#include "identity/block_index.hpp"
#include "identity/comparer.hpp"

#include <cstdint>
#include <stop_token>
#include <string>

namespace lt::identity {

struct EstimateOptions {
  std::uint64_t random_pairs = 500'000;       // of which the shares among strangers come; all, where there are no more
  std::uint64_t candidate_pairs = 4'000'000;  // about so many are counted, from every n-th record
  int rounds = 200;
  std::stop_token stop;  // ends with Error(cancelled)
};

struct Estimate {
  Shares shares;
  int rounds = 0;
  bool settled = false;               // whether the rounds came to rest
  std::uint64_t candidate_pairs = 0;  // that were counted
};

// The records must all be in both. What a level's share among strangers is, is counted over all pairs of records less
// the expected matches and households; among matches (and households) it is what EM finds in the candidate pairs. Every
// pair that blocking does not bring together is taken for strangers, so the candidates need no correction for having
// been chosen. The same data give the same weights.
Estimate estimate(const RecordTable& table, const BlockIndex& index, const Comparer& comparer,
                  const EstimateOptions& options = {});

}  // namespace lt::identity
