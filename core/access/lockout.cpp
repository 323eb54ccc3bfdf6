// Failures as rows.
#include "access/lockout.hpp"

#include <algorithm>

namespace lt::access {
namespace {

std::string of_user(const std::string& user) { return "user " + user; }
std::string of_address(const std::string& address) { return "address " + address; }

void count(Database& database, const std::string& subject, Milliseconds now) {
  store::Statement& upsert = database.prepared(
      "INSERT INTO failure VALUES (?1, 1, ?2) ON CONFLICT (subject) DO UPDATE SET count = count + 1, last = ?2");
  upsert.bind(1, std::string_view(subject));
  upsert.bind(2, now);
  upsert.run();
}

}  // namespace

Milliseconds Lockout::wait_of(Database& database, const std::string& subject) const {
  store::Statement& select = database.prepared("SELECT count, last FROM failure WHERE subject = ?");
  const store::Resetting resetting(select);
  select.bind(1, std::string_view(subject));
  if (!select.step() || select.integer(0) <= rule_.free) return 0;
  const std::int64_t doublings = std::min<std::int64_t>(select.integer(0) - rule_.free - 1, 30);
  const Milliseconds length = std::min(rule_.most, rule_.first << doublings);
  return std::max<Milliseconds>(0, select.integer(1) + length - clock_.now());
}

Milliseconds Lockout::wait(const std::string& user, const std::string& address) {
  return database_.read([&](Database& database) {
    return std::max(wait_of(database, of_user(user)), wait_of(database, of_address(address)));
  });
}

void Lockout::failed(const std::string& user, const std::string& address) {
  const Milliseconds now = clock_.now();
  database_.write([&](Database& database) {
    store::Statement& forget = database.prepared("DELETE FROM failure WHERE last < ?");
    forget.bind(1, now - rule_.forgotten);
    forget.run();
    count(database, of_user(user), now);
    count(database, of_address(address), now);
  });
}

void Lockout::succeeded(const std::string& user) {
  const std::string subject = of_user(user);
  database_.write([&](Database& database) {
    store::Statement& remove = database.prepared("DELETE FROM failure WHERE subject = ?");
    remove.bind(1, std::string_view(subject));
    remove.run();
  });
}

}  // namespace lt::access
