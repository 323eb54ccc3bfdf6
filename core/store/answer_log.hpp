// The disclosure log of answers: a database beside the store, so that who asks never waits for a batch that is being
// stored.
#pragma once

#include "base/clock.hpp"
#include "store/connection.hpp"
#include "store/delivery.hpp"

#include <filesystem>
#include <map>
#include <mutex>
#include <span>
#include <string>

namespace lt::store {

// "<store>.answers"
std::filesystem::path answer_log_file(const std::filesystem::path& store);

// Thread-safe; several processes may write at once.
class AnswerLog {
 public:
  // Makes the file where it is missing. Throws Error as Store::open.
  AnswerLog(const std::filesystem::path& store, const Clock& clock);

  // Stands on the disk when this returns.
  void put(const DisclosedFields& fields, std::span<const Disclosure> disclosures);

 private:
  std::mutex mutex_;
  Connection connection_;
  const Clock& clock_;
  std::map<std::string, Statement, std::less<>> statements_;
};

}  // namespace lt::store
