// The header of COPY; the rows follow.
#include "store/postgresql_rows.hpp"

namespace lt::store {

PostgresRows::PostgresRows(PostgresConnection& connection, const std::string& table, const std::vector<Column>& columns)
    : connection_(connection) {
  std::string names;
  for (const Column& column : columns) {
    names += (names.empty() ? "" : ", ") + sql_name(column.name);
    types_.push_back(column.type);
  }
  const std::string text = "COPY " + sql_name(table) + " (" + names + ") FROM STDIN (FORMAT binary)";
  const Result result(PQexec(connection.raw(), text.c_str()));
  if (PQresultStatus(result.get()) != PGRES_COPY_IN) {
    finished_ = true;
    connection.fail("cannot write rows", result.get());
  }
  buffer_.append("PGCOPY\n\377\r\n\0", 11);
  append_big_endian(buffer_, std::int32_t{0});  // no flags
  append_big_endian(buffer_, std::int32_t{0});  // no extension of the header
}

}  // namespace lt::store
