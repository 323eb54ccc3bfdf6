// A workbook that is being written: its looks, its cells, its charts.
#pragma once

#include "report/document.hpp"
#include "report/memory_file.hpp"
#include "report/workbook_cells.hpp"

#include <xlsxwriter.h>

#include <map>
#include <string>

namespace lt::report {

enum class Look {
  plain,
  title,
  heading,
  head,
  text,
  good,
  warn,
  bad,
  integer,
  warn_integer,
  bad_integer,
  share,
  wrapped,
  total,
  note
};

// One workbook that is being written, and every cell that was.
class WorkbookWriter {
 public:
  WorkbookWriter();
  ~WorkbookWriter();
  WorkbookWriter(const WorkbookWriter&) = delete;
  WorkbookWriter& operator=(const WorkbookWriter&) = delete;

  lxw_workbook* book() { return book_; }
  CellLines& cells() { return cells_; }

  // An A4 page on its side, as wide as its columns.
  lxw_worksheet* add_sheet(const std::string& name);
  void text(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const std::string& given, Look look);
  void number(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, double value, Look look);
  // Over the columns of the body, as high as its words need there.
  void paragraph(lxw_worksheet* sheet, lxw_row_t row, const std::string& given, Look look);

  // The workbook's bytes; nothing may be written afterwards.
  std::string finish();

 private:
  MemoryFile file_;
  lxw_workbook* book_;
  std::map<Look, lxw_format*> formats_;
  CellLines cells_;
};

// A sheet of the charts with their numbers; none where the document has no charts.
void put_charts(WorkbookWriter& out, const Document& document, const std::string& name);

}  // namespace lt::report
