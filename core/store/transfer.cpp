// One idea for all of it: the tables of a database, in order, into another; then both are compared.
#include "store/transfer.hpp"

#include "base/error.hpp"
#include "store/answer_log.hpp"
#include "store/entity_tables.hpp"
#include "store/migrations.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>

namespace lt::store {
namespace {

namespace fs = std::filesystem;

ConnectionOptions reading(const Options& options) {
  return {options.path, true, false, options.cache_mb, 0, options.url};
}

ConnectionOptions writing(const Options& options) {
  return {options.path, false, true, options.cache_mb, options.max_size, options.url};
}

void require_present_form(Connection& connection) {
  const int found = stored_version(connection);
  if (found == schema_version()) return;
  throw Error(ErrorKind::misconfigured, "store " + connection.name() + ": is of form " + std::to_string(found) +
                                            ", this program's is " + std::to_string(schema_version()) +
                                            "; use the program that wrote it, or lienthong store migrate first");
}

// What was answered beside a file of SQLite, for queries named "answers". False where nothing was.
bool attach_answers(Connection& store) {
  if (store.far() || !fs::exists(answer_log_file(store.name()))) return false;
  std::string path;
  for (const char letter : answer_log_file(store.name()).string())
    path += letter == '\'' ? "''" : std::string(1, letter);
  store.execute("ATTACH DATABASE '" + path + "' AS answers");
  return store.integer("SELECT count(*) FROM answers.sqlite_master WHERE name = 'disclosure'") != 0;
}

std::set<std::string> stored_entities(Connection& connection) {
  Statement select(connection, "SELECT DISTINCT entity FROM model_field");
  std::set<std::string> entities;
  while (select.step()) entities.insert(select.string(0));
  return entities;
}

// The store's own tables, as `to` has them, and those of entities, by name, the table that says that it is a store
// last.
std::vector<TableSource> sources_of(Connection& from, bool with_answers, Connection& to) {
  std::set<std::string> names = stored_entities(from);
  for (std::string& table : to.tables()) names.insert(std::move(table));
  std::vector<TableSource> sources;
  for (const std::string& table : from.tables()) {
    if (!names.contains(table)) continue;
    sources.push_back({from.form(table), sql_name(table)});
    if (with_answers && table == "disclosure") sources.back().rows = disclosure_with_answers();
    if (with_answers && table == "disclosed_fields") sources.back().rows = disclosed_fields_with_answers();
  }
  std::ranges::stable_partition(sources, [](const TableSource& source) { return source.form.name != "meta"; });
  return sources;
}

bool holds_rows(Connection& connection) {
  return std::ranges::any_of(connection.tables(), [&](const std::string& table) {
    return table != "meta" && table != "model_field" &&
           connection.integer("SELECT count(*) FROM (SELECT 1 FROM " + sql_name(table) + " LIMIT 1) AS any_row") != 0;
  });
}

// Leaves a store that only this file opens, until all rows are there.
void begin_filling(Connection& to, const std::string& source) {
  if (is_unfinished(to)) return;
  if (stored_version(to) != 0 && holds_rows(to))
    throw Error(ErrorKind::misconfigured,
                "store " + to.name() + ": holds rows already; name an empty database, or move this one's file away");
  if (!to.far() && fs::exists(answer_log_file(to.name())))
    throw Error(ErrorKind::misconfigured, "store " + to.name() + ": " + answer_log_file(to.name()).string() +
                                              " holds the answers of another store; move it away first");
  migrate(to);
  in_transaction(to, [&] { mark_unfinished(to, source); });
}

void make_tables(Connection& to, const std::vector<TableSource>& sources) {
  in_transaction(to, [&] {
    for (const TableSource& source : sources) make_table_like(to, source.form);
  });
}

TableContent content_there(Connection& to, const TableSource& source) {
  to.begin_reading();
  const TableContent content = content_of(to, {source.form, sql_name(source.form.name)});
  to.rollback();
  return content;
}

[[noreturn]] void differs(const TableSource& source, Connection& to, const TableContent& is,
                          const TableContent& should) {
  throw Error(ErrorKind::failed, "store " + to.name() + ": the table " + source.form.name + " arrived with " +
                                     std::to_string(is.rows) + " rows (hash " + std::to_string(is.hash) +
                                     ") where the source has " + std::to_string(should.rows) + " (hash " +
                                     std::to_string(should.hash) + "); empty the target and begin again");
}

// Goes on where an earlier attempt stood; where the source has changed since, begins again.
TableContent copy(Connection& from, const TableSource& source, Connection& to, const std::stop_token& stop) {
  append_rest(from, source, to, stop);
  const TableContent content = content_of(from, source);
  if (content_there(to, source) == content) return content;
  in_transaction(to, [&] {
    to.execute("DELETE FROM " + sql_name(source.form.name));
    append_all(from, source, to);
  });
  const TableContent arrived = content_there(to, source);
  if (arrived != content) differs(source, to, arrived, content);
  return content;
}

// With the last table the target becomes a store.
void finish_filling(Connection& from, const TableSource& meta, Connection& to, const TableContent& content) {
  in_transaction(to, [&] {
    to.execute("DELETE FROM meta");
    append_all(from, meta, to);
    const TableContent arrived = content_of(to, meta);
    if (arrived != content) differs(meta, to, arrived, content);
  });
}

std::vector<TransferredTable> fill(Connection& from, bool with_answers, Connection& to, const model::Model& model,
                                   const std::stop_token& stop) {
  begin_filling(to, from.name());
  const std::vector<TableSource> sources = sources_of(from, with_answers, to);
  make_tables(to, sources);
  std::vector<TransferredTable> tables;
  tables.reserve(sources.size());
  for (const TableSource& source : sources)
    if (source.form.name != "meta") tables.push_back({source.form.name, copy(from, source, to, stop)});
  in_transaction(to, [&] {
    prepare_entity_tables(to, model);
    for (const TableSource& source : sources) to.continue_numbers(source.form);
  });
  const TableSource& meta = sources.back();
  tables.push_back({meta.form.name, content_of(from, meta)});
  finish_filling(from, meta, to, tables.back().content);
  return tables;
}

void make_folder(const Options& options) {
  std::error_code error;
  if (options.url.empty() && options.path.has_parent_path()) fs::create_directories(options.path.parent_path(), error);
  if (error)
    throw Error(ErrorKind::denied, "store " + options.path.string() + ": cannot make its folder: " + error.message());
}

// A file that is there under its name only once it is whole.
class NewFile {
 public:
  explicit NewFile(fs::path file) : file_(std::move(file)), part_(file_.string() + ".part") {
    if (fs::exists(file_)) throw Error(ErrorKind::misconfigured, file_.string() + " is there already; name a new file");
    remove();
    const int made = ::open(part_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made < 0) fail("cannot be made");
    ::close(made);
  }
  ~NewFile() { remove(); }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  const fs::path& part() const { return part_; }
  void keep() const {
    if (::rename(part_.c_str(), file_.c_str()) != 0) fail("cannot get its name");
    const fs::path folder = fs::absolute(file_).parent_path();
    const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) return;
    ::fsync(opened);
    ::close(opened);
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw Error(ErrorKind::denied, file_.string() + ": " + what + ": " + std::strerror(errno));
  }
  void remove() const {
    std::error_code ignored;
    for (const char* end : {"", "-wal", "-shm", "-journal"}) fs::remove(part_.string() + end, ignored);
  }

  fs::path file_;
  fs::path part_;
};

}  // namespace

std::vector<TransferredTable> move_store(const Options& from, const Options& to, const model::Model& model,
                                         const std::stop_token& stop) {
  ConnectionOptions as_it_is = writing(from);
  as_it_is.create = false;
  const auto source = connect(as_it_is);
  source->serve_alone();
  require_present_form(*source);
  const bool answers = attach_answers(*source);
  make_folder(to);
  const auto target = connect(writing(to));
  target->serve_alone();
  source->begin_writing();  // commands that write wait
  auto tables = fill(*source, answers, *target, model, stop);
  source->rollback();
  return tables;
}

std::vector<TransferredTable> back_up_store(const Options& from, const fs::path& file, const model::Model& model,
                                            const std::stop_token& stop) {
  const auto source = connect(reading(from));
  require_present_form(*source);
  const bool answers = attach_answers(*source);
  const NewFile made(file);
  std::vector<TransferredTable> tables;
  {
    const auto target = connect({.path = made.part(), .create = true, .cache_mb = from.cache_mb});
    source->begin_reading();
    tables = fill(*source, answers, *target, model, stop);
    source->rollback();
    target->execute("PRAGMA journal_mode = DELETE");  // one file, read from wherever it lies
  }
  made.keep();
  return tables;
}

std::vector<TransferredTable> restore_store(const fs::path& file, const Options& to, const model::Model& model,
                                            const std::stop_token& stop) {
  const auto source = connect({.path = file, .read_only = true, .cache_mb = to.cache_mb});
  require_present_form(*source);
  make_folder(to);
  const auto target = connect(writing(to));
  target->serve_alone();
  source->begin_reading();
  auto tables = fill(*source, false, *target, model, stop);
  source->rollback();
  return tables;
}

Migrated migrate_store(const Options& options, const model::Model& model) {
  make_folder(options);
  const auto connection = connect(writing(options));
  connection->serve_alone();
  Migrated migrated{.from = stored_version(*connection), .to = schema_version(), .done = {}};
  migrated.done = migrate(*connection);
  std::vector<std::string> made;
  in_transaction(*connection, [&] { made = prepare_entity_tables(*connection, model); });
  migrated.done.insert(migrated.done.end(), made.begin(), made.end());
  return migrated;
}

void compact_store(const Options& options) {
  ConnectionOptions as_it_is = writing(options);
  as_it_is.create = false;
  const auto connection = connect(as_it_is);
  connection->serve_alone();
  require_present_form(*connection);
  connection->rewrite();
}

}  // namespace lt::store
