// Opens any table file, whatever its name says, and reads its sheets row by row.
#pragma once

#include "cell.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace lt::spreadsheet {

enum class FileKind { csv, xls, xlsx };

struct Sheet {
  std::string name;
  bool hidden = false;
};

/// One thread at a time. Rows may be read again, from the start each time.
class Workbook {
 public:
  virtual ~Workbook() = default;
  virtual FileKind kind() const = 0;
  virtual const std::vector<Sheet>& sheets() const = 0;
  /// Pushes the rows that hold something, top down.
  virtual void rows(std::size_t sheet, const RowSink& sink) = 0;
  virtual std::vector<MergedRange> merged(std::size_t sheet) = 0;
};

/// Looks at the content, not the ending; throws FileError for anything that is no readable .xls, .xlsx or .csv.
std::unique_ptr<Workbook> open_workbook(const std::filesystem::path& file, const Limits& limits = {});

}  // namespace lt::spreadsheet
