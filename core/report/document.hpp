// A report as its reader sees it, before any medium: the parts of an official document, sections, tables of texts.
#pragma once

#include "report/chart.hpp"
#include "report/format.hpp"
#include "report/issuer.hpp"
#include "report/sync_status.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lt::report {

enum class Mark { none, good, warn, bad };

struct Cell {
  std::string text;
  Mark mark = Mark::none;
  std::optional<std::int64_t> value = {};  // the number that the text writes
  bool percent = false;                    // `value` is in hundredths of a percent
};

struct Row {
  std::vector<Cell> cells;
  std::string detail;  // said below the cells over the whole width; may be empty
  bool group = false;  // its only cell heads the rows that follow
};

struct Column {
  std::string title;
  bool numeric = false;
  double share = 1;  // of the width, beside the others'
};

struct Table {
  std::string id;     // for links and tests
  std::string note;   // below the table; may be empty
  std::string empty;  // said where there are no rows
  std::vector<Column> columns;
  std::vector<Row> rows;
  std::vector<Cell> total;  // may be empty
};

struct Section {
  std::string heading;
  std::vector<std::string> paragraphs;
  Mark mark = Mark::none;  // of the paragraphs: the verdict's
  std::vector<Chart> charts;
  std::vector<Table> tables;
};

struct Appendix {
  std::string name;  // "Phụ lục I"
  std::string title;
  std::string reference;  // "(Kèm theo Báo cáo số …)"
  Table table;
};

struct Document {
  std::string id;
  std::string made;          // ISO 8601
  std::string parent, body;  // who issues, and the body above it
  std::string number;        // "Số: 12/BC-TTCNTT"
  std::string nation, motto;
  std::string place_date;
  std::string type, subject;            // "BÁO CÁO" and what about
  std::string addressees_title;         // "Kính gửi:"
  std::vector<std::string> addressees;  // one stands beside the title, several below it with their punctuation
  std::string opening;
  std::vector<Section> sections;
  std::string closing;
  std::string recipients_title;
  std::vector<std::string> recipients;  // with their signs of punctuation
  std::vector<std::string> signer;      // authority and title, a line each
  std::string signer_name;              // may be empty
  std::vector<Appendix> appendices;
  std::string seal_note;  // the hash of the figures and how it is verified
};

// What figures do not say of one issue of a report.
struct Issue {
  const Issuer& issuer;
  std::string sha256;       // of the figures
  std::string number = {};  // as the registry gave it; empty: to be written by hand
};

Document write_document(const SyncStatus& status, const Edition& edition, const Issue& issue);

// "at a glance": one line a flow, its state and why.
Table flows_table(const SyncStatus& status, const Edition& edition);
// What watches have found; without rows where they have found nothing.
Table watches_table(const SyncStatus& status, const Edition& edition);
// The verdict with its counts of rejected and pending records, which no verdict goes without.
std::string verdict_text(const SyncStatus& status, const Edition& edition);

}  // namespace lt::report
