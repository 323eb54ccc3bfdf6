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

std::uint32_t hash_of(std::string_view text) { return static_cast<std::uint32_t>(content_hash(text)); }

}  // namespace

// A table while it is read.
struct ReferenceTable::Draft {
  std::vector<std::vector<std::string>> rows;  // the code, then the columns
  std::map<std::string, int> spellings;

  const std::string& code(int row) const { return rows[static_cast<std::size_t>(row)][0]; }
};

std::vector<std::string> ReferenceTable::codes() const {
  std::vector<std::string> list;
  const std::size_t width = columns_.size() + 1;
  list.reserve(cells_.size() / width);
  for (std::size_t row = 0; row < cells_.size() / width; ++row) list.emplace_back(cell(static_cast<int>(row), -1));
  return list;
}

int ReferenceTable::row(std::string_view spelling) const {
  const std::uint32_t hash = hash_of(spelling);
  const std::size_t mask = places_.size() - 1;
  for (std::size_t i = hash & mask; places_[i].row >= 0; i = (i + 1) & mask) {
    const Place& place = places_[i];
    if (place.hash == hash && std::string_view(texts_.data() + place.at, place.size) == spelling) return place.row;
  }
  return -1;
}

std::string_view ReferenceTable::cell(int row, int column) const {
  const std::size_t width = columns_.size() + 1;
  const Cell& found = cells_[static_cast<std::size_t>(row) * width + static_cast<std::size_t>(column + 1)];
  return {texts_.data() + found.at, found.size};
}

std::optional<int> ReferenceTable::column(std::string_view column_name) const {
  const auto found = std::find(columns_.begin(), columns_.end(), column_name);
  if (found == columns_.end()) return std::nullopt;
  return static_cast<int>(found - columns_.begin());
}

void ReferenceTable::read_yaml(const std::filesystem::path& file, Draft& draft, Violations& violations) {
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
    const int number = static_cast<int>(draft.rows.size());
    draft.rows.push_back({name});
    // The text as written is found without folding; both ways must mean one row.
    const auto add = [&](const std::string& spelling, const YamlNode& at) {
      for (const std::string& form : {spelling, fold(spelling)}) {
        const auto [place, fresh] = draft.spellings.emplace(form, number);
        if (!fresh && place->second != number) {
          at.violation("'" + spelling + "' is also a spelling of '" + draft.code(place->second) +
                       "'; it can mean only one of the two");
        }
      }
    };
    add(name, entry);
    draft.rows.back().resize(columns_.size() + 1);
    if (!entry.exists()) continue;
    for (const auto& [key, value] : entry.entries()) {
      if (std::find(known.begin(), known.end(), key) == known.end()) {
        value.violation("unknown key '" + key + "'" + suggestion(key, known));
      }
    }
    for (std::size_t c = 0; c < columns_.size(); ++c) draft.rows.back()[c + 1] = entry[columns_[c]].text_or("");
    for (const YamlNode& spelling :
         entry["spellings"].is_scalar() ? std::vector{entry["spellings"]} : entry["spellings"].items()) {
      add(spelling.text(), spelling);
    }
  }
}

void ReferenceTable::read_tsv(const std::filesystem::path& file, Draft& draft, Violations& violations) {
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
    if (!draft.spellings.emplace(line.substr(0, tab), static_cast<int>(draft.rows.size())).second) {
      violations.add(file.string(), number, "'" + line.substr(0, tab) + "' stands here a second time; remove one");
    }
    draft.rows.push_back({line.substr(tab + 1)});
  }
}

// Packs everything for look-ups, and hashes it in the order of the spellings.
void ReferenceTable::freeze(const Draft& draft) {
  const std::size_t width = columns_.size() + 1;
  std::size_t size = 2;
  while (size < draft.spellings.size() * 2) size *= 2;
  places_.assign(size, Place());
  cells_.assign(draft.rows.size() * width, Cell());
  std::string all = name_ + '\n' + unknown_code_ + (comparison_ == Comparison::folded ? "\nfolded" : "\nexact");
  for (const auto& column_name : columns_) all += '\n' + column_name;
  std::vector<bool> written(draft.rows.size());
  const auto pack = [&](const std::string& text) {
    const auto at = static_cast<std::uint32_t>(texts_.size());
    texts_ += text;
    return at;
  };
  for (const auto& [spelling, row] : draft.spellings) {
    const std::uint32_t hash = hash_of(spelling);
    std::size_t i = hash & (size - 1);
    while (places_[i].row >= 0) i = (i + 1) & (size - 1);
    places_[i] = {hash, pack(spelling), static_cast<std::uint32_t>(spelling.size()), row};
    const auto number = static_cast<std::size_t>(row);
    for (std::size_t c = 0; c < width && !written[number]; ++c) {
      const std::string& text = draft.rows[number][c];
      cells_[number * width + c] = {pack(text), static_cast<std::uint32_t>(text.size())};
    }
    written[number] = true;
    all += '\n' + spelling;
    for (const auto& text : draft.rows[number]) all += '\t' + text;
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
  if (file.extension() == ".yaml" && DecisionTable::is_one(file)) {
    decisions_.emplace(table->name_, std::make_unique<DecisionTable>(DecisionTable::load(file, violations)));
    return;
  }
  ReferenceTable::Draft draft;
  if (file.extension() == ".tsv") {
    table->read_tsv(file, draft, violations);
  } else {
    table->read_yaml(file, draft, violations);
  }
  table->freeze(draft);
  const std::string name = table->name_;
  tables_.emplace(name, std::move(table));
}

const ReferenceTable* ReferenceTables::find(std::string_view name) const {
  const auto found = tables_.find(name);
  return found == tables_.end() ? nullptr : found->second.get();
}

const DecisionTable* ReferenceTables::find_decision(std::string_view name) const {
  const auto found = decisions_.find(name);
  return found == decisions_.end() ? nullptr : found->second.get();
}

std::vector<std::string> ReferenceTables::decision_names() const {
  std::vector<std::string> list;
  list.reserve(decisions_.size());
  for (const auto& [name, table] : decisions_) list.push_back(name);
  return list;
}

std::vector<std::string> ReferenceTables::names() const {
  std::vector<std::string> list;
  list.reserve(tables_.size());
  for (const auto& [name, table] : tables_) list.push_back(name);
  return list;
}

}  // namespace lt::mapping
