// Loading the catalogue's file and answering by code.
#include "units/catalogue.hpp"

#include "base/error.hpp"
#include "base/program_places.hpp"
#include "units/catalogue_data.hpp"
#include "units/written_name.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>

namespace lt::units {
namespace {

constexpr std::size_t most_bytes = 64U << 20;

std::string read_whole(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  const auto size = in ? static_cast<std::size_t>(in.tellg()) : 0;
  if (!in || size > most_bytes) {
    throw Error(ErrorKind::misconfigured, file.string() +
                                              ": the catalogue of administrative units cannot be read; build the "
                                              "target units_catalogue or set LIENTHONG_SHARE to its folder");
  }
  std::string text(size, '\0');
  in.seekg(0);
  in.read(text.data(), static_cast<std::streamsize>(size));
  return text;
}

// One line of the file in columns; missing columns are empty.
struct Line {
  std::array<std::string_view, 8> column;
  bool complete = false;
};

Line split(std::string_view line, std::size_t columns) {
  Line result;
  for (std::size_t i = 0; i < columns; ++i) {
    const auto tab = line.find('\t');
    result.column[i] = line.substr(0, tab);
    if (tab == std::string_view::npos) {
      result.complete = i + 1 == columns;
      break;
    }
    line.remove_prefix(tab + 1);
  }
  return result;
}

std::optional<std::size_t> number(std::string_view text, std::size_t below) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value >= below) return std::nullopt;
  return value;
}

bool by_code_order(const Unit* a, const Unit* b) {
  return a->code != b->code ? a->code < b->code : a->full_name < b->full_name;
}

}  // namespace

// Reads the lines that catalogue/build_catalogue.mjs writes:
//   U era level code parent alias type name   the n-th of them is unit n; parent and alias are such numbers
//   M old new                                 what an old unit became
class CatalogueReader {
 public:
  explicit CatalogueReader(Catalogue::Data& data) : data_(data) {}

  bool read() {
    data_.units.reserve(static_cast<std::size_t>(std::count(data_.text.begin(), data_.text.end(), '\n')));
    std::string_view rest = data_.text;
    while (!rest.empty()) {
      const auto end = std::min(rest.find('\n'), rest.size());
      if (!read_line(rest.substr(0, end))) return false;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return !data_.units.empty();
  }

 private:
  bool read_line(std::string_view line) {
    if (line.starts_with("U\t")) return read_unit(split(line, 8));
    if (line.starts_with("M\t")) return read_mapping(split(line, 3));
    return false;
  }

  bool read_unit(const Line& line) {
    const auto& [kind, era, level, code, parent, alias, type, name] = line.column;
    const std::string_view levels = "pdc";
    const auto level_at = levels.find(level.empty() ? '\0' : level[0]);
    if (!line.complete || data_.units.size() == data_.units.capacity() || (era != "o" && era != "n") ||
        level_at == std::string_view::npos) {
      return false;
    }
    // Parents and aliases stand before what names them, so that their numbers are known.
    const auto parent_at = number(parent, data_.units.size());
    const auto alias_at = number(alias, data_.units.size());
    if ((!parent.empty() && !parent_at) || (!alias.empty() && !alias_at)) return false;
    // "type⇥name" becomes "type name" in place.
    char* const gap = data_.text.data() + (type.data() + type.size() - data_.text.data());
    *gap = ' ';
    const auto full_name = type.empty() ? name : std::string_view(type.data(), type.size() + 1 + name.size());
    data_.units.push_back({code, type, name, full_name, static_cast<Level>(level_at),
                           era == "o" ? Era::before_july_2025 : Era::since_july_2025,
                           parent_at ? &data_.units[*parent_at] : nullptr});
    data_.alias_of.push_back(alias_at ? &data_.units[*alias_at] : nullptr);
    data_.keys.push_back(key_hash(loose_key(name)));
    return true;
  }

  bool read_mapping(const Line& line) {
    data_.successors.resize(data_.units.size());
    data_.predecessors.resize(data_.units.size());
    const auto before = number(line.column[1], data_.units.size());
    const auto after = number(line.column[2], data_.units.size());
    if (!line.complete || !before || !after) return false;
    data_.successors[*before].push_back(&data_.units[*after]);
    data_.predecessors[*after].push_back(&data_.units[*before]);
    return true;
  }

  Catalogue::Data& data_;
};

Catalogue Catalogue::load(const std::filesystem::path& file) {
  auto data = std::make_unique<Data>();
  data->text = read_whole(file);
  if (!CatalogueReader(*data).read()) {
    throw Error(ErrorKind::misconfigured,
                file.string() + ": no catalogue of administrative units; build the target units_catalogue again");
  }
  data->successors.resize(data->units.size());
  data->predecessors.resize(data->units.size());
  data->children.resize(data->units.size());
  for (const auto& unit : data->units) {
    const auto slot = slot_of(unit.level, unit.era);
    data->names[slot].emplace_back(data->key(unit), &unit);
    if (unit.code.empty()) continue;
    data->codes[slot].emplace(unit.code, &unit);
    data->lists[slot].push_back(&unit);
    if (unit.parent) data->children[data->index(*unit.parent)].push_back(&unit);
  }
  for (auto& list : data->names) std::sort(list.begin(), list.end());
  for (auto& list : data->lists) std::sort(list.begin(), list.end(), by_code_order);
  for (auto* lists : {&data->children, &data->successors, &data->predecessors}) {
    for (auto& list : *lists) std::sort(list.begin(), list.end(), by_code_order);
  }
  return Catalogue(std::move(data));
}

std::filesystem::path Catalogue::default_path() { return shared_file("units.tsv"); }

Catalogue::Catalogue(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue& Catalogue::operator=(Catalogue&&) noexcept = default;
Catalogue::~Catalogue() = default;

const Unit* Catalogue::by_code(std::string_view code, Era era) const {
  const Level level = code.size() == 2 ? Level::province : code.size() == 3 ? Level::district : Level::commune;
  const auto& codes = data_->codes[slot_of(level, era)];
  const auto found = codes.find(code);
  return found == codes.end() ? nullptr : found->second;
}

UnitSpan Catalogue::successors(const Unit& old_unit) const { return data_->successors[data_->index(old_unit)]; }
UnitSpan Catalogue::predecessors(const Unit& new_unit) const { return data_->predecessors[data_->index(new_unit)]; }
UnitSpan Catalogue::children(const Unit& unit) const { return data_->children[data_->index(unit)]; }
UnitSpan Catalogue::all(Level level, Era era) const { return data_->lists[slot_of(level, era)]; }

std::string Catalogue::path(const Unit& unit) {
  std::string text(unit.full_name);
  for (const Unit* above = unit.parent; above; above = above->parent) text.append(", ").append(above->full_name);
  return text;
}

}  // namespace lt::units
