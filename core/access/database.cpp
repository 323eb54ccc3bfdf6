// The tables, by numbered steps; a step that was released never changes again.
#include "access/database.hpp"

#include "base/error.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iterator>

namespace lt::access {
namespace {

namespace fs = std::filesystem;

constexpr const char* steps[] = {
    R"sql(
CREATE TABLE version (number INTEGER NOT NULL);
INSERT INTO version VALUES (0);
CREATE TABLE user (name TEXT PRIMARY KEY, role TEXT NOT NULL, systems TEXT NOT NULL, password TEXT NOT NULL,
                   must_change INTEGER NOT NULL, totp TEXT NOT NULL DEFAULT '', totp_step INTEGER NOT NULL DEFAULT 0,
                   disabled INTEGER NOT NULL DEFAULT 0, created INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE session (id TEXT PRIMARY KEY, user TEXT NOT NULL, created INTEGER NOT NULL, seen INTEGER NOT NULL,
                      address TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX session_user ON session (user);
CREATE TABLE api_token (id TEXT PRIMARY KEY, user TEXT NOT NULL, label TEXT NOT NULL, scopes TEXT NOT NULL,
                        created INTEGER NOT NULL, expires INTEGER NOT NULL, UNIQUE (user, label)) WITHOUT ROWID;
CREATE TABLE failure (subject TEXT PRIMARY KEY, count INTEGER NOT NULL, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE audit (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, address TEXT NOT NULL,
                    act TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL, hash TEXT NOT NULL);
)sql",
    R"sql(
ALTER TABLE user ADD COLUMN oidc TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX user_oidc ON user (oidc) WHERE oidc <> '';
)sql",
    R"sql(
CREATE TABLE settings_file (path TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE settings_change (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, who TEXT NOT NULL,
                              path TEXT NOT NULL, kind TEXT NOT NULL, reason TEXT NOT NULL, before TEXT, after TEXT);
CREATE INDEX settings_change_path ON settings_change (path, id);
)sql",
    R"sql(
CREATE INDEX audit_who ON audit (who);
CREATE INDEX audit_act ON audit (act);
CREATE INDEX audit_who_act ON audit (who, act);
)sql",
    // When the provider vouched for the user last; whoever is here already is taken to have come now.
    R"sql(
ALTER TABLE user ADD COLUMN vouched INTEGER NOT NULL DEFAULT 0;
UPDATE user SET vouched = CAST(strftime('%s', 'now') AS INTEGER) * 1000 WHERE oidc <> '';
)sql"};

// Before SQLite makes it with the process's mask; its log and index take over the file's mode.
void make_private(const fs::path& file) {
  std::error_code ignored;
  fs::create_directories(file.parent_path(), ignored);
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0)
    throw Error(ErrorKind::denied, "the file of users " + file.string() + " cannot be opened: " + std::strerror(errno) +
                                       "; run this as the hub's user");
  struct stat status{};
  const bool open_to_others = ::fstat(descriptor, &status) == 0 && (status.st_mode & 077) != 0;
  ::close(descriptor);
  if (open_to_others)
    throw Error(ErrorKind::misconfigured,
                "the file of users " + file.string() + " may be read by others; run: chmod 600 " + file.string());
}

}  // namespace

Database::Database(const fs::path& file) {
  make_private(file);
  connection_ = store::connect_sqlite({.path = file, .create = true, .cache_mb = 1});
  write([&](Database&) {
    const auto version = [&] {
      return connection_->has_table("version") ? connection_->integer("SELECT number FROM version") : 0;
    };
    constexpr auto known = static_cast<std::int64_t>(std::size(steps));
    if (version() > known)
      throw Error(ErrorKind::misconfigured, "the file of users " + file.string() +
                                                " was written by a newer program; install the newer lienthong");
    for (std::int64_t next = version(); next < known; ++next) {
      connection_->execute(steps[next]);
      connection_->execute("UPDATE version SET number = " + std::to_string(next + 1));
    }
  });
}

store::Statement& Database::prepared(const std::string& text) {
  const auto found = statements_.find(text);
  return found != statements_.end() ? found->second
                                    : statements_.emplace(text, store::Statement(*connection_, text)).first->second;
}

}  // namespace lt::access
