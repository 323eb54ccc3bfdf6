// What persons did, in lines that each hold the hash of the one before: none can be changed or taken out unseen.
#pragma once

#include "access/database.hpp"
#include "base/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::access {

struct AuditLine {
  std::int64_t id = 0;  // 1, 2, … without gaps
  Milliseconds at = 0;
  std::string who;      // user; empty: nobody was signed in
  std::string address;  // from where; "console" for the command line
  std::string act;      // "sign_in", "unmask" …
  std::string subject;  // to what: "person/17", a user …
  std::string detail;   // the purpose, what changed
  std::string hash;     // SHA-256 of the line before and of this one
};

// What a person does, as it is handed over.
struct Deed {
  std::string_view who;
  std::string_view address;
  std::string_view act;
  std::string_view subject = {};
  std::string_view detail = {};
};

struct AuditQuery {
  std::int64_t before = 0;  // 0: from the newest
  std::string who = {};     // empty: all
  std::string act = {};
  int limit = 100;
};

struct AuditVerdict {
  std::int64_t lines = 0;
  std::string head;  // hash of the last line; keep it elsewhere, and a log cut short is noticed as well
  std::optional<std::string> fault;
};

// Thread-safe.
class AuditLog {
 public:
  AuditLog(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  // On the disk when it returns.
  void put(const Deed& deed);
  // The newest first.
  std::vector<AuditLine> lines(const AuditQuery& query);
  // `line` and `hash` as an earlier verdict gave them: the log must still hold them. 0: nothing is known of it.
  AuditVerdict verify(std::int64_t line = 0, const std::string& hash = {});

 private:
  Database& database_;
  const Clock& clock_;
};

}  // namespace lt::access
