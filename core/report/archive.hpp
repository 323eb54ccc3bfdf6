// Reports that were made, kept as they were: a folder each, there as a whole or not at all.
#pragma once

#include "report/earlier.hpp"
#include "report/figures.hpp"
#include "report/seal.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::report {

// What the archive knows of a report without its files; with them in its folder as about.json.
struct Kept {
  std::string id;
  Kind kind = Kind::on_demand;
  std::string from, to, made;  // ISO 8601
  std::string verdict;
  std::string sha256;  // of its figures
  std::string number;  // as the registry gave it; may be empty
  std::string symbol;  // "BC-TTCNTT"
  std::string subject;
};

// May be used by several processes at once.
class Archive {
 public:
  explicit Archive(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // The files by format, on the disk with their names once this returns. False, and nothing changed, where a report of
  // this id is kept already. Throws Error{failed} where it cannot be written.
  // `due`: where it must still be sent.
  bool keep(const Kept& about, const std::map<Format, std::string>& files,
            const std::vector<std::string>& due = {}) const;

  // By kind, the oldest period first. What is half-written or foreign is not listed.
  std::vector<Kept> list() const;
  std::optional<Kept> find(std::string_view id) const;
  bool has(std::string_view id) const { return find(id).has_value(); }
  // The last of the kind whose period began before `before`. Throws Error{failed} where its figures were altered.
  std::optional<Earlier> last(Kind kind, Milliseconds before) const;

  std::filesystem::path file(const Kept& report, Format format) const;
  // Throws Error{failed} where the file is not there.
  std::string read(const Kept& report, Format format) const;

  // Where the report was to be sent and has not been yet.
  std::vector<std::string> due(const Kept& report) const;
  // It was sent there. Names of destinations are words as ids are.
  void sent(const Kept& report, const std::string& destination) const;

 private:
  std::filesystem::path folder_;
};

Kept about(const SyncStatus& status, const Figures& figures, const schedule::TimeZone& zone,
           const std::string& number = {}, const std::string& symbol = {}, const std::string& subject = {});

}  // namespace lt::report
