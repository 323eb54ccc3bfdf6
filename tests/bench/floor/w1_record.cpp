// The rules of ../shared/bench/README.md, written down as directly as they go.
#include "w1_record.hpp"

#include "base/vietnamese_text.hpp"

#include <simdjson.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace floor_bench {

namespace json = simdjson::ondemand;

namespace {

using Table = std::unordered_map<std::string, std::string>;

Table load(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("floor: cannot read " + path);
  Table table;
  std::string line;
  while (std::getline(file, line)) {
    const std::size_t first = line.find('\t');
    table.emplace(line.substr(0, first), line.substr(first + 1, line.find('\t', first + 1) - first - 1));
  }
  return table;
}

// dd/mm/yyyy → yyyy-mm-dd
void date(std::string_view text, std::string& out) {
  out.assign(text.substr(6, 4)).append("-").append(text.substr(3, 2)).append("-").append(text.substr(0, 2));
}

void timestamp(std::string_view text, std::string& out) {
  date(text, out);
  out.append("T").append(text.substr(11)).append("+07:00");
}

void phone(std::string_view text, std::string& out) {
  out.clear();
  for (const char letter : text)
    if (letter >= '0' && letter <= '9') out += letter;
  if (out.empty()) return;
  if (out.starts_with("84"))
    out.insert(0, "+");
  else
    out.replace(0, out[0] == '0' ? 1 : 0, "+84");
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

struct W1Reader::Scratch {
  json::parser parser;
  Table communes, vaccines;
  bool fold_names = false;
  std::string squeezed, name, folded, dob, phone, commune, vaccine, injected_at, facility, updated;

  std::string_view mapped(const Table& table, const std::string& key) const {
    const auto found = table.find(key);
    return found == table.end() ? std::string_view(key) : std::string_view(found->second);
  }
  void take(json::object item, Dose& dose);
};

void W1Reader::Scratch::take(json::object item, Dose& dose) {
  const auto text = [&](std::string_view name_of) { return std::string_view(item.find_field(name_of)); };
  dose.source_id = text("id");
  dose.citizen_id = text("soCccd");
  for (std::string* appended : {&squeezed, &name, &folded, &vaccine}) appended->clear();
  lt::squeeze(text("hoTen"), squeezed);
  lt::upper(squeezed, name);
  dose.full_name = name;
  if (fold_names) {
    lt::fold(name, folded);
    dose.name_folded = folded;
  }
  date(text("ngaySinh"), dob);
  dose.dob = dob;
  const std::string_view gender = text("gioiTinh");
  dose.gender = gender == "Nam" ? "M" : gender == "Nữ" ? "F" : "O";
  ::floor_bench::phone(text("dienThoai"), phone);
  dose.phone = phone;
  dose.email = text("email");
  commune = text("maXa");
  dose.commune_code = mapped(communes, commune);
  dose.address = text("diaChi");
  dose.ethnicity = text("danToc");
  dose.occupation = text("ngheNghiep");
  lt::upper(trimmed(text("tenVacXin")), vaccine);
  dose.vaccine_code = mapped(vaccines, vaccine);
  dose.lot = text("soLo");
  dose.manufacturer = text("nhaSanXuat");
  dose.dose_number = std::int64_t(item.find_field("muiThu"));
  timestamp(text("ngayTiem"), injected_at);
  dose.injected_at = injected_at;
  dose.injected_on = dose.injected_at.substr(0, 10);
  facility.clear();
  for (const char letter : text("maCoSo"))
    if (letter != '-') facility += letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 32) : letter;
  dose.facility_code = facility;
  dose.facility_name = text("tenCoSo");
  dose.injector = text("nguoiTiem");
  dose.reaction = text("phanUng");
  timestamp(text("capNhat"), updated);
  dose.source_updated_at = updated;
}

W1Reader::W1Reader(const std::string& folder, bool fold_names) : scratch_(new Scratch) {
  scratch_->communes = load(folder + "/commune_map.tsv");
  scratch_->vaccines = load(folder + "/vaccine_map.tsv");
  scratch_->fold_names = fold_names;
}

W1Reader::~W1Reader() { delete scratch_; }

int W1Reader::read(std::string& page, const std::function<void(const Dose&)>& take) {
  page.reserve(page.size() + simdjson::SIMDJSON_PADDING);
  auto document = scratch_->parser.iterate(page.data(), page.size(), page.capacity());
  const auto pages = static_cast<int>(std::int64_t(document.find_field("pages")));
  Dose dose;
  for (auto item : json::array(document.find_field("items"))) {
    scratch_->take(json::object(item), dose);
    take(dose);
  }
  return pages;
}

}  // namespace floor_bench
