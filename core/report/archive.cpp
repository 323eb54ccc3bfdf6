// A report is written into a hidden folder, synced, and gets its name by a rename, which refuses a second of that name.
#include "report/archive.hpp"

#include "base/error.hpp"
#include "base/timestamp.hpp"
#include "report/format.hpp"

#include <boost/json.hpp>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <tuple>

namespace lt::report {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

const std::string due_prefix = "due-";

[[noreturn]] void cannot(const std::string& what, const fs::path& path) {
  throw Error(ErrorKind::failed, "reports: " + what + " " + path.string() + ": " + std::strerror(errno) +
                                     "; look at the disk and at who may write there");
}

void sync(const fs::path& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  const bool done = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (!done) cannot("cannot bring to the disk", path);
}

void write_file(const fs::path& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  out.close();
  if (!out) cannot("cannot write", path);
  sync(path, O_RDONLY);
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw Error(ErrorKind::failed, "reports: " + path.string() + " cannot be read; it was kept and is gone");
  return text.str();
}

std::string to_json(const Kept& kept) {
  const json::object object{
      {"id", kept.id},         {"kind", to_string(kept.kind)}, {"from", kept.from},     {"to", kept.to},
      {"made", kept.made},     {"verdict", kept.verdict},      {"sha256", kept.sha256}, {"number", kept.number},
      {"symbol", kept.symbol}, {"subject", kept.subject}};
  return json::serialize(object) + "\n";
}

std::optional<Kept> from_json(const std::string& text) {
  json::error_code error;
  const json::value value = json::parse(text, error);
  const auto* object = error ? nullptr : value.if_object();
  if (!object) return std::nullopt;
  const auto member = [&](const char* name) {
    const auto* found = object->if_contains(name);
    return found && found->is_string() ? std::string(found->get_string()) : std::string();
  };
  const auto kind = kind_of(member("kind"));
  if (!kind || member("id").empty()) return std::nullopt;
  return Kept{member("id"),     *kind,
              member("from"),   member("to"),
              member("made"),   member("verdict"),
              member("sha256"), member("number"),
              member("symbol"), member("subject")};
}

std::optional<Kept> read_about(const fs::path& folder) {
  if (!fs::exists(folder / "about.json")) return std::nullopt;
  return from_json(read_file(folder / "about.json"));
}

constexpr std::size_t longest_id = 200;  // the name of a folder

// Words of an id alone, so that no id leads elsewhere.
bool is_name(std::string_view id) {
  return !id.empty() && id.size() <= longest_id && id.front() != '.' && std::ranges::all_of(id, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.';
  });
}

}  // namespace

bool Archive::keep(const Kept& about, const std::map<Format, std::string>& files,
                   const std::vector<std::string>& due) const {
  if (has(about.id)) return false;
  fs::create_directories(folder_);
  std::string made = (folder_ / ("." + about.id + ".XXXXXX")).string();
  if (::mkdtemp(made.data()) == nullptr) cannot("cannot make a folder in", folder_);
  ::chmod(made.c_str(), 0750);
  for (const auto& [format, bytes] : files) {
    write_file(fs::path(made) / (about.id + "." + std::string(to_string(format))), bytes);
  }
  for (const auto& destination : due) write_file(fs::path(made) / (due_prefix + destination), {});
  write_file(fs::path(made) / "about.json", to_json(about));
  sync(made, O_RDONLY | O_DIRECTORY);
  if (::rename(made.c_str(), (folder_ / about.id).c_str()) != 0) {
    const int reason = errno;
    fs::remove_all(made);
    if (reason == ENOTEMPTY || reason == EEXIST) return false;
    errno = reason;
    cannot("cannot name", folder_ / about.id);
  }
  sync(folder_, O_RDONLY | O_DIRECTORY);
  return true;
}

std::vector<Kept> Archive::list() const {
  std::vector<Kept> all;
  if (!fs::is_directory(folder_)) return all;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    const std::string name = entry.path().filename().string();
    auto kept = is_name(name) ? read_about(entry.path()) : std::nullopt;
    if (kept && kept->id == name) all.push_back(std::move(*kept));
  }
  std::ranges::sort(all, {}, [](const Kept& kept) { return std::tie(kept.kind, kept.from, kept.made); });
  return all;
}

std::optional<Kept> Archive::find(std::string_view id) const {
  if (!is_name(id)) return std::nullopt;
  return read_about(folder_ / id);
}

std::optional<Earlier> Archive::last(Kind kind, Milliseconds before) const {
  const std::vector<Kept> all = list();
  const auto found = std::find_if(all.rbegin(), all.rend(), [&](const Kept& kept) {
    const auto from = from_canonical_timestamp(kept.from);
    return kept.kind == kind && from && *from < before;
  });
  if (found == all.rend()) return std::nullopt;
  const std::string bytes = read(*found, Format::json);
  if (const Inspection seen = inspect(bytes); seen.finding != Finding::intact || seen.sha256 != found->sha256) {
    throw Error(ErrorKind::failed,
                "the kept report " + found->id +
                    " was altered, so nothing can be compared with it; see lienthong report verify " + found->id);
  }
  return read_earlier(json::parse(bytes).as_object(), found->sha256);
}

fs::path Archive::file(const Kept& report, Format format) const {
  return folder_ / report.id / (report.id + "." + std::string(to_string(format)));
}

std::string Archive::read(const Kept& report, Format format) const { return read_file(file(report, format)); }

std::vector<std::string> Archive::due(const Kept& report) const {
  std::vector<std::string> destinations;
  for (const auto& entry : fs::directory_iterator(folder_ / report.id)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(due_prefix)) destinations.push_back(name.substr(due_prefix.size()));
  }
  std::ranges::sort(destinations);
  return destinations;
}

void Archive::sent(const Kept& report, const std::string& destination) const {
  const fs::path folder = folder_ / report.id;
  const fs::path due = folder / (due_prefix + destination);
  if (!fs::exists(due)) return;
  fs::rename(due, folder / ("sent-" + destination));
  sync(folder, O_RDONLY | O_DIRECTORY);
}

Kept about(const SyncStatus& status, const Figures& figures, const schedule::TimeZone& zone, const std::string& number,
           const std::string& symbol, const std::string& subject) {
  return {.id = id_of(status),
          .kind = status.kind,
          .from = iso_time(zone, status.period.from),
          .to = iso_time(zone, status.period.to),
          .made = iso_time(zone, status.now),
          .verdict = std::string(to_string(status.verdict)),
          .sha256 = figures.sha256,
          .number = number,
          .symbol = symbol,
          .subject = subject};
}

}  // namespace lt::report
