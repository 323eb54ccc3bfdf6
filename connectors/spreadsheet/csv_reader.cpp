// Finds encoding and separator of a text file, then streams it through the parser.
#include "csv_reader.hpp"

#include "csv_parser.hpp"
#include "text_encoding.hpp"

#include <algorithm>
#include <array>
#include <fstream>

namespace lt::spreadsheet {
namespace {

constexpr std::size_t piece_bytes = 64 << 10;

struct Mark {
  std::string_view bytes;
  const char* encoding;
};
constexpr std::array marks{Mark{"\xEF\xBB\xBF", "UTF-8"}, Mark{"\xFF\xFE", "UTF-16LE"}, Mark{"\xFE\xFF", "UTF-16BE"}};

std::ifstream open_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw FileError("the file cannot be opened: check its permissions");
  return in;
}

/// Calls `take(piece, last)` until the end or until it says false.
template <typename Take>
void for_each_piece(const std::filesystem::path& file, std::size_t skip, Take take) {
  auto in = open_file(file);
  in.seekg(static_cast<std::streamoff>(skip));
  std::string buffer(piece_bytes, '\0');
  for (bool more = true; more;) {
    in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    if (in.bad()) throw FileError("the file cannot be read to its end: check the disk or the share");
    more = in.gcount() == static_cast<std::streamsize>(buffer.size());
    if (!take(std::string_view(buffer.data(), static_cast<std::size_t>(in.gcount())), !more)) return;
  }
}

/// Bytes at the end of `text` that begin a character which the next piece completes.
std::size_t unfinished_tail(std::string_view text) {
  for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
    const auto c = static_cast<unsigned char>(text[text.size() - back]);
    if (c < 0x80) return 0;
    if (c >= 0xC0) return (c >= 0xF0 ? 4U : c >= 0xE0 ? 3U : 2U) > back ? back : 0;
  }
  return 0;
}

bool whole_file_is_utf8(const std::filesystem::path& file) {
  bool valid = true;
  std::string carried;
  for_each_piece(file, 0, [&](std::string_view piece, bool last) {
    carried += piece;
    const auto tail = last ? 0 : unfinished_tail(carried);
    valid = is_utf8(std::string_view(carried).substr(0, carried.size() - tail));
    carried.erase(0, carried.size() - tail);
    return valid;
  });
  return valid;
}

std::string first_text(const std::filesystem::path& file, const CsvShape& shape) {
  std::string text;
  Decoder decoder(shape.encoding);
  for_each_piece(file, shape.mark, [&](std::string_view piece, bool last) {
    decoder.decode(piece, last, text);
    return false;
  });
  return text;
}

/// Mean number of fields of the first records, less their spread; 1 when the separator never splits.
double fit(std::string_view text, char separator) {
  constexpr std::size_t looked_at = 30;
  std::vector<double> counts;
  const RowSink sink = [&](const Row& row) {
    counts.push_back(static_cast<double>(row.cells.back().column) + 1);
    return counts.size() < looked_at;
  };
  const Limits limits;
  CsvParser parser(separator, limits, sink);
  try {
    if (parser.feed(text)) parser.finish();
  } catch (const FileError&) {  // NOLINT(bugprone-empty-catch)
    // An open quote: the sample may end within it; what was counted before still counts.
  }
  if (counts.empty()) return 0;
  double sum = 0, spread = 0;
  for (const double n : counts) sum += n;
  const double mean = sum / static_cast<double>(counts.size());
  for (const double n : counts) spread += std::abs(n - mean);
  return mean - spread / static_cast<double>(counts.size());
}

char find_separator(std::string_view text) {
  if (text.starts_with("sep=") && text.size() > 4) return text[4];
  char best = ',';
  double best_fit = 0;
  for (const char candidate : {',', ';', '\t'}) {
    const double found = fit(text, candidate);
    if (found > best_fit) best = candidate, best_fit = found;
  }
  return best;
}

class CsvWorkbook : public Workbook {
 public:
  CsvWorkbook(const std::filesystem::path& file, const Limits& limits)
      : file_(file), limits_(limits), shape_(find_csv_shape(file)), sheets_{Sheet{file.stem().string(), false}} {}

  FileKind kind() const override { return FileKind::csv; }
  const std::vector<Sheet>& sheets() const override { return sheets_; }
  std::vector<MergedRange> merged(std::size_t) override { return {}; }

  void rows(std::size_t, const RowSink& sink) override {
    bool first = true;
    const RowSink without_separator_line = [&](const Row& row) {
      const bool skip = first && row.number == 1 && row.cells.front().text.starts_with("sep=");
      first = false;
      return skip || sink(row);
    };
    CsvParser parser(shape_.separator, limits_, without_separator_line);
    Decoder decoder(shape_.encoding);
    bool wanted = true;
    for_each_piece(file_, shape_.mark, [&](std::string_view piece, bool last) {
      std::string text;
      decoder.decode(piece, last, text);
      return wanted = parser.feed(text);
    });
    if (wanted) parser.finish();
  }

 private:
  std::filesystem::path file_;
  Limits limits_;
  CsvShape shape_;
  std::vector<Sheet> sheets_;
};

}  // namespace

CsvShape find_csv_shape(const std::filesystem::path& file) {
  CsvShape shape;
  std::string start(3, '\0');
  auto in = open_file(file);
  in.read(start.data(), 3);
  start.resize(static_cast<std::size_t>(in.gcount()));
  for (const auto& mark : marks) {
    if (!start.starts_with(mark.bytes)) continue;
    shape.encoding = mark.encoding;
    shape.mark = mark.bytes.size();
    break;
  }
  if (shape.encoding.empty()) shape.encoding = whole_file_is_utf8(file) ? "UTF-8" : "windows-1258";
  shape.separator = find_separator(first_text(file, shape));
  return shape;
}

std::unique_ptr<Workbook> open_csv(const std::filesystem::path& file, const Limits& limits) {
  return std::make_unique<CsvWorkbook>(file, limits);
}

}  // namespace lt::spreadsheet
