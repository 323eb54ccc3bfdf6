// Pieces with their quotes, by kind.
#include "connect.hpp"

#include <cctype>
#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

namespace lt::sql_table {
namespace {

using sdk::misconfigured;
using sdk::Settings;
using Pieces = std::vector<std::pair<std::string, std::string>>;

std::string sqlite(const Settings& settings) {
  const auto file = settings.text("database");
  if (!std::filesystem::is_regular_file(file)) {
    throw sdk::unavailable("the database " + file + " is not there: check 'database', or mount the share");
  }
  if (file.find('"') != std::string::npos) throw misconfigured("the path of an SQLite database can have no quote");
  return "dbname=\"" + file + "\" timeout=10";
}

/// MySQL's backend knows quotes, but no way to write one.
std::string mysql(const Pieces& pieces) {
  std::string text;
  for (const auto& [name, value] : pieces) {
    if (value.empty()) continue;
    if (value.find_first_of("'\\") != std::string::npos) {
      throw misconfigured("'" + name + "' of a MySQL database can have no quote and no backslash: change it there");
    }
    text.append(text.empty() ? "" : " ").append(name).append("='").append(value).append("'");
  }
  return text;
}

std::string encoded(const std::string& value) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (const char c : value) {
    const auto code = static_cast<unsigned char>(c);
    if (std::isalnum(code)) {
      text += c;
    } else {
      text += {'%', digits[code >> 4], digits[code & 15]};
    }
  }
  return text;
}

/// A URI, because SOCI takes the other form apart at its spaces, also within quotes.
std::string postgresql(const Pieces& pieces) {
  std::string text;
  for (const auto& [name, value] : pieces) {
    if (!value.empty()) text += (text.empty() ? "postgresql:///?" : "&") + name + "=" + encoded(value);
  }
  return text;
}

/// {…} keeps ; and = in a value of ODBC; a closing brace is doubled. A plain value stays plain, since some drivers take
/// the braces of a user for a part of the name.
std::string braced(const std::string& value) {
  if (value.find_first_of("[]{}(),;?*=!@") == std::string::npos) return value;
  std::string text = "{";
  for (const char c : value) text += c == '}' ? "}}" : std::string(1, c);
  return text + "}";
}

std::string odbc(const Settings& settings, const std::string& password) {
  auto text = settings.text("database");
  for (const auto& [name, value] : Pieces{{"UID", settings.text_or("user", "")}, {"PWD", password}}) {
    if (value.empty()) continue;
    text += (text.ends_with(';') ? "" : ";") + name + "=" + braced(value);
  }
  return text;
}

}  // namespace

std::string connect_text(const Settings& settings, const std::string& password) {
  const auto kind = settings.text("kind");
  if (kind == "sqlite3") return sqlite(settings);
  if (kind == "odbc") return odbc(settings, password);
  const auto port = settings.has("port") ? std::to_string(settings.integer("port")) : "";
  const auto host = settings.text_or("host", "localhost"), user = settings.text_or("user", "");
  if (kind == "mysql") {
    return mysql({{"host", host},
                  {"port", port},
                  {"db", settings.text("database")},
                  {"user", user},
                  {"password", password},
                  {"charset", "utf8mb4"},
                  {"connect_timeout", "10"},
                  {"read_timeout", "60"},
                  {"write_timeout", "60"}});
  }
  return postgresql({{"host", host},
                     {"port", port},
                     {"dbname", settings.text("database")},
                     {"user", user},
                     {"password", password},
                     {"sslmode", settings.text_or("tls", "prefer")},
                     {"connect_timeout", "10"},
                     {"application_name", "lienthong"},
                     {"keepalives_idle", "30"}});
}

}  // namespace lt::sql_table
