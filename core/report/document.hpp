// A report as its reader sees it, before any medium: headings, a verdict, tables of texts.
#pragma once

#include "report/format.hpp"
#include "report/sync_status.hpp"

#include <string>
#include <vector>

namespace lt::report {

enum class Mark { none, good, warn, bad };

struct Cell {
  std::string text;
  Mark mark = Mark::none;
};

struct Row {
  std::vector<Cell> cells;
  std::string detail;  // said below the cells over the whole width; may be empty
};

struct Column {
  std::string title;
  bool numeric = false;
};

struct Table {
  std::string id;  // for links and tests
  std::string title;
  std::string note;   // below the table; may be empty
  std::string empty;  // said where there are no rows
  std::vector<Column> columns;
  std::vector<Row> rows;
  std::vector<Cell> total;  // may be empty
};

struct Document {
  std::string organization, department;
  std::string nation, motto;
  std::string place_date;
  std::string title, period, generated;
  std::string verdict;
  Mark verdict_mark = Mark::none;
  std::vector<Table> tables;
  std::string author, head, sign_here, sign_and_stamp;
  std::string page_note;
};

// `most_reasons` bounds the last table; what is left out is counted in its note.
Document write_document(const SyncStatus& status, const Edition& edition, std::size_t most_reasons = 15);

// "at a glance": one line a flow, its state and why.
// What watches have found; without rows where they have found nothing.
Table watches_table(const SyncStatus& status, const Edition& edition);
Table flows_table(const SyncStatus& status, const Edition& edition);
// The verdict with its counts of rejected and pending records, which no verdict goes without.
std::string verdict_text(const SyncStatus& status, const Edition& edition);

}  // namespace lt::report
