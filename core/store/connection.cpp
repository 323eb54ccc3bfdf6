// Opening SQLite through SOCI, its settings, and what its failures mean to the hub.
#include "store/connection.hpp"

#include "base/error.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <mutex>

namespace lt::store {

namespace lite = sqlite_api;

namespace {

// Settings of the whole process, before its first connection: connections are never shared between threads, so they
// need no lock a call, and nobody asks SQLite how much memory it uses.
void set_process_defaults() {
  static std::once_flag once;
  std::call_once(once, [] {
    lite::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    lite::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  });
}

constexpr int page_size = 8192;
constexpr int busy_timeout_s = 30;

std::string connect_text(const ConnectionOptions& options) {
  const std::string path = options.path.string();
  if (path.find('"') != std::string::npos)
    throw Error(ErrorKind::misconfigured, "store: the path '" + path + "' holds a quote; choose another");
  std::string text = "db=\"" + path + "\" timeout=" + std::to_string(busy_timeout_s);
  if (options.read_only) text += " readonly=true";
  return text;
}

ErrorKind kind_of(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_NOMEM:
      return ErrorKind::unavailable;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return ErrorKind::denied;
    default:
      return ErrorKind::failed;
  }
}

std::string_view advice_of(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "; another process holds the store, try again when it has finished";
    case SQLITE_FULL:
      return "; the disk or the store's size limit is full: free space and the run goes on where it stood";
    case SQLITE_READONLY:
      return "; the file or its folder may not be written by this user";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "; the file is no undamaged store: restore it from a backup";
    default:
      return "";
  }
}

}  // namespace

Connection::Connection(const ConnectionOptions& options) : name_(options.path.string()) {
  set_process_defaults();
  if (!options.create && !std::filesystem::exists(options.path))
    throw Error(ErrorKind::misconfigured, "store " + name_ + ": there is no such file");
  try {
    session_ = std::make_unique<soci::session>(soci::sqlite3, connect_text(options));
  } catch (const soci::soci_error& error) {
    throw Error(ErrorKind::unavailable, "store " + name_ + ": cannot be opened: " + error.what());
  }
  raw_ = reinterpret_cast<sqlite3*>(static_cast<soci::sqlite3_session_backend*>(session_->get_backend())->conn_);
  if (options.create) execute("PRAGMA page_size = " + std::to_string(page_size) + "; PRAGMA journal_mode = WAL;");
  // SQLite turns megabytes into pages once, so the size of a page must have been read from the file before.
  integer("PRAGMA schema_version");
  execute("PRAGMA cache_size = " + std::to_string(-1024 * options.cache_mb) +
          "; PRAGMA temp_store = FILE; PRAGMA cell_size_check = ON;");
  if (options.read_only) {
    execute("PRAGMA query_only = ON");
    return;
  }
  // FULL: a committed page survives a power cut. The writer checkpoints about every 64 MB of log.
  execute("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;");
  const std::int64_t size = integer("PRAGMA page_size");
  execute("PRAGMA wal_autocheckpoint = " + std::to_string(67108864 / size));
  if (options.max_size > 0) execute("PRAGMA max_page_count = " + std::to_string(options.max_size / size));
}

Connection::~Connection() = default;

void Connection::execute(const std::string& statements) {
  if (lite::sqlite3_exec(reinterpret_cast<lite::sqlite3*>(raw_), statements.c_str(), nullptr, nullptr, nullptr) !=
      SQLITE_OK)
    fail("cannot run '" + statements.substr(0, 80) + "'");
}

std::int64_t Connection::integer(const std::string& query) {
  Statement statement(*this, query);
  return statement.step() ? statement.integer(0) : 0;
}

void Connection::rollback() noexcept {
  auto* handle = reinterpret_cast<lite::sqlite3*>(raw_);
  if (lite::sqlite3_get_autocommit(handle) == 0) lite::sqlite3_exec(handle, "ROLLBACK", nullptr, nullptr, nullptr);
}

void Connection::fail(std::string_view doing) const {
  auto* handle = reinterpret_cast<lite::sqlite3*>(raw_);
  const int code = lite::sqlite3_extended_errcode(handle);
  throw Error(kind_of(code), "store " + name_ + ": " + std::string(doing) + ": " + lite::sqlite3_errmsg(handle) +
                                 std::string(advice_of(code)));
}

}  // namespace lt::store
