// Reading reference tables and finding spellings in them.
#include "mapping/reference_tables.hpp"

#include "base/hash.hpp"
#include "base/suggest.hpp"
#include "base/vietnamese_text.hpp"
#include "base/yaml.hpp"

#include <algorithm>
#include <fstream>

namespace lt::mapping {
namespace {

constexpr std::size_t code = 0;  // its place in a row

}  // namespace

std::size_t ReferenceTable::TextHash::operator()(std::string_view text) const {
  return static_cast<std::size_t>(content_hash(text));
}

std::vector<std::string> ReferenceTable::codes() const {
  std::vector<std::string> list;
  for (const auto& row : rows_) list.push_back(row[code]);
  return list;
}

int ReferenceTable::row(std::string_view spelling) const {
  const auto found = spellings_.find(spelling);
  return found == spellings_.end() ? -1 : found->second;
}

std::string_view ReferenceTable::cell(int row, int column) const {
  return rows_[static_cast<std::size_t>(row)][static_cast<std::size_t>(column + 1)];
}

std::optional<int> ReferenceTable::column(std::string_view column_name) const {
  const auto found = std::find(columns_.begin(), columns_.end(), column_name);
  if (found == columns_.end()) return std::nullopt;
  return static_cast<int>(found - columns_.begin());
}

void ReferenceTable::read_yaml(const std::filesystem::path& file, Violations& violations) {
  comparison_ = Comparison::folded;
  const YamlNode node = YamlNode::load_file(file, violations);
  if (!node.exists()) return;
  node.allow_only({"label", "unknown", "columns", "rows"});
  unknown_code_ = node["unknown"].text_or(unknown_code_);
  if (unknown_code_.rfind("unknown_", 0) != 0) {
    node["unknown"].violation("'" + unknown_code_ + "' must begin with 'unknown_', by which reports tell who must act");
  }
  columns_ = node["columns"].texts();
  std::vector<std::string> known{"label", "spellings"};
  known.insert(known.end(), columns_.begin(), columns_.end());
  for (const auto& [name, entry] : node["rows"].entries()) {
    const int number = static_cast<int>(rows_.size());
    rows_.push_back({name});
    // The text as written is found without folding; both ways must mean one row.
    const auto add = [&](const std::string& spelling, const YamlNode& at) {
      for (const std::string& form : {spelling, fold(spelling)}) {
        const auto [place, fresh] = spellings_.emplace(form, number);
        if (!fresh && place->second != number) {
          at.violation("'" + spelling + "' is also a spelling of '" +
                       rows_[static_cast<std::size_t>(place->second)][code] + "'; it can mean only one of the two");
        }
      }
    };
    add(name, entry);
    if (!entry.exists()) {
      rows_.back().resize(columns_.size() + 1);
      continue;
    }
    for (const auto& [key, value] : entry.entries()) {
      if (std::find(known.begin(), known.end(), key) == known.end()) {
        value.violation("unknown key '" + key + "'" + suggestion(key, known));
      }
    }
    for (const auto& column_name : columns_) rows_.back().push_back(entry[column_name].text_or(""));
    for (const YamlNode& spelling :
         entry["spellings"].is_scalar() ? std::vector{entry["spellings"]} : entry["spellings"].items()) {
      add(spelling.text(), spelling);
    }
  }
}

void ReferenceTable::read_tsv(const std::filesystem::path& file, Violations& violations) {
  comparison_ = Comparison::exact;
  std::ifstream in(file, std::ios::binary);
  if (!in) violations.add(file.string(), 0, "cannot be read; check that it exists and that the hub's user may read it");
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos || line.find('\t', tab + 1) != std::string::npos) {
      violations.add(file.string(), number, "a line must hold two values with one tab between them");
      continue;
    }
    if (!spellings_.emplace(line.substr(0, tab), static_cast<int>(rows_.size())).second) {
      violations.add(file.string(), number, "'" + line.substr(0, tab) + "' stands here a second time; remove one");
    }
    rows_.push_back({line.substr(tab + 1)});
  }
}

// Over what look-ups can see, in an order that does not depend on the hash map's.
void ReferenceTable::compute_fingerprint() {
  std::vector<std::string_view> spellings;
  for (const auto& [spelling, row] : spellings_) spellings.push_back(spelling);
  std::sort(spellings.begin(), spellings.end());
  std::string all = name_ + '\n' + unknown_code_ + (comparison_ == Comparison::folded ? "\nfolded" : "\nexact");
  for (const auto& column_name : columns_) all += '\n' + column_name;
  for (const auto spelling : spellings) {
    all.append("\n").append(spelling);
    for (const auto& text : rows_[static_cast<std::size_t>(row(spelling))]) all += '\t' + text;
  }
  fingerprint_ = static_cast<std::uint64_t>(content_hash(all));
}

ReferenceTables ReferenceTables::load(const std::filesystem::path& folder, Violations& violations) {
  ReferenceTables tables;
  if (!std::filesystem::is_directory(folder)) return tables;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto extension = entry.path().extension();
    if (extension == ".yaml" || extension == ".tsv") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) tables.add(file, violations);
  return tables;
}

void ReferenceTables::add(const std::filesystem::path& file, Violations& violations) {
  auto table = std::make_unique<ReferenceTable>();
  table->name_ = file.stem().string();
  if (tables_.contains(table->name_)) {
    violations.add(file.string(), 0, "a second table is named '" + table->name_ + "'; rename or remove one");
    return;
  }
  if (file.extension() == ".tsv") {
    table->read_tsv(file, violations);
  } else {
    table->read_yaml(file, violations);
  }
  table->compute_fingerprint();
  const std::string name = table->name_;
  tables_.emplace(name, std::move(table));
}

const ReferenceTable* ReferenceTables::find(std::string_view name) const {
  const auto found = tables_.find(name);
  return found == tables_.end() ? nullptr : found->second.get();
}

std::vector<std::string> ReferenceTables::names() const {
  std::vector<std::string> list;
  for (const auto& [name, table] : tables_) list.push_back(name);
  return list;
}

}  // namespace lt::mapping
