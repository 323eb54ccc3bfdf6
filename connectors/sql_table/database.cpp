// SOCI's session and statements.
#include "database.hpp"

#include "database_error.hpp"

#include <soci/backend-loader.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <charconv>

namespace lt::sql_table {
namespace {

template <class Work>
auto guarded(Work&& work) {
  try {
    return work();
  } catch (const soci::soci_error& error) {
    throw meaning(error);
  }
}

/// PostgreSQL and SQLite are linked; other backends are loaded where their library is installed.
void open(soci::session& session, const Dialect& dialect, const std::string& connect_text) {
  if (dialect.backend == "sqlite3") return session.open(*soci::factory_sqlite3(), connect_text);
  if (dialect.backend == "postgresql") return session.open(*soci::factory_postgresql(), connect_text);
  const std::string name(dialect.backend);
  const auto loaded = soci::dynamic_backends::list_all();
  if (std::find(loaded.begin(), loaded.end(), name) == loaded.end()) {
    try {
      soci::dynamic_backends::register_backend(name, "libsoci_" + name + ".so.4.0");
    } catch (const soci::soci_error& error) {
      throw DatabaseError(Reaction::misconfigured, "the library for " + name + " cannot be loaded, install libsoci-" +
                                                       name + "4.0: " + error.get_error_message());
    }
  }
  session.open(name, connect_text);
}

template <class Number>
Number number_of(const std::string& text) {
  Number number{};
  const auto end = text.data() + text.size();
  if (std::from_chars(text.data(), end, number).ptr != end) {
    throw DatabaseError(Reaction::misconfigured, "'" + text + "' is no number, as its column should hold");
  }
  return number;
}

std::vector<Cell> cells_of(const soci::row& row) {
  std::vector<Cell> cells;
  cells.reserve(row.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row.get_indicator(i) == soci::i_null) {
      cells.emplace_back();
      continue;
    }
    switch (row.get_properties(i).get_data_type()) {
      case soci::dt_integer:
        cells.emplace_back(std::to_string(row.get<int>(i)));
        break;
      case soci::dt_long_long:
        cells.emplace_back(std::to_string(row.get<long long>(i)));
        break;
      default:
        cells.emplace_back(row.get<std::string>(i));
    }
  }
  return cells;
}

}  // namespace

/// What a statement is bound to; stays where it is as long as the statement.
struct Database::Places {
  explicit Places(std::size_t count) : texts(count), whole(count), numbers(count), nulls(count, soci::i_ok) {}
  std::vector<std::string> texts;
  std::vector<long long> whole;
  std::vector<double> numbers;
  std::vector<soci::indicator> nulls;

  void fill(const std::vector<Bound>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto& [name, value, kind] = values[i];
      nulls[i] = value ? soci::i_ok : soci::i_null;
      if (!value) continue;
      if (kind == Kind::integer) {
        whole[i] = number_of<long long>(*value);
      } else if (kind == Kind::number) {
        numbers[i] = number_of<double>(*value);
      } else {
        texts[i] = *value;
      }
    }
  }
  void bind(soci::statement& statement, const std::vector<Bound>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto& name = values[i].name;
      if (values[i].kind == Kind::integer) {
        statement.exchange(soci::use(whole[i], nulls[i], name));
      } else if (values[i].kind == Kind::number) {
        statement.exchange(soci::use(numbers[i], nulls[i], name));
      } else {
        statement.exchange(soci::use(texts[i], nulls[i], name));
      }
    }
  }
};

struct Database::Prepared {
  Prepared(soci::session& session, const std::string& text, const std::vector<Bound>& values)
      : places(values.size()), statement(session) {
    places.bind(statement, values);
    statement.alloc();
    statement.prepare(text);
    statement.define_and_bind();
  }
  Places places;
  soci::statement statement;
};

struct Database::State {
  explicit State(const Dialect& d) : dialect(d) {}
  /// For a read that failed without a code, as one through ODBC does when the server has gone: asks once more.
  bool answers() {
    try {
      session << "SELECT 1";
      return true;
    } catch (const soci::soci_error&) {
      return false;
    }
  }
  const Dialect& dialect;
  soci::session session;
  std::map<std::string, std::unique_ptr<Prepared>> prepared;
};

Database::Database(const Dialect& dialect, const std::string& connect_text) : state_(std::make_unique<State>(dialect)) {
  try {
    open(state_->session, dialect, connect_text);
  } catch (const soci::soci_error& error) {
    throw meaning_of_connecting(error);
  }
  guarded([&] {
    for (const auto line : dialect.greeting) state_->session << std::string(line);
  });
}

Database::~Database() = default;

void Database::query(const std::string& text, const std::vector<Bound>& values,
                     const std::function<void(const std::vector<Cell>&)>& take) {
  try {
    fetch(text, values, take);
  } catch (const soci::soci_error& error) {
    auto what = meaning(error);
    if (what.reaction == Reaction::misconfigured && state_->dialect.backend == "odbc" && !state_->answers())
      what.reaction = Reaction::unavailable;
    throw what;
  }
}

void Database::fetch(const std::string& text, const std::vector<Bound>& values,
                     const std::function<void(const std::vector<Cell>&)>& take) {
  Places places(values.size());
  places.fill(values);
  soci::row row;
  soci::statement statement(state_->session);
  statement.exchange(soci::into(row));
  places.bind(statement, values);
  statement.alloc();
  statement.prepare(text);
  statement.define_and_bind();
  for (bool more = statement.execute(true); more; more = statement.fetch()) take(cells_of(row));
}

std::int64_t Database::execute(const std::string& text, const std::vector<Bound>& values) {
  return guarded([&]() -> std::int64_t {
    auto& slot = state_->prepared[text];
    if (!slot) slot = std::make_unique<Prepared>(state_->session, text, values);
    try {
      slot->places.fill(values);
      slot->statement.execute(true);
      return slot->statement.get_affected_rows();
    } catch (...) {
      // A statement that failed would send its old value where the next one is NULL.
      state_->prepared.erase(text);
      throw;
    }
  });
}

void Database::run(std::string_view text) {
  guarded([&] { state_->session << std::string(text); });
}

void Database::begin() {
  guarded([&] { state_->session.begin(); });
}

void Database::commit() {
  guarded([&] { state_->session.commit(); });
}

void Database::rollback() noexcept {
  try {
    state_->session.rollback();
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): a broken connection has rolled back by itself
  }
}

std::optional<std::vector<Column>> Database::columns(const std::string& table) {
  if (state_->dialect.catalogue.empty()) return std::nullopt;
  const auto dot = table.find('.');
  const auto schema = dot == std::string::npos ? std::string() : table.substr(0, dot);
  const auto name = dot == std::string::npos ? table : table.substr(dot + 1);
  std::vector<Column> found;
  query(std::string(state_->dialect.catalogue), {{"name", name}, {"schema", schema}, {"schema2", schema}},
        [&](const std::vector<Cell>& cells) {
          found.push_back({cells.at(0).value_or(""), kind_of_type(cells.at(1).value_or(""))});
        });
  return found;
}

}  // namespace lt::sql_table
