// Lines of a text file with their place, none kept longer than a limit.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

namespace lt::folder {

/// How far a file was read: `lines` lines, which end at `offset`.
struct Position {
  std::uint64_t offset = 0;
  std::uint64_t lines = 0;
};

struct Line {
  std::string text;  ///< without LF; a CR before it is kept; cut where `too_long`
  Position end;      ///< after this line, so `end.lines` is its number, from 1
  bool too_long = false;
};

/// A byte order mark of UTF-8 at the beginning of the file is left out.
class LineReader {
 public:
  /// Throws Failure unavailable when the file cannot be opened.
  LineReader(const std::filesystem::path& file, Position from, std::size_t most_bytes);
  /// False at the end. Throws Failure unavailable when the disk or the share fails.
  bool next(Line& line);

 private:
  bool fill();

  std::filesystem::path file_;
  std::ifstream in_;
  std::size_t most_bytes_;
  Position position_;
  std::string buffer_;
  std::size_t at_ = 0;
};

}  // namespace lt::folder
