// Finding units by the names that somebody wrote.
#include "base/vietnamese_text.hpp"
#include "units/catalogue.hpp"
#include "units/catalogue_data.hpp"
#include "units/written_name.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace lt::units {
namespace {

// Names of provinces that are no unit's own name, by loose key.
struct OtherName {
  std::string_view written;
  std::string_view name;
  bool old_era_only;
};
constexpr OtherName other_names[] = {
    {"hcm", "Hồ Chí Minh", false},     {"tphcm", "Hồ Chí Minh", false},     {"hn", "Hà Nội", false},
    {"tphn", "Hà Nội", false},         {"brvt", "Bà Rịa - Vũng Tàu", true}, {"tth", "Thừa Thiên Huế", true},
    {"tthue", "Thừa Thiên Huế", true}, {"hue", "Thừa Thiên Huế", true},  // Thành phố Huế since 2025-01-01
};

std::array<std::uint64_t, std::size(other_names)> hashes_of_other_names() {
  std::array<std::uint64_t, std::size(other_names)> hashes{};
  std::transform(std::begin(other_names), std::end(other_names), hashes.begin(),
                 [](const OtherName& other) { return key_hash(other.written); });
  return hashes;
}

WrittenName read_province(std::string_view text, Era era) {
  static const auto hashes = hashes_of_other_names();
  WrittenName written = read_name(text);
  for (auto& reading : written.readings) {
    const auto found = std::find(hashes.begin(), hashes.end(), reading.key);
    if (found == hashes.end()) continue;
    const auto& other = other_names[found - hashes.begin()];
    if (other.old_era_only && era == Era::since_july_2025) continue;
    reading = {"", other.name, key_hash(loose_key(other.name))};
  }
  return written;
}

}  // namespace

// One search: the names from the smallest unit to the largest, an empty one where it is not known.
class NameSearch {
 public:
  NameSearch(const Catalogue::Data& data, Era era) : data_(data), era_(era) {}

  Units communes(const WrittenName& commune, const WrittenName& district, const WrittenName& province) const {
    const bool has_districts = era_ == Era::before_july_2025;
    if (!has_districts && !district.empty()) return {};
    return search(Level::commune,
                  {&commune, has_districts ? &district : &province, has_districts ? &province : nullptr});
  }
  Units districts(const WrittenName& district, const WrittenName& province) const {
    return search(Level::district, {&district, &province, nullptr});
  }
  Units provinces(const WrittenName& province) const { return search(Level::province, {&province, nullptr, nullptr}); }

 private:
  using Names = std::array<const WrittenName*, 3>;

  // The reading by which `unit` bears the written name, or null.
  const Reading* borne(const Unit& unit, const WrittenName& written) const {
    for (const auto& reading : written.readings) {
      if (reading.key == data_.key(unit) && type_fits(reading.type, unit.level)) return &reading;
    }
    return nullptr;
  }

  // How many of the given marks and types are the unit's own and its parents'; -1 where a parent bears another name.
  int agreement(const Unit& unit, const Names& names, bool marks) const {
    int score = 0;
    const Unit* at = &unit;
    for (const auto* written : names) {
      if (!at) break;
      if (written && !written->empty()) {
        const Reading* reading = borne(*at, *written);
        if (!reading) return -1;
        score += reading->type == at->type ? 1 : 0;
        if (marks) score += marked_key(reading->name) == marked_key(at->name) ? 1 : 0;
      }
      at = at->parent;
    }
    return score;
  }

  Units search(Level level, const Names& names) const {
    const auto& index = data_.names[slot_of(level, era_)];
    Units found;
    for (const auto& reading : names[0]->readings) {
      if (!type_fits(reading.type, level)) continue;
      auto at = std::lower_bound(index.begin(), index.end(), reading.key,
                                 [](const auto& entry, std::uint64_t key) { return entry.first < key; });
      for (; at != index.end() && at->first == reading.key; ++at) {
        if (agreement(*at->second, names, false) >= 0) found.push_back(at->second);
      }
      if (!found.empty()) break;
    }
    return narrowed(found, names);
  }

  // Of several, those that agree best with what was written.
  Units narrowed(const Units& found, const Names& names) const {
    if (found.size() < 2) return meant(found);
    const bool marks =
        std::any_of(names.begin(), names.end(), [](const auto* name) { return name && name->has_marks; });
    Units best;
    int best_score = -1;
    for (const Unit* unit : found) {
      const int score = agreement(*unit, names, marks);
      if (score > best_score) best.clear();
      if (score >= best_score) best.push_back(unit);
      best_score = std::max(best_score, score);
    }
    return meant(best);
  }

  // A later name stands for the listed unit; each unit once, in the order of codes.
  Units meant(Units found) const {
    for (auto& unit : found) unit = data_.meant(*unit);
    std::sort(found.begin(), found.end(),
              [](const Unit* a, const Unit* b) { return a->code != b->code ? a->code < b->code : a < b; });
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

  const Catalogue::Data& data_;
  Era era_;
};

namespace {

void join(Units& to, const Units& from) { to.insert(to.end(), from.begin(), from.end()); }

bool wanted(std::optional<Level> level, Level one) { return !level || *level == one; }

// The last parts of an address as names, and the searches they allow.
class AddressSearch {
 public:
  AddressSearch(const NameSearch& search, std::span<const std::string_view> parts, Era era, std::optional<Level> level)
      : search_(search), parts_(parts), era_(era), level_(level), last_province_(read_province(parts.back(), era)) {}

  Units run() const {
    if (parts_.size() == 1) return alone();
    const Units provinces = search_.provinces(last_province_);
    if (provinces.empty()) return within_district();
    // "Phường A, TP. Thanh Hóa" means the city, not the Tỉnh of its name.
    if (const auto& type = last_province_.readings.back().type; !type.empty() && type != provinces[0]->type) {
      const Units in_city = within_district();
      if (!in_city.empty()) return in_city;
    }
    return within_province();
  }

 private:
  WrittenName part(std::size_t from_the_right) const {
    return from_the_right < parts_.size() ? read_name(parts_[parts_.size() - 1 - from_the_right]) : WrittenName();
  }

  Units alone() const {
    Units found;
    if (wanted(level_, Level::province)) join(found, search_.provinces(last_province_));
    if (wanted(level_, Level::district)) join(found, search_.districts(part(0), {}));
    if (wanted(level_, Level::commune)) join(found, search_.communes(part(0), {}, {}));
    return found;
  }

  Units within_province() const {
    const WrittenName second = part(1);
    if (era_ == Era::since_july_2025) {
      return wanted(level_, Level::commune) ? search_.communes(second, {}, last_province_) : Units();
    }
    const Units districts = search_.districts(second, last_province_);
    if (parts_.size() >= 3 && !districts.empty()) {
      return wanted(level_, Level::commune) ? search_.communes(part(2), second, last_province_) : Units();
    }
    Units found;
    if (wanted(level_, Level::district)) found = districts;
    if (wanted(level_, Level::commune)) join(found, search_.communes(second, {}, last_province_));
    return found;
  }

  // "Xã A, Huyện B" without its province.
  Units within_district() const {
    if (era_ == Era::since_july_2025 || !wanted(level_, Level::commune)) return {};
    return search_.communes(part(1), part(0), {});
  }

  const NameSearch& search_;
  std::span<const std::string_view> parts_;
  Era era_;
  std::optional<Level> level_;
  WrittenName last_province_;
};

}  // namespace

Units Catalogue::find(std::string_view path, Era era, std::optional<Level> level) const {
  const std::string composed = nfc(path);
  const auto parts = address_parts(composed);
  if (parts.empty()) return {};
  return AddressSearch(NameSearch(*data_, era), parts, era, level).run();
}

Units Catalogue::find_commune(std::string_view commune, std::string_view district, std::string_view province,
                              Era era) const {
  const std::string composed[] = {nfc(commune), nfc(district), nfc(province)};
  return NameSearch(*data_, era)
      .communes(read_name(composed[0]), read_name(composed[1]), read_province(composed[2], era));
}

Units Catalogue::find_district(std::string_view district, std::string_view province) const {
  const std::string composed[] = {nfc(district), nfc(province)};
  return NameSearch(*data_, Era::before_july_2025)
      .districts(read_name(composed[0]), read_province(composed[1], Era::before_july_2025));
}

Units Catalogue::find_province(std::string_view province, Era era) const {
  const std::string composed = nfc(province);
  return NameSearch(*data_, era).provinces(read_province(composed, era));
}

}  // namespace lt::units
