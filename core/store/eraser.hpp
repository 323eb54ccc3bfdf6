// One erasure, within the writer's transaction.
#pragma once

#include "store/by_rows.hpp"
#include "store/erasure.hpp"
#include "store/transaction_state.hpp"

#include <cstdint>
#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lt::store {

class Eraser {
 public:
  Eraser(Writer& writer, const ErasureOrder& order);

  Erasure erase();

 private:
  // What one source says of one of the rows.
  struct Said {
    int entity = 0;
    std::int64_t source = 0;
    std::string key;
  };

  const model::Entity& entity(int position) const;
  // A statement with numbers for its parameters; the rows that it changed.
  std::int64_t run(const std::string& text, std::initializer_list<std::int64_t> numbers);
  void count(const std::string& what, std::int64_t rows);

  void choose_rows(RowId asked);
  std::vector<RowId> belongs_to(int entity, const std::vector<int>& fields, RowId row);
  void find_sayings();
  void find_words(RowId asked);

  void erase_letters();
  std::set<std::int64_t> letters();
  bool names_the_person(std::string_view text) const;
  void keep_hashes(std::int64_t erasure);
  void erase_rows();
  void scrub(std::int64_t erasure);
  void scrub_judgements();
  void prove(Erasure& erasure);

  Writer& writer_;
  const ErasureOrder& order_;
  const Prepared prepared_;
  const SealingKeys& keys_;
  std::vector<std::pair<int, RowId>> rows_;  // those that stand and those that went, what is referred to first
  std::vector<Said> sayings_;                // of rows that stand, in the order of the rows
  std::vector<std::string> words_;           // numbers by which the person is known
  std::map<std::string, std::int64_t> counts_;
};

// Writes it as it is.
void insert_proof(Writer& writer, const Erasure& erasure);

}  // namespace lt::store
