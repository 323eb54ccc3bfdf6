// Proofs of erasures: a chain of hashes, read back and followed.
#include "base/hash.hpp"
#include "store/erasure.hpp"
#include "store/reader.hpp"
#include "store/reader_state.hpp"

#include <boost/json.hpp>

#include <utility>

namespace lt::store {

namespace json = boost::json;

std::string proof_of(const Erasure& erasure, std::string_view before) {
  return sha256(
      json::serialize(json::array{json::string(before), erasure.id, erasure.at, erasure.entity, erasure.reason,
                                  erasure.who, json::value_from(erasure.counts), erasure.sealed_by}));
}

std::vector<Erasure> Reader::erasures() {
  Statement& select =
      state_->prepared("SELECT id, at, entity, reason, who, counts, sealed_by, proof FROM erasure ORDER BY id");
  const Resetting resetting(select);
  std::vector<Erasure> erasures;
  std::string before;
  while (select.step()) {
    Erasure erasure;
    erasure.id = select.integer(0);
    erasure.at = select.integer(1);
    erasure.entity = select.string(2);
    erasure.reason = select.string(3);
    erasure.who = select.string(4);
    erasure.counts = json::value_to<std::map<std::string, std::int64_t>>(json::parse(select.string(5)));
    erasure.sealed_by = select.string(6);
    erasure.proof = select.string(7);
    erasure.holds = erasure.id == std::ssize(erasures) + 1 && erasure.proof == proof_of(erasure, before);
    erasure.key_is_here = state_->letter_keys && state_->letter_keys->has(erasure.sealed_by);
    before = erasure.proof;
    erasures.push_back(std::move(erasure));
  }
  return erasures;
}

}  // namespace lt::store
