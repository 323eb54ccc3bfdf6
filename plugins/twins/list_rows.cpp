// What stands in the cells of one row.
#include "twins/list_rows.hpp"

#include "twins/places.hpp"
#include "twins/random.hpp"
#include "twins/writing.hpp"

namespace lt::twins {
namespace {

using CellKind = ListCell::Kind;

ListCell text_cell(std::string_view text) {
  return text.empty() ? ListCell{} : ListCell{CellKind::text, std::string(text)};
}
ListCell number_cell(double number) { return {CellKind::number, {}, number}; }

ListCell& at(ListRow& row, ListField field) { return row[static_cast<std::size_t>(field)]; }

// Four in five dates are text, the others real dates of Excel.
ListCell date_cell(std::int64_t day, Random& random) {
  if (random.chance(20)) return {CellKind::day, {}, 0, day};
  return text_cell(write_day(day));
}

// A small code as text or as a number: both occur.
ListCell code_cell(unsigned code, Random& random) {
  return random.chance(30) ? number_cell(code) : text_cell(std::to_string(code));
}

void put_dose(ListRow& row, ListField first, const Dose& dose, Random& random) {
  const auto column = static_cast<std::size_t>(first);
  row[column] = text_cell(write_vaccine(dose.vaccine, random));
  row[column + 1] = date_cell(dose.injected_at / day_ms, random);
  row[column + 2] = text_cell(dose.lot);
  row[column + 3] = text_cell(facilities()[dose.facility].code);
}

}  // namespace

std::string ListCell::shown() const {
  switch (kind) {
    case CellKind::text:
      return text;
    case CellKind::number:
      return std::to_string(static_cast<long long>(number));
    case CellKind::day:
      return write_day(day);
    case CellKind::empty:
      break;
  }
  return {};
}

ListRow list_row(const World& world, const Person& person, std::uint32_t nth, bool known) {
  Random random(world.seed(), 700, nth);
  const auto& commune = communes()[person.commune];
  ListRow row;
  at(row, ListField::number) = number_cell(nth);
  const auto spelling = random.below(10);
  at(row, ListField::name) = text_cell(spelling < 3   ? capitals(person.name)
                                       : spelling < 5 ? respell_name(person.name, random)
                                                      : person.name);
  at(row, ListField::birth) = date_cell(person.birth, random);
  at(row, ListField::gender) = code_cell(person.male ? 0 : 1, random);
  at(row, ListField::group) = code_cell(person.priority_group, random);
  if (person.priority_group == 13) at(row, ListField::workplace) = text_cell("Khu công nghiệp Nghi Sơn");
  const auto phone = known && random.chance(40) ? new_subscriber(random) : person.subscriber;
  // Ten digits at least are asked for; only forms that begin with 0 occur in the lists.
  at(row, ListField::phone) = text_cell("0" + phone);
  at(row, ListField::identification) = text_cell(person.identification());
  at(row, ListField::insurance) =
      text_cell(random.chance(30) && !person.insurance.empty() ? person.insurance.substr(5) : person.insurance);
  at(row, ListField::province) = text_cell(thanh_hoa_name);
  at(row, ListField::province_code) = text_cell(thanh_hoa_code);
  at(row, ListField::district) = text_cell(commune.district_name);
  at(row, ListField::district_code) = text_cell(commune.district_code);
  at(row, ListField::ward) = text_cell(commune.name);
  at(row, ListField::ward_code) = text_cell(commune.code);
  at(row, ListField::area) = text_cell("Tổ " + std::to_string(1 + random.below(20)));
  at(row, ListField::address) = text_cell(person.address);
  put_dose(row, ListField::vaccine_1, world.dose(person, 1), random);
  if (world.doses_of(person.index) > 1) put_dose(row, ListField::vaccine_2, world.dose(person, 2), random);
  if (random.chance(5)) at(row, ListField::note) = text_cell("Đã khám sàng lọc");
  return row;
}

ListSpoil spoil_row(ListRow& row, unsigned way, std::uint32_t nth) {
  struct Way {
    ListSpoil spoil;
    std::array<std::string_view, 2> values;
  };
  static constexpr std::array<Way, list_reason_count> ways{{
      {{"missing_name", ListField::name}, {"", "  "}},
      {{"bad_birth_date", ListField::birth}, {"31/02/1980", "năm 1980"}},
      {{"bad_gender", ListField::gender}, {"2", "x"}},
      {{"unknown_priority_group", ListField::group}, {"99", "A"}},
      {{"short_phone", ListField::phone}, {"091234", "không có"}},
      {{"bad_citizen_id", ListField::identification}, {"99918500123", "999A85001234"}},
      {{"unknown_commune", ListField::ward_code}, {"99999", "00000"}},
      {{"unknown_vaccine", ListField::vaccine_1}, {"Vắc xin khác", "XYZ-2021"}},
      {{"bad_injection_date", ListField::date_1}, {"45/13/2021", "hôm qua"}},
      {{"injection_in_future", ListField::date_1}, {"01/01/2099", "15/08/2098"}},
  }};
  const auto& [spoil, values] = ways[way % list_reason_count];
  at(row, spoil.field) = text_cell(values[nth % 2]);
  if (spoil.field == ListField::ward_code) at(row, ListField::ward) = text_cell("Xã Không Có");
  return spoil;
}

}  // namespace lt::twins
