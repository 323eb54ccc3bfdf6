// The chain: hash = SHA-256 over the former hash and every column, each with its length before it.
#include "access/audit_log.hpp"

#include "base/hash.hpp"

#include <limits>
#include <utility>

namespace lt::access {
namespace {

std::string hash_of(const AuditLine& line, std::string_view former) {
  std::string all;
  const auto add = [&](std::string_view part) {
    all += std::to_string(part.size());
    all += ':';
    all += part;
  };
  add(former);
  add(std::to_string(line.id));
  add(std::to_string(line.at));
  for (const auto* part : {&line.who, &line.address, &line.act, &line.subject, &line.detail}) add(*part);
  return sha256(all);
}

constexpr const char* audit_columns = "SELECT id, at, who, address, act, subject, detail, hash FROM audit ";

AuditLine read_line(const store::Statement& select) {
  return {select.integer(0), select.integer(1), select.string(2), select.string(3),
          select.string(4),  select.string(5),  select.string(6), select.string(7)};
}

}  // namespace

void AuditLog::put(const Deed& deed) {
  database_.write([&](Database& database) {
    AuditLine line{.id = 1,
                   .at = clock_.now(),
                   .who = std::string(deed.who),
                   .address = std::string(deed.address),
                   .act = std::string(deed.act),
                   .subject = std::string(deed.subject),
                   .detail = std::string(deed.detail),
                   .hash = {}};
    std::string former;
    {
      store::Statement& last = database.prepared(std::string(audit_columns) + "ORDER BY id DESC LIMIT 1");
      const store::Resetting resetting(last);
      if (last.step()) {
        line.id = last.integer(0) + 1;
        former = last.string(7);
      }
    }
    line.hash = hash_of(line, former);
    store::Statement& insert = database.prepared("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, line.id);
    insert.bind(2, line.at);
    int parameter = 3;
    for (const auto* part : {&line.who, &line.address, &line.act, &line.subject, &line.detail, &line.hash})
      insert.bind(parameter++, std::string_view(*part));
    insert.run();
  });
}

std::vector<AuditLine> AuditLog::lines(const AuditQuery& query) {
  // Conditions stand only where they are asked for, so that an index serves them.
  std::string text = audit_columns;
  text += "WHERE 1 = 1";
  if (query.before != 0) text += " AND id < ?1";
  if (!query.who.empty()) text += " AND who = ?2";
  if (!query.act.empty()) text += " AND act = ?3";
  text += " ORDER BY id DESC LIMIT ?4";
  return database_.read([&](Database& database) {
    store::Statement& select = database.prepared(text);
    const store::Resetting resetting(select);
    if (query.before != 0) select.bind(1, query.before);
    if (!query.who.empty()) select.bind(2, std::string_view(query.who));
    if (!query.act.empty()) select.bind(3, std::string_view(query.act));
    select.bind(4, query.limit);
    std::vector<AuditLine> lines;
    while (select.step()) lines.push_back(read_line(select));
    return lines;
  });
}

namespace {

// Follows the chain line by line.
class Chain {
 public:
  Chain(std::int64_t line, const std::string& hash) : line_(line), hash_(hash) {}

  // False where something is wrong.
  bool holds(const AuditLine& found) {
    const std::string number = std::to_string(verdict_.lines + 1);
    if (found.id != verdict_.lines + 1) {
      verdict_.fault = "line " + number + " is missing: the next one is " + std::to_string(found.id);
    } else if (found.hash != hash_of(found, verdict_.head)) {
      verdict_.fault = "line " + number + " was changed, or the line before it was";
    } else if (found.id == line_ && found.hash != hash_) {
      verdict_.fault = "line " + number + " is another than it was: the log was written anew";
    }
    if (verdict_.fault) return false;
    verdict_.lines = found.id;
    verdict_.head = found.hash;
    return true;
  }

  AuditVerdict ended() {
    if (!verdict_.fault && verdict_.lines < line_)
      verdict_.fault = "the log ends with line " + std::to_string(verdict_.lines) + ", but it held line " +
                       std::to_string(line_) + " once: its end was cut off";
    return std::move(verdict_);
  }

 private:
  std::int64_t line_;
  const std::string& hash_;
  AuditVerdict verdict_;
};

}  // namespace

// A stretch at a time: whoever signs in meanwhile waits for a stretch, not for all of it.
AuditVerdict AuditLog::verify(std::int64_t line, const std::string& hash) {
  Chain chain(line, hash);
  auto read_to = std::numeric_limits<std::int64_t>::min();
  const auto stretch = [&](Database& database) {
    store::Statement& select = database.prepared(std::string(audit_columns) + "WHERE id > ? ORDER BY id LIMIT 1000");
    const store::Resetting resetting(select);
    select.bind(1, read_to);
    bool more = false;
    while (select.step()) {
      more = true;
      read_to = select.integer(0);
      if (!chain.holds(read_line(select))) return false;
    }
    return more;
  };
  while (database_.read(stretch)) continue;
  return chain.ended();
}

}  // namespace lt::access
