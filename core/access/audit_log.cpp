// The chain: hash = SHA-256 over the former hash and every column, each with its length before it.
#include "access/audit_log.hpp"

#include "base/hash.hpp"

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

constexpr const char* columns = "SELECT id, at, who, address, act, subject, detail, hash FROM audit ";

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
      store::Statement& last = database.prepared(std::string(columns) + "ORDER BY id DESC LIMIT 1");
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
  return database_.read([&](Database& database) {
    store::Statement& select =
        database.prepared(std::string(columns) +
                          "WHERE (?1 = 0 OR id < ?1) AND (?2 = '' OR who = ?2) AND (?3 = '' OR act = ?3) "
                          "ORDER BY id DESC LIMIT ?4");
    const store::Resetting resetting(select);
    select.bind(1, query.before);
    select.bind(2, std::string_view(query.who));
    select.bind(3, std::string_view(query.act));
    select.bind(4, query.limit);
    std::vector<AuditLine> lines;
    while (select.step()) lines.push_back(read_line(select));
    return lines;
  });
}

AuditVerdict AuditLog::verify(std::int64_t line, const std::string& hash) {
  return database_.read([&](Database& database) {
    store::Statement& select = database.prepared(std::string(columns) + "ORDER BY id");
    const store::Resetting resetting(select);
    AuditVerdict verdict;
    while (select.step()) {
      const AuditLine found = read_line(select);
      const std::string number = std::to_string(verdict.lines + 1);
      if (found.id != verdict.lines + 1) {
        verdict.fault = "line " + number + " is missing: the next one is " + std::to_string(found.id);
      } else if (found.hash != hash_of(found, verdict.head)) {
        verdict.fault = "line " + number + " was changed, or the line before it was";
      } else if (found.id == line && found.hash != hash) {
        verdict.fault = "line " + number + " is another than it was: the log was written anew";
      }
      if (verdict.fault) return verdict;
      verdict.lines = found.id;
      verdict.head = found.hash;
    }
    if (verdict.lines < line)
      verdict.fault = "the log ends with line " + std::to_string(verdict.lines) + ", but it held line " +
                      std::to_string(line) + " once: its end was cut off";
    return verdict;
  });
}

}  // namespace lt::access
