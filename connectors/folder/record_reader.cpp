// JSON lines by Boost.JSON, CSV by its header.
#include "record_reader.hpp"

#include "csv.hpp"

#include <boost/json.hpp>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>

namespace lt::folder {
namespace json = boost::json;
namespace {

constexpr std::size_t shown_of_an_oversized_line = 4096;

std::string_view without_cr(std::string_view text) {
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r") == std::string_view::npos; }

/// What no line of text can be; empty when the line may be one.
std::string fault_of(const Line& line) {
  if (line.too_long) return "the line is longer than " + std::to_string(most_record_bytes >> 10) + " KiB";
  if (!is_utf8(line.text)) return "the line is not UTF-8: save the file as UTF-8";
  return {};
}

FileRecord broken(const Line& line, std::string fault) {
  auto shown = std::string(without_cr(line.text));
  if (line.too_long) shown.resize(std::min(shown.size(), shown_of_an_oversized_line));
  return {std::move(shown), std::move(fault), line.end.lines, line.end};
}

bool is_missing(const json::value* value) {
  return !value || value->is_null() || (value->is_string() && value->get_string().empty());
}

std::string missing_key(const json::object& record, const InStream& stream) {
  for (const auto& name : stream.key) {
    if (is_missing(record.if_contains(name))) return "the key '" + name + "' is missing";
  }
  return {};
}

/// The object's own text, so that numbers stay as they were written, with its place in front where it is wanted.
std::string with_place(std::string_view object, const json::object& parsed, const std::string& file, std::uint64_t line,
                       const InStream& stream) {
  if (!stream.place) return std::string(object);
  auto text = json::serialize(json::object{{"_file", file}, {"_line", line}});
  text.back() = parsed.empty() ? '}' : ',';
  if (!parsed.empty()) text += object.substr(object.find('{') + 1);
  return text;
}

class JsonLines : public RecordReader {
 public:
  JsonLines(const std::filesystem::path& file, const InStream& stream, Position from)
      : name_(file.filename().string()), stream_(stream), lines_(file, from, most_record_bytes) {}

  bool next(FileRecord& record) override {
    Line line;
    do {
      if (!lines_.next(line)) return false;
    } while (!line.too_long && is_blank(line.text));
    record = parsed(line);
    return true;
  }

 private:
  FileRecord parsed(const Line& line) const {
    if (auto fault = fault_of(line); !fault.empty()) return broken(line, std::move(fault));
    json::error_code error;
    json::parse_options options;
    options.max_depth = 64;
    const auto value = json::parse(line.text, error, {}, options);
    if (error) return broken(line, "the line is no JSON (" + error.message() + ")");
    if (!value.is_object()) return broken(line, "the line is no JSON object");
    const auto& object = value.get_object();
    if (stream_.place && (object.contains("_file") || object.contains("_line"))) {
      return broken(line, "the names _file and _line are the connector's own: rename these members");
    }
    if (auto fault = missing_key(object, stream_); !fault.empty()) return broken(line, std::move(fault));
    return {with_place(without_cr(line.text), object, name_, line.end.lines, stream_), {}, line.end.lines, line.end};
  }

  std::string name_;
  const InStream& stream_;
  LineReader lines_;
};

class CsvRows : public RecordReader {
 public:
  CsvRows(const std::filesystem::path& file, const InStream& stream, Position from)
      : name_(file.filename().string()), stream_(stream), lines_(file, {}, most_record_bytes) {
    read_header();
    if (from.lines > 0) lines_ = LineReader(file, from, most_record_bytes), ahead_.clear();
  }

  bool next(FileRecord& record) override {
    std::vector<std::string> cells;
    do {
      Line line;
      if (!begin(line)) return false;
      record = joined(line, cells);
      if (record.fault.empty() && cells.size() != header_.size()) {
        record = broken(line, "the row has " + std::to_string(cells.size()) + " cells, the header " +
                                  std::to_string(header_.size()));
      }
      if (!record.fault.empty()) return true;
      pass(record.end);
    } while (std::all_of(cells.begin(), cells.end(), is_blank));
    const auto row = record_of(cells, record.line);
    if (auto fault = missing_key(row, stream_); !fault.empty()) {
      record.fault = std::move(fault);
    } else {
      record.text = json::serialize(row);
    }
    return true;
  }

 private:
  bool begin(Line& line) {
    do {
      if (ahead_.empty() && !look_ahead()) return false;
      line = std::move(ahead_.front());
      ahead_.pop_front();
    } while (!line.too_long && is_blank(line.text));
    return true;
  }
  bool look_ahead() {
    Line line;
    if (!lines_.next(line)) return false;
    ahead_.push_back(std::move(line));
    return true;
  }
  /// Those that a record of several lines has taken.
  void pass(const Position& end) {
    while (!ahead_.empty() && ahead_.front().end.lines <= end.lines) ahead_.pop_front();
  }

  /// A record goes on while a quote is open. Where that leads to nothing, only the first line is broken and reading
  /// goes on behind it, so that a stray quote costs its own line.
  FileRecord joined(const Line& first, std::vector<std::string>& cells) {
    if (auto fault = fault_of(first); !fault.empty()) return broken(first, std::move(fault));
    FileRecord record{first.text, {}, first.end.lines, first.end};
    const auto quotes = [](std::string_view text) { return std::count(text.begin(), text.end(), '"'); };
    bool open = quotes(first.text) % 2 != 0;
    for (std::size_t i = 0; open; ++i) {
      if (i == ahead_.size() && !look_ahead()) return broken(first, "a quote that opens is never closed");
      const auto& more = ahead_[i];
      if (more.too_long || record.text.size() + more.text.size() >= most_record_bytes || !is_utf8(more.text)) {
        return broken(first, "a quote that opens is not closed within one readable record");
      }
      record.text += "\n" + more.text;
      record.end = more.end;
      open = quotes(more.text) % 2 == 0;
    }
    record.text = without_cr(record.text);
    if (auto fault = split_csv(record.text, stream_.separator, cells); !fault.empty()) {
      return broken(first, std::move(fault));
    }
    return record;
  }

  void read_header() {
    Line line;
    if (!begin(line)) throw FileError("the file has no header row");
    const auto header = joined(line, header_);
    if (!header.fault.empty()) throw FileError("the header row cannot be read: " + header.fault);
    pass(header.end);
    std::set<std::string_view> seen;
    for (const auto& name : header_) {
      if (is_blank(name)) throw FileError("a column of the header row has no name");
      if (!seen.insert(name).second) throw FileError("two columns are called '" + name + "': rename one");
    }
    for (const auto& name : stream_.key) {
      if (!seen.contains(name)) throw FileError("the header row lacks the key column '" + name + "'");
    }
    if (stream_.place && (seen.contains("_file") || seen.contains("_line"))) {
      throw FileError("the names _file and _line are the connector's own: rename these columns");
    }
  }

  json::object record_of(const std::vector<std::string>& cells, std::uint64_t line) const {
    json::object row;
    if (stream_.place) row = {{"_file", name_}, {"_line", line}};
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (!cells[i].empty()) row[header_[i]] = cells[i];
    }
    return row;
  }

  std::string name_;
  const InStream& stream_;
  LineReader lines_;
  std::deque<Line> ahead_;
  std::vector<std::string> header_;
};

void require_text(const std::filesystem::path& file) {
  std::array<char, 4> mark{};
  std::ifstream in(file, std::ios::binary);
  if (!in) throw FileError("the file cannot be opened: give the hub's user the right to read it");
  in.read(mark.data(), mark.size());
  const std::string_view begin(mark.data(), static_cast<std::size_t>(in.gcount()));
  if (begin.starts_with("\xFF\xFE") || begin.starts_with("\xFE\xFF")) {
    throw FileError("the file is UTF-16: save it as UTF-8");
  }
  if (begin.find('\0') != std::string_view::npos || begin.starts_with("PK\x03\x04") || begin.starts_with("\x1F\x8B")) {
    throw FileError("the file is no text: unpack it, or read workbooks by the connector spreadsheet");
  }
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  std::int32_t i = 0;
  const auto length = static_cast<std::int32_t>(bytes.size());
  while (i < length) {
    UChar32 c = 0;
    U8_NEXT(bytes.data(), i, length, c);  // NOLINT(bugprone-inc-dec-in-conditions): ICU's macro
    if (c < 0) return false;
  }
  return true;
}

std::unique_ptr<RecordReader> open_records(const std::filesystem::path& file, const InStream& stream, Position from) {
  require_text(file);
  auto ending = file.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) { return std::tolower(c); });
  if (ending == ".csv" || ending == ".tsv") return std::make_unique<CsvRows>(file, stream, from);
  return std::make_unique<JsonLines>(file, stream, from);
}

}  // namespace lt::folder
