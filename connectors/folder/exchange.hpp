// What is exchanged, as the settings say it: which files become which stream, and which stream becomes which files.
#pragma once

#include <lienthong/sdk/settings.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace lt::folder {

enum class Format { json_lines, csv };

struct InStream {
  std::filesystem::path folder;
  std::vector<std::string> patterns;
  std::vector<std::string> key;  ///< names of members; none: file and line
  char separator = ',';
  bool place = false;  ///< records carry _file and _line
};

struct Column {
  std::string field, header;
};

struct OutStream {
  std::filesystem::path folder;
  Format format = Format::json_lines;
  std::vector<Column> columns;  ///< of CSV
  std::string whole;            ///< name of the one file; empty: one file a batch
  std::string hub_key;          ///< member that takes the hub's key of the record; may be empty
  std::string operation;        ///< member that says upsert or delete
  char separator = ',';
  std::string ending() const { return format == Format::csv ? ".csv" : ".jsonl"; }
};

struct Exchange {
  std::map<std::string, InStream, std::less<>> in;
  std::map<std::string, OutStream, std::less<>> out;
};

/// Throws Failure misconfigured for what the schema cannot say.
Exchange parse_exchange(const sdk::Settings& settings);

/// "a/b" as a token of a JSON pointer: "a~1b".
std::string pointer_to(const std::string& member);

}  // namespace lt::folder
