// The connector: reads the tables of a watched folder as records and writes results into copies of its files.
#include "inbox.hpp"
#include "layout.hpp"
#include "read_state.hpp"
#include "result_copy.hpp"
#include "table_reader.hpp"
#include "text_encoding.hpp"
#include "whole_list.hpp"

#include <lienthong/sdk.hpp>

#include <map>

namespace {

using namespace lt::sdk;
using namespace lt::spreadsheet;

constexpr std::size_t page_rows = 1000, page_bytes = 2 << 20;
constexpr std::string_view results_stream = "results";

std::vector<std::string> texts(const Settings& settings, std::string_view name, std::vector<std::string> fallback) {
  if (!settings.has(name)) return fallback;
  std::vector<std::string> out;
  for (const auto& item : settings.list(name)) out.emplace_back(item.as_string());
  return out;
}

/// The name as JSON can hold it.
std::string utf8_name(const std::string& name) { return is_utf8(name) ? name : to_nfc(name); }

/// Collects records to pages of one JSON array.
class Pages {
 public:
  Pages(const Reader& reader, ReadState& state, Place place)
      : reader_(reader), state_(state), place_(std::move(place)) {}

  void add(const RowRecord& record) {
    place_.row = record.row;
    if (record.fault.empty()) {
      page_ += (rows_++ == 0 ? "[" : ",") + record.json;
    } else {
      reader_.reject(record.json, record.fault);
    }
    if (rows_ >= page_rows || page_.size() >= page_bytes) flush();
  }
  /// Emits what is collected; the checkpoint says how far this file was read.
  void flush() {
    reader_.require_running();
    if (rows_ > 0) reader_.page(page_ + "]", "");
    page_.clear();
    rows_ = 0;
    state_.place = place_;
    reader_.checkpoint(state_.dump());
  }
  void end_sheet() {
    flush();
    ++place_.sheet;
    place_.row = 0;
  }
  /// The rows that an earlier, interrupted read has stored.
  bool stored(std::size_t sheet, std::uint32_t row) const {
    return sheet < place_.sheet || (sheet == place_.sheet && row <= place_.row);
  }

 private:
  const Reader& reader_;
  ReadState& state_;
  Place place_;
  std::string page_;
  std::size_t rows_ = 0;
};

/// One record of the stream of results: what became of a row.
struct RowResult {
  std::string file, sheet, text;
  std::uint32_t row = 0;
};

RowResult parse_result(const Record& record) {
  const auto document = record.parse();
  const auto text = [&](const char* pointer) {
    const auto* value = at_pointer(document, pointer);
    if (!value || !value->is_string()) throw failed(std::string("the record lacks the text ") + pointer);
    return std::string(value->get_string());
  };
  RowResult result{text("/_file"), text("/_sheet"), record.erase ? "" : text("/result"), 0};
  const auto* row = at_pointer(document, "/_row");
  if (!row || !row->is_int64() || row->get_int64() < 1 || row->get_int64() > 1048576) {
    throw failed("the record lacks the row number /_row, from 1 to 1048576");
  }
  if (result.file.empty() || result.file.find('/') != std::string::npos || result.file.starts_with(".")) {
    throw failed("/_file must be the name of a file in the folder, without its path");
  }
  result.row = static_cast<std::uint32_t>(row->get_int64());
  return result;
}

class Spreadsheet : public Connector {
 public:
  explicit Spreadsheet(const Settings& settings)
      : reads_(settings.has("path")),
        inbox_(settings.text_or("path", ""),
               texts(settings, "patterns", {"*.xls", "*.xlsx", "*.xlsm", "*.csv", "*.tsv"})),
        stable_(std::chrono::seconds(settings.integer_or("stable_seconds", 5))),
        move_(settings.text_or("after_read", "keep") == "move"),
        stream_(settings.text_or("stream", "rows")),
        result_column_{texts(settings, "result_headers", {"Kết quả import"})},
        result_folder_(settings.text_or("result_folder", inbox_.folder().string())) {
    if (!reads_ && !settings.has("lists"))
      throw misconfigured("the settings have neither 'path' nor 'lists', so there is nothing to read or write");
    lists_ = parse_whole_lists(settings, reads_ ? inbox_.folder() : std::filesystem::path());
    if (lists_.contains(results_stream) || lists_.contains(stream_))
      throw misconfigured("a list of 'lists' cannot be called 'results' or as what is read");
    if (stream_ == results_stream) throw misconfigured("'stream' cannot be 'results': that stream takes the results");
    if (!reads_) return;
    try {
      layout_ = parse_layout(settings.values());
    } catch (const LayoutError& error) {
      throw misconfigured(error.what());
    }
  }

  void check(Host& host) override {
    host.require_running();
    const auto fault = reads_ ? inbox_.fault(move_) : std::string();
    if (!fault.empty()) throw unavailable(fault);
    require_folders(lists_);
  }

  std::vector<Stream> streams(Host&) override {
    std::vector<Stream> all;
    for (const auto& [name, list] : lists_) all.push_back({name, Direction::out, {}, "A list, whole", nullptr});
    if (!reads_) return all;
    std::vector<std::string> key;
    key.reserve(layout_.key.size());
    for (const auto& name : layout_.key) key.push_back("/" + name);
    const std::vector<std::string> place{"/_file", "/_sheet", "/_row"};
    all.push_back({stream_, Direction::in, key.empty() ? place : key, "Rows of the tables", nullptr});
    all.push_back({std::string(results_stream), Direction::out, place, "What became of each row", nullptr});
    return all;
  }

  void read(Reader& reader, std::string_view stream, std::string_view stored) override {
    if (!reads_) throw misconfigured("the settings have no 'path', so there is nothing to read");
    if (stream != stream_)
      throw misconfigured("there is no stream '" + std::string(stream) + "' to read, only '" + stream_ + "'");
    reader.require_running();
    if (const auto fault = inbox_.fault(move_); !fault.empty()) throw unavailable(fault);
    ReadState state(stored);
    if (move_) move_read_files(reader, state);
    const auto files = inbox_.list_at_rest(reader, stable_);
    std::int64_t done = 0;
    for (const auto& file : files) {
      reader.require_running();
      const auto* known = state.find(utf8_name(file.name));
      if (!known || !known->stamp.same_version(file)) read_file(reader, file, state);
      reader.progress(++done, static_cast<std::int64_t>(files.size()));
    }
    reader.checkpoint(state.dump());
  }

  void write(Writer& writer, std::string_view stream, std::span<const Record> records) override {
    writer.require_running();
    if (const auto list = lists_.find(stream); list != lists_.end()) {
      return write_whole_list(writer, list->second, records);
    }
    if (stream != results_stream || !reads_)
      throw misconfigured("there is no stream '" + std::string(stream) + "' to write, only " +
                          (reads_ ? "'results' and " : "") + "those of 'lists'");
    std::map<std::string, std::vector<std::pair<const Record*, RowResult>>> by_file;
    for (const auto& record : records) {
      try {
        auto result = parse_result(record);
        by_file[result.file].emplace_back(&record, std::move(result));
      } catch (const Failure& failure) {
        writer.reject(record, LT_REJECT_PERMANENT, failure.what());
      }
    }
    for (const auto& [file, results] : by_file) {
      writer.require_running();
      write_file(writer, file, results);
    }
  }

 private:
  /// The state that came back is stored, so the files it names may leave the folder.
  void move_read_files(const Reader& reader, const ReadState& state) const {
    for (const auto& done : state.files) {
      if (!inbox_.stamp(done.stamp.name).same_version(done.stamp)) continue;
      try {
        inbox_.move_to(done.refused ? failed_folder : processed_folder, done.stamp.name);
      } catch (const std::filesystem::filesystem_error& error) {
        reader.warn(std::string("a file that was read cannot be moved: ") + error.what());
      }
    }
  }

  void read_file(const Reader& reader, const FileStamp& file, ReadState& state) const {
    std::string hash, refusal;
    try {
      if (!is_utf8(file.name)) throw FileError("the name of the file is not UTF-8: rename it");
      hash = sha256(inbox_.file(file.name));
      if (const auto* same = state.find_content(hash)) {
        reader.info(file.name + " has the content of " + same->stamp.name + ", which was read already");
        return finish(reader, state, {file, hash, same->refused});
      }
      read_rows(reader, file.name, hash, state);
    } catch (const FileError& error) {
      refusal = error.what();
    }
    if (!inbox_.stamp(file.name).same_version(file)) {
      reader.warn(file.name + " changed while it was read: it is read again in the next run");
      state.place.reset();
      return;
    }
    if (!refusal.empty()) {
      const auto name = utf8_name(file.name);
      reader.reject(json::serialize(json::object{{"_file", name}, {"sha256", hash}}), name + ": " + refusal);
    }
    finish(reader, state, {file, hash, !refusal.empty()});
  }

  void finish(const Reader& reader, ReadState& state, DoneFile done) const {
    done.stamp.name = utf8_name(done.stamp.name);
    state.add(std::move(done));
    state.place.reset();
    reader.checkpoint(state.dump());
  }

  void read_rows(const Reader& reader, const std::string& name, const std::string& hash, ReadState& state) const {
    const auto workbook = open_workbook(inbox_.file(name));
    const auto sheets = choose_sheets(*workbook, layout_);
    const bool resumed = state.place && state.place->name == name && state.place->sha256 == hash;
    Pages pages(reader, state, resumed ? *state.place : Place{name, hash, 0, 0});
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      const auto header = find_header(*workbook, sheets[i], layout_);
      try {
        read_table(*workbook, sheets[i], header, layout_, name, [&](const RowRecord& record) {
          if (!pages.stored(i, record.row)) pages.add(record);
          return true;
        });
      } catch (const FileError&) {
        pages.flush();
        throw;
      }
      if (!pages.stored(i, UINT32_MAX)) pages.end_sheet();
    }
  }

  void write_file(const Writer& writer, const std::string& file,
                  const std::vector<std::pair<const Record*, RowResult>>& results) const {
    const auto refuse = [&](const std::string& reason) {
      for (const auto& [record, result] : results) writer.reject(*record, LT_REJECT_PERMANENT, reason);
    };
    const auto source = inbox_.find(file);
    if (source.empty()) return refuse("the file " + file + " is no longer in the folder");
    try {
      const bool csv = open_workbook(source)->kind() == FileKind::csv;
      std::filesystem::create_directories(result_folder_);
      const auto copy = result_folder_ / inbox_.result_name(file, csv);
      auto all = read_results(copy, source, layout_, result_column_);
      for (const auto& [record, result] : results) all[{result.sheet, result.row}] = result.text;
      write_results(source, copy, layout_, result_column_, all);
      for (const auto& [record, result] : results) writer.accept(*record, copy.filename().string());
    } catch (const FileError& error) {
      refuse(file + ": " + error.what());
    } catch (const CopyError& error) {
      throw unavailable(error.what());
    } catch (const std::filesystem::filesystem_error& error) {
      throw unavailable(std::string("the copy with results cannot be written: ") + error.what());
    }
  }

  bool reads_;
  Inbox inbox_;
  Layout layout_;
  WholeLists lists_;
  milliseconds stable_;
  bool move_;
  std::string stream_;
  ResultColumn result_column_;
  std::filesystem::path result_folder_;
};

}  // namespace

LT_CONNECTOR(
    Spreadsheet, .version = "1.0.0", .vendor = "Liên Thông",
    .summary = "Reads .xls, .xlsx and .csv lists by their headers and writes what became of each row into a copy.");
