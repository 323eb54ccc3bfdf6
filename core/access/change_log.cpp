// Two tables: the changes, and the text that each file had last.
#include "access/change_log.hpp"

namespace lt::access {
namespace {

using store::Resetting;
using store::Statement;
using Text = std::optional<std::string>;

void bind(Statement& statement, int parameter, const Text& text) {
  if (text) {
    statement.bind(parameter, std::string_view(*text));
  } else {
    statement.bind_null(parameter);
  }
}

Text text_of(const Statement& statement, int column) {
  return statement.is_null(column) ? std::nullopt : Text(statement.string(column));
}

std::map<std::string, std::string> remembered(Database& database) {
  Statement& select = database.prepared("SELECT path, text FROM settings_file");
  const Resetting resetting(select);
  std::map<std::string, std::string> files;
  while (select.step()) files.emplace(select.string(0), select.string(1));
  return files;
}

bool remembers_nothing(Database& database) {
  Statement& select = database.prepared("SELECT 1 FROM settings_change UNION SELECT 1 FROM settings_file");
  const Resetting resetting(select);
  return !select.step();
}

void remember(Database& database, const std::string& path, const Text& text) {
  Statement& statement = database.prepared(text ? "INSERT OR REPLACE INTO settings_file VALUES (?, ?)"
                                                : "DELETE FROM settings_file WHERE path = ?");
  statement.bind(1, std::string_view(path));
  if (text) statement.bind(2, std::string_view(*text));
  statement.run();
}

std::int64_t insert(Database& database, const FileChange& change, Milliseconds now) {
  remember(database, change.path, change.after);
  Statement& insert = database.prepared(
      "INSERT INTO settings_change (at, who, path, kind, reason, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, now);
  int parameter = 2;
  for (const auto* part : {&change.who, &change.path, &change.kind, &change.reason})
    insert.bind(parameter++, std::string_view(*part));
  bind(insert, 6, change.before);
  bind(insert, 7, change.after);
  insert.run();
  Statement& last = database.prepared("SELECT max(id) FROM settings_change");
  const Resetting resetting(last);
  return last.step() ? last.integer(0) : 0;
}

FileChange read_change(const Statement& row) {
  return {.id = row.integer(0),
          .at = row.integer(1),
          .who = row.string(2),
          .path = row.string(3),
          .kind = row.string(4),
          .reason = row.string(5)};
}

}  // namespace

void ChangeLog::look(const std::map<std::string, std::string>& files) {
  database_.write([&](Database& database) {
    const bool first = remembers_nothing(database);
    const auto known = remembered(database);
    const auto differs = [&](const std::string& path, const Text& before, const Text& after) {
      if (before == after) return;
      if (first) return remember(database, path, after);
      insert(database, {.path = path, .kind = "outside", .before = before, .after = after}, clock_.now());
    };
    for (const auto& [path, text] : files) {
      const auto found = known.find(path);
      differs(path, found == known.end() ? Text() : Text(found->second), text);
    }
    for (const auto& [path, text] : known)
      if (!files.contains(path)) differs(path, text, std::nullopt);
  });
}

std::int64_t ChangeLog::put(const FileChange& change) {
  return database_.write([&](Database& database) { return insert(database, change, clock_.now()); });
}

std::vector<FileChange> ChangeLog::changes(const ChangeQuery& query) {
  std::string text = "SELECT id, at, who, path, kind, reason FROM settings_change WHERE 1 = 1";
  if (query.before != 0) text += " AND id < ?1";
  if (!query.path.empty()) text += " AND path = ?2";
  text += " ORDER BY id DESC LIMIT ?3";
  return database_.read([&](Database& database) {
    Statement& select = database.prepared(text);
    const Resetting resetting(select);
    if (query.before != 0) select.bind(1, query.before);
    if (!query.path.empty()) select.bind(2, std::string_view(query.path));
    select.bind(3, query.limit);
    std::vector<FileChange> changes;
    while (select.step()) changes.push_back(read_change(select));
    return changes;
  });
}

std::optional<FileChange> ChangeLog::find(std::int64_t id) {
  return database_.read([&](Database& database) -> std::optional<FileChange> {
    Statement& select =
        database.prepared("SELECT id, at, who, path, kind, reason, before, after FROM settings_change WHERE id = ?");
    const Resetting resetting(select);
    select.bind(1, id);
    if (!select.step()) return std::nullopt;
    FileChange change = read_change(select);
    change.before = text_of(select, 6);
    change.after = text_of(select, 7);
    return change;
  });
}

}  // namespace lt::access
