// What became of the configuration's files: each change with both texts, so that it can be shown and undone.
#pragma once

#include "access/database.hpp"
#include "base/clock.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lt::access {

struct FileChange {
  std::int64_t id = 0;
  Milliseconds at = 0;
  std::string who = {};  // empty: whoever edited the file itself
  std::string path;
  std::string kind;  // "write", "add", "remove", "undo"; "outside": seen afterwards, not done here
  std::string reason = {};
  std::optional<std::string> before = {};  // nothing: there was no such file
  std::optional<std::string> after = {};
};

struct ChangeQuery {
  std::int64_t before = 0;  // 0: from the newest
  std::string path = {};    // empty: all
  int limit = 100;
};

// The files are the truth; this is a memory of them. Thread-safe.
class ChangeLog {
 public:
  ChangeLog(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  // Remembers what lies in the files now, by path; what was remembered otherwise was changed outside and is put down as
  // that. The first time of all everything is merely remembered.
  void look(const std::map<std::string, std::string>& files);
  // The number that it gets.
  std::int64_t put(const FileChange& change);

  // The newest first, without their texts.
  std::vector<FileChange> changes(const ChangeQuery& query);
  std::optional<FileChange> find(std::int64_t id);

 private:
  Database& database_;
  const Clock& clock_;
};

}  // namespace lt::access
