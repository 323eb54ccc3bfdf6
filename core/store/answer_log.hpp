// The disclosure log of answers, which never waits for a batch that is being stored: a database beside SQLite's file;
// PostgreSQL's own tables, to which anyone may append.
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
  // `store`: as it is written to. Makes the file where it is missing. Throws Error as Store::open.
  AnswerLog(ConnectionOptions store, const Clock& clock);

  // Stands on the disk when this returns.
  void put(const DisclosedFields& fields, std::span<const Disclosure> disclosures);
  // Deletes lines by their ids; how many there were.
  std::int64_t expire(std::span<const std::int64_t> ids);

 private:
  template <class Write>
  void in_transaction(const Write& write);

  std::mutex mutex_;
  std::unique_ptr<Connection> connection_;
  const Clock& clock_;
  std::map<std::string, Statement, std::less<>> statements_;
};

}  // namespace lt::store
