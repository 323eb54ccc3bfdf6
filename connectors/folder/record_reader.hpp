// The records of one file of JSON lines or CSV; what is broken harms its own line only.
#pragma once

#include "exchange.hpp"
#include "line_reader.hpp"

#include <deque>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace lt::folder {

/// A file that cannot be read as a whole; the message says why and what to do, without the file's name.
struct FileError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline constexpr std::size_t most_record_bytes = 1 << 20;

struct FileRecord {
  std::string text;        ///< a JSON object, or what stood there where `fault` is set
  std::string fault;       ///< why it is no record
  std::uint64_t line = 0;  ///< where it begins, from 1
  Position end;            ///< after it
};

bool is_utf8(std::string_view bytes);

class RecordReader {
 public:
  virtual ~RecordReader() = default;
  /// False at the end. Blank lines are passed over.
  virtual bool next(FileRecord& record) = 0;
};

/// Reads on from a position (of a record's end). Throws FileError.
std::unique_ptr<RecordReader> open_records(const std::filesystem::path& file, const InStream& stream, Position from);

}  // namespace lt::folder
