// Result copies: .csv as it is, workbooks as .xlsx by libxlsxwriter.
#include "result_copy.hpp"

#include "csv_reader.hpp"
#include "header.hpp"
#include "text_encoding.hpp"
#include "workbook.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <cmath>
#include <fstream>
#include <memory>
#include <optional>

namespace lt::spreadsheet {
namespace {

constexpr std::uint64_t most_cells = 5'000'000;
constexpr std::size_t most_text_bytes = 32767;  // what Excel takes in one cell
constexpr double copy_column_width = 18;

/// Where results of one sheet go.
struct Target {
  std::uint32_t column = 0;
  std::uint32_t header_row = 0;  ///< 0: the column has its header already
};

std::vector<std::string> folded(const ResultColumn& column) {
  std::vector<std::string> names;
  names.reserve(column.headers.size());
  for (const auto& header : column.headers) names.push_back(fold_header(header));
  return names;
}

/// The column of the form, else the one after the last; none for a sheet that is no table of ours.
std::optional<Target> find_target(Workbook& workbook, std::size_t sheet, const Layout& layout,
                                  const ResultColumn& column) {
  try {
    const auto header = find_header(workbook, sheet, layout);
    if (const int found = find_column(header, folded(column)); found >= 0) {
      return Target{static_cast<std::uint32_t>(found), 0};
    }
    Target target{0, header.first_row};
    workbook.rows(sheet, [&](const Row& row) {
      target.column = std::max(target.column, row.cells.back().column + 1);
      return true;
    });
    return target;
  } catch (const FileError&) {
    return std::nullopt;
  }
}

void sync(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (!synced) throw CopyError("the copy with results cannot be written to the disk: " + path.string());
}

void put_in_place(const std::filesystem::path& aside, const std::filesystem::path& copy) {
  sync(aside);
  std::filesystem::rename(aside, copy);
  sync(copy.has_parent_path() ? copy.parent_path() : ".");
}

std::string shortened(const std::string& text) {
  if (text.size() <= most_text_bytes) return text;
  auto cut = most_text_bytes;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return text.substr(0, cut);
}

class XlsxCopy {
 public:
  XlsxCopy(const std::filesystem::path& file, std::int64_t source_time)
      : name_(file.string()), book_(workbook_new(name_.c_str())) {
    if (!book_) throw CopyError("the copy with results cannot be created: " + name_);
    lxw_doc_properties properties{};
    properties.created = source_time;  // the same input gives the same bytes
    workbook_set_properties(book_, &properties);
    day_ = format("dd/mm/yyyy");
    moment_ = format("dd/mm/yyyy hh:mm:ss");
    time_ = format("hh:mm:ss");
    wrapped_ = workbook_add_format(book_);
    format_set_text_wrap(wrapped_);
  }
  ~XlsxCopy() {
    if (book_) workbook_close(book_);
  }
  XlsxCopy(const XlsxCopy&) = delete;
  XlsxCopy& operator=(const XlsxCopy&) = delete;

  void add_sheet(Workbook& source, std::size_t index, const std::optional<Target>& target, const ResultColumn& column,
                 const Results& results) {
    const auto& sheet = source.sheets()[index];
    auto* to = workbook_add_worksheet(book_, sheet.name.c_str());
    if (!to) throw FileError("the copy with results cannot have a sheet named \"" + sheet.name + "\"");
    if (sheet.hidden && index > 0) worksheet_hide(to);
    worksheet_set_column(to, 0, LXW_COL_MAX - 1, copy_column_width, nullptr);
    for (const auto& range : source.merged(index)) {
      if (range.first_row == range.last_row && range.first_column == range.last_column) continue;
      worksheet_merge_range(to, range.first_row - 1, static_cast<lxw_col_t>(range.first_column), range.last_row - 1,
                            static_cast<lxw_col_t>(range.last_column), "", wrapped_);
    }
    source.rows(index, [&](const Row& row) {
      if (row.number > LXW_ROW_MAX) throw FileError("the sheet has more rows than .xlsx allows");
      for (const auto& cell : row.cells) write(to, row.number - 1, cell);
      return true;
    });
    if (!target) return;
    if (target->header_row > 0) write_text(to, target->header_row - 1, target->column, column.headers.front());
    for (auto at = results.lower_bound({sheet.name, 0}); at != results.end() && at->first.first == sheet.name; ++at) {
      write_text(to, at->first.second - 1, target->column, at->second);
    }
  }

  void close() {
    const auto error = workbook_close(std::exchange(book_, nullptr));
    if (error != LXW_NO_ERROR)
      throw CopyError(std::string("the copy with results cannot be written: ") + lxw_strerror(error));
  }

 private:
  lxw_format* format(const char* number_format) {
    auto* made = workbook_add_format(book_);
    format_set_num_format(made, number_format);
    return made;
  }

  void write(lxw_worksheet* to, std::uint32_t row, const Cell& cell) {
    if (++cells_ > most_cells) throw FileError("the file has too many cells for a copy with results: split it");
    const auto column = static_cast<lxw_col_t>(cell.column);
    if (cell.kind == Cell::Kind::number) {
      worksheet_write_number(to, row, column, cell.number, nullptr);
    } else if (cell.kind == Cell::Kind::boolean) {
      worksheet_write_boolean(to, row, column, cell.number != 0, nullptr);
    } else if (cell.kind == Cell::Kind::date && (cell.number != 0 || cell.text == "00:00:00")) {
      auto* shown = cell.number < 1 ? time_ : cell.number == std::floor(cell.number) ? day_ : moment_;
      worksheet_write_number(to, row, column, cell.number, shown);
    } else {
      write_text(to, row, cell.column, cell.text);
    }
  }

  void write_text(lxw_worksheet* to, std::uint32_t row, std::uint32_t column, const std::string& text) {
    worksheet_write_string(to, row, static_cast<lxw_col_t>(column), shortened(text).c_str(), wrapped_);
  }

  std::string name_;
  lxw_workbook* book_;
  lxw_format *day_, *moment_, *time_, *wrapped_;
  std::uint64_t cells_ = 0;
};

void write_field(std::ostream& out, const std::string& text, char separator) {
  if (text.find_first_of(std::string("\"\r\n") + separator) == std::string::npos) {
    out << text;
    return;
  }
  out << '"';
  for (const char c : text) out << (c == '"' ? "\"\"" : std::string(1, c));
  out << '"';
}

/// A result may quote what stood in the file; a spreadsheet program must not take it for a formula.
std::string harmless(const std::string& result) {
  return !result.empty() && std::string_view("=+-@\t").find(result[0]) != std::string_view::npos ? "'" + result
                                                                                                 : result;
}

void write_csv(Workbook& source, const std::filesystem::path& file, char separator, const Target& target,
               const ResultColumn& column, const Results& results) {
  std::ofstream out(file, std::ios::binary);
  out << "\xEF\xBB\xBF";  // so that Excel reads it as UTF-8
  std::uint32_t next_row = 1;
  source.rows(0, [&](const Row& row) {
    for (; next_row < row.number; ++next_row) out << "\r\n";
    const auto found = results.find({source.sheets()[0].name, row.number});
    const auto* result = found != results.end()            ? &found->second
                         : row.number == target.header_row ? &column.headers.front()
                                                           : nullptr;
    const auto last = result ? std::max(row.cells.back().column, target.column) : row.cells.back().column;
    for (std::uint32_t i = 0; i <= last; ++i) {
      if (i > 0) out << separator;
      const Cell* cell = row.at(i);
      if (result && i == target.column)
        write_field(out, harmless(*result), separator);
      else if (cell)
        write_field(out, cell->text, separator);
    }
    out << "\r\n";
    ++next_row;
    return true;
  });
  out.close();
  if (!out) throw CopyError("the copy with results cannot be written: " + file.string());
}

std::int64_t seconds(const std::filesystem::path& file) {
  const auto time = std::chrono::file_clock::to_sys(std::filesystem::last_write_time(file));
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

}  // namespace

Results read_results(const std::filesystem::path& copy, const std::filesystem::path& source, const Layout& layout,
                     const ResultColumn& column) {
  Results results;
  std::error_code absent;
  const auto written = std::filesystem::last_write_time(copy, absent);
  if (absent || written < std::filesystem::last_write_time(source)) return results;
  try {
    const auto workbook = open_workbook(copy);
    // The only sheet of a .csv is named after its file; results are kept under the source's name.
    const bool csv = workbook->kind() == FileKind::csv;
    for (std::size_t i = 0; i < workbook->sheets().size(); ++i) {
      const auto target = find_target(*workbook, i, layout, column);
      if (!target || target->header_row > 0) continue;
      const auto header = find_header(*workbook, i, layout);
      const auto name = csv ? source.stem().string() : workbook->sheets()[i].name;
      workbook->rows(i, [&](const Row& row) {
        const Cell* cell = row.number >= header.data_row(layout) ? row.at(target->column) : nullptr;
        if (cell) results[{name, row.number}] = cell->text;
        return true;
      });
    }
  } catch (const FileError&) {
    results.clear();  // an unreadable copy is made anew
  }
  return results;
}

void write_results(const std::filesystem::path& source, const std::filesystem::path& copy, const Layout& layout,
                   const ResultColumn& column, const Results& results) {
  const auto aside = copy.parent_path() / ("." + copy.filename().string() + ".part");
  try {
    const auto workbook = open_workbook(source);
    if (workbook->kind() == FileKind::csv) {
      const auto target = find_target(*workbook, 0, layout, column);
      if (!target) throw FileError("the file no longer has the headers that the settings name");
      write_csv(*workbook, aside, find_csv_shape(source).separator, *target, column, results);
    } else {
      XlsxCopy out(aside, seconds(source));
      for (std::size_t i = 0; i < workbook->sheets().size(); ++i) {
        out.add_sheet(*workbook, i, find_target(*workbook, i, layout, column), column, results);
      }
      out.close();
    }
    put_in_place(aside, copy);
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove(aside, ignored);
    throw;
  }
}

}  // namespace lt::spreadsheet
