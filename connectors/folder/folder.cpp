// The connector: files of JSON lines and CSV that lie in folders, in and out.
#include "exchange.hpp"
#include "out_files.hpp"
#include "read_state.hpp"
#include "record_reader.hpp"

#include <lienthong/sdk.hpp>
#include <unistd.h>

namespace {

using namespace lt::sdk;
using namespace lt::folder;
using lt::files::FileStamp;
using lt::files::WatchedFolder;

constexpr std::size_t page_records = 1000, page_bytes = 2 << 20;

/// Collects the records of one file to pages; each is followed by a checkpoint that says how far the file was read.
class Pages {
 public:
  Pages(const Reader& reader, ReadState& state, const FileStamp& file)
      : reader_(reader), state_(state), place_{file, {}} {}

  void add(const FileRecord& record) {
    if (record.fault.empty()) {
      page_ += (records_++ == 0 ? "[" : ",") + record.text;
    } else {
      reader_.reject(record.text, place_.stamp.name + ":" + std::to_string(record.line) + ": " + record.fault);
    }
    place_.position = record.end;
    if (++since_ >= page_records || page_.size() >= page_bytes) flush();
  }
  void flush() {
    reader_.require_running();
    if (records_ > 0) reader_.page(page_ + "]", "");
    page_.clear();
    records_ = since_ = 0;
    if (place_.position.lines == 0) return;
    state_.place = place_;
    reader_.checkpoint(state_.dump());
  }

 private:
  const Reader& reader_;
  ReadState& state_;
  Place place_;
  std::string page_;
  std::size_t records_ = 0, since_ = 0;
};

class Folder : public Connector {
 public:
  explicit Folder(const Settings& settings)
      : exchange_(parse_exchange(settings)),
        stable_(std::chrono::seconds(settings.integer_or("stable_seconds", 5))),
        move_(settings.text_or("after_read", "move") == "move") {}

  void check(Host& host) override {
    host.require_running();
    for (const auto& [name, stream] : exchange_.in) require(inbox(stream).fault(move_));
    for (const auto& [name, stream] : exchange_.out) require_writable(stream);
  }

  std::vector<Stream> streams(Host&) override {
    std::vector<Stream> all;
    for (const auto& [name, stream] : exchange_.in) {
      std::vector<std::string> key;
      key.reserve(stream.key.size());
      for (const auto& member : stream.key) key.push_back(pointer_to(member));
      if (key.empty()) key = {"/_file", "/_line"};
      const auto direction = exchange_.out.contains(name) ? Direction::both : Direction::in;
      all.push_back({name, direction, std::move(key), "Records of files", nullptr});
    }
    for (const auto& [name, stream] : exchange_.out) {
      if (!exchange_.in.contains(name)) all.push_back({name, Direction::out, {}, "Files of records", nullptr});
    }
    return all;
  }

  void read(Reader& reader, std::string_view name, std::string_view stored) override {
    const auto found = exchange_.in.find(name);
    if (found == exchange_.in.end()) throw misconfigured("'in' names no stream '" + std::string(name) + "'");
    const auto& stream = found->second;
    const auto folder = inbox(stream);
    reader.require_running();
    require(folder.fault(move_));
    ReadState state(stored);
    if (move_) move_read_files(reader, folder, state);
    const auto files = folder.list_at_rest(reader, stable_);
    state.keep_only(files);
    std::int64_t done = 0;
    for (const auto& file : files) {
      reader.require_running();
      if (!state.knows(file)) read_file(reader, folder, stream, file, state);
      reader.progress(++done, static_cast<std::int64_t>(files.size()));
    }
    reader.checkpoint(state.dump());
  }

  void write(Writer& writer, std::string_view name, std::span<const Record> records) override {
    const auto found = exchange_.out.find(name);
    if (found == exchange_.out.end()) throw misconfigured("'out' names no stream '" + std::string(name) + "'");
    writer.require_running();
    require_writable(found->second);
    write_files(writer, found->second, found->first, records);
  }

 private:
  static void require(const std::string& fault) {
    if (!fault.empty()) throw unavailable(fault);
  }
  static WatchedFolder inbox(const InStream& stream) {
    return {stream.folder, stream.patterns, lt::files::PathKind::folder};
  }
  /// Never made by us: where a share is not mounted, files would land beneath it.
  static void require_writable(const OutStream& stream) {
    const auto folder = stream.folder.string();
    if (!std::filesystem::is_directory(stream.folder))
      throw unavailable("the folder " + folder + " is not there: create it or mount the share");
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
      throw unavailable("the folder " + folder + " cannot be written to: give the hub's user the right to");
  }

  /// The state that came back is stored, so the files it names may leave the folder.
  static void move_read_files(const Reader& reader, const WatchedFolder& folder, const ReadState& state) {
    for (const auto& done : state.files) {
      if (!unchanged(folder.stamp(done.stamp.name), done.stamp)) continue;
      try {
        folder.move_to(done.refused ? lt::files::failed_folder : lt::files::processed_folder, done.stamp.name);
      } catch (const std::filesystem::filesystem_error& error) {
        reader.warn(std::string("a file that was read cannot be moved: ") + error.what());
      }
    }
  }

  static void read_file(const Reader& reader, const WatchedFolder& folder, const InStream& stream,
                        const FileStamp& file, ReadState& state) {
    if (!is_utf8(file.name)) {
      reader.warn("a file whose name is not UTF-8 is left: rename it");
      return;
    }
    std::string refusal;
    try {
      const auto records = open_records(folder.file(file.name), stream, state.position(file));
      Pages pages(reader, state, file);
      for (FileRecord record; records->next(record);) pages.add(record);
      pages.flush();
    } catch (const FileError& error) {
      refusal = error.what();
    }
    if (!unchanged(folder.stamp(file.name), file)) {
      reader.warn(file.name + " changed while it was read: it is read again in the next run");
      state.place.reset();
      return;
    }
    if (!refusal.empty())
      reader.reject(json::serialize(json::object{{"_file", file.name}}), file.name + ": " + refusal);
    state.finish({file, !refusal.empty()});
    reader.checkpoint(state.dump());
  }

  Exchange exchange_;
  milliseconds stable_;
  bool move_;
};

}  // namespace

LT_CONNECTOR(Folder, .version = "1.0.0", .vendor = "Liên Thông",
             .summary = "Exchanges files of JSON lines and CSV over folders, local or mounted, in both directions.");
