// Where users, sessions, tokens and the audit log lie: a file of SQLite of its own beside the store, whatever the store
// is, so that who may sign in neither waits for a batch nor leaves with a backup.
#pragma once

#include "store/connection.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace lt::access {

// Thread-safe: one thread at a time is within read() or write(), and other processes wait while one writes.
class Database {
 public:
  // Makes the file (0600) and its tables where there are none. Throws Error as connect_sqlite() does; misconfigured
  // where others may read the file or a newer program wrote it.
  explicit Database(const std::filesystem::path& file);

  // `work` is given this; what it writes is there whole when write() returns, or not at all.
  template <class Work>
  auto write(Work&& work) {
    const std::lock_guard lock(mutex_);
    connection_->begin_writing();
    return within(std::forward<Work>(work));
  }
  template <class Work>
  auto read(Work&& work) {
    const std::lock_guard lock(mutex_);
    connection_->begin_reading();
    return within(std::forward<Work>(work));
  }

  // Within work only.
  store::Statement& prepared(const std::string& text);

 private:
  template <class Work>
  auto within(Work&& work) {
    struct Ending {
      store::Connection& connection;
      bool good = false;
      ~Ending() {
        if (!good) connection.rollback();
      }
    } ending{*connection_};
    if constexpr (std::is_void_v<decltype(work(*this))>) {
      work(*this);
      connection_->commit();
      ending.good = true;
    } else {
      auto result = work(*this);
      connection_->commit();
      ending.good = true;
      return result;
    }
  }

  std::mutex mutex_;
  std::unique_ptr<store::Connection> connection_;
  std::map<std::string, store::Statement, std::less<>> statements_;
};

}  // namespace lt::access
