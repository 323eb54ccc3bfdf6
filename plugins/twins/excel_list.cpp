// Writes the list with libxlsxwriter.
#include "twins/excel_list.hpp"

#include "twins/feed.hpp"
#include "twins/list_rows.hpp"
#include "twins/random.hpp"
#include "twins/writing.hpp"

#include <xlsxwriter.h>

#include <fstream>
#include <set>
#include <stdexcept>

namespace lt::twins {
namespace {

constexpr std::uint32_t header_row = 6, first_data_row = 8;  // 0-based: rows 7 and 9
// People that only the list has: beyond every person a portal can hold.
constexpr std::uint64_t first_new_person = 5'000'000;

struct Sheet {
  lxw_worksheet* sheet;
  lxw_format *header, *text, *date;
};

std::vector<ListColumn> columns_of(ListLayout layout) {
  std::vector<ListColumn> made;
  for (const auto& column : list_columns)
    if (layout == ListLayout::vaccom || column.field != ListField::area) made.push_back(column);
  return made;
}

lxw_col_t narrow(std::size_t column) { return static_cast<lxw_col_t>(column); }

void write_head(const Sheet& out, const std::vector<ListColumn>& columns) {
  // The form merges its first cell as far as the first dose.
  worksheet_merge_range(out.sheet, 0, 0, 0, narrow(columns.size() - 9), std::string(list_notes[0]).c_str(), nullptr);
  for (lxw_row_t i = 1; i < list_notes.size(); ++i)
    worksheet_write_string(out.sheet, i, 1, std::string(list_notes[i]).c_str(), nullptr);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto& column = columns[i];
    const std::string header(column.header), group(column.group);
    worksheet_set_column(out.sheet, narrow(i), narrow(i), column.width, nullptr);
    if (group.empty()) {
      worksheet_merge_range(out.sheet, header_row, narrow(i), header_row + 1, narrow(i), header.c_str(), out.header);
      continue;
    }
    worksheet_write_string(out.sheet, header_row + 1, narrow(i), header.c_str(), out.header);
    if (i > 0 && columns[i - 1].group == column.group) continue;
    auto last = i;
    while (last + 1 < columns.size() && columns[last + 1].group == column.group) ++last;
    worksheet_merge_range(out.sheet, header_row, narrow(i), header_row, narrow(last), group.c_str(), out.header);
  }
}

void write_cell(const Sheet& out, lxw_row_t row, lxw_col_t column, const ListCell& cell) {
  switch (cell.kind) {
    case ListCell::Kind::text:
      worksheet_write_string(out.sheet, row, column, cell.text.c_str(), out.text);
      break;
    case ListCell::Kind::number:
      worksheet_write_number(out.sheet, row, column, cell.number, nullptr);
      break;
    case ListCell::Kind::day: {
      const auto day = day_of(cell.day);
      lxw_datetime date{day.year, static_cast<int>(day.month), static_cast<int>(day.day), 0, 0, 0};
      worksheet_write_datetime(out.sheet, row, column, &date, out.date);
      break;
    }
    case ListCell::Kind::empty:
      break;
  }
}

// Which rows are wrong, counted from 0.
std::set<std::uint32_t> choose_bad(const ListOptions& options) {
  std::set<std::uint32_t> made;
  Random random(options.seed, 701);
  while (made.size() < options.bad) made.insert(static_cast<std::uint32_t>(random.below(options.rows)));
  return made;
}

std::string cell_name(std::uint32_t row, std::size_t column) {
  char made[LXW_MAX_CELL_NAME_LENGTH];
  lxw_rowcol_to_cell(made, row, narrow(column));
  return made;
}

// Sets its own properties, so that the file does not bear the time of its making.
void set_properties(lxw_workbook* book) {
  lxw_doc_properties properties{};
  char author[] = "lienthong-twins";
  properties.author = author;
  properties.created = 1'640'995'200;  // 2022-01-01
  workbook_set_properties(book, &properties);
}

struct Maker {
  const ListOptions& options;
  const World world{options.seed};
  std::uint64_t known_people = people_of_portal();
  ListTruth truth{};

  std::uint64_t people_of_portal() const {
    const Feed feed(options.seed, options.portal_records);
    return world.place(feed.distinct() - 1).person + 1;
  }

  // Every second row is a person of the portal, as long as there are enough of them.
  void write(const Sheet& out) {
    const auto columns = columns_of(options.layout);
    write_head(out, columns);
    const auto bad = choose_bad(options);
    unsigned way = 0;
    for (std::uint32_t nth = 0; nth < options.rows; ++nth) {
      const bool known = nth % 2 == 0 && nth / 2 < known_people;
      const auto index = known ? (nth / 2 * 7919ULL + options.seed) % known_people : first_new_person + nth;
      const auto person = world.person(index);
      auto row = list_row(world, person, nth + 1, known);
      if (bad.count(nth) > 0) {
        const auto spoil = spoil_row(row, way++, nth);
        std::size_t column = 0;
        while (columns[column].field != spoil.field) ++column;
        const auto& cell = row[static_cast<std::size_t>(spoil.field)];
        truth.bad.push_back({first_data_row + nth + 1, cell_name(first_data_row + nth, column),
                             std::string(spoil.reason), cell.shown()});
      } else {
        truth.overlap += known;
        truth.good_doses += world.doses_of(index) > 1 ? 2 : 1;
      }
      for (std::size_t i = 0; i < columns.size(); ++i)
        write_cell(out, first_data_row + nth, narrow(i), row[static_cast<std::size_t>(columns[i].field)]);
    }
    truth.rows = options.rows;
  }
};

}  // namespace

ListTruth write_list(const ListOptions& options, const std::string& path) {
  if (options.rows == 0 || options.rows > 1'000'000) throw std::invalid_argument("rows must be 1 to 1000000");
  if (options.bad > options.rows) throw std::invalid_argument("bad must be at most rows");
  if (!std::ofstream(path)) throw std::runtime_error("cannot write " + path);
  Maker maker{options};
  lxw_workbook_options memory{};
  auto* book = workbook_new_opt(path.c_str(), &memory);
  if (book == nullptr) throw std::runtime_error("cannot write " + path);
  set_properties(book);
  Sheet out{workbook_add_worksheet(book, std::string(list_sheet).c_str()), workbook_add_format(book),
            workbook_add_format(book), workbook_add_format(book)};
  format_set_bold(out.header);
  format_set_text_wrap(out.header);
  format_set_align(out.header, LXW_ALIGN_CENTER);
  format_set_border(out.header, LXW_BORDER_THIN);
  format_set_num_format(out.text, "@");
  format_set_num_format(out.date, "dd/mm/yyyy");
  maker.write(out);
  if (const auto error = workbook_close(book); error != LXW_NO_ERROR)
    throw std::runtime_error("cannot write " + path + ": " + lxw_strerror(error));
  return maker.truth;
}

std::string to_json(const ListTruth& truth, const ListOptions& options) {
  std::string made = R"({"layout":")" + std::string(options.layout == ListLayout::national ? "national" : "vaccom");
  made += R"(","seed":)" + std::to_string(options.seed) + R"(,"firstRow":)" + std::to_string(truth.first_row);
  made +=
      R"(,"rows":)" + std::to_string(truth.rows) + R"(,"goodRows":)" + std::to_string(truth.rows - truth.bad.size());
  made += R"(,"goodDoses":)" + std::to_string(truth.good_doses) + R"(,"goodRowsAlsoOnPortal":)" +
          std::to_string(truth.overlap);
  made += R"(,"bad":[)";
  for (const auto& bad : truth.bad) {
    made += &bad == &truth.bad.front() ? "\n" : ",\n";
    made += R"({"row":)" + std::to_string(bad.row) + R"(,"cell":")" + bad.cell + R"(","reason":")" + bad.reason +
            R"(","value":")" + bad.value + "\"}";
  }
  return made + "\n]}\n";
}

}  // namespace lt::twins
