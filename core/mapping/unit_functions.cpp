// Functions over the catalogue of administrative units.
#include "base/utf8.hpp"
#include "mapping/expression.hpp"
#include "units/catalogue.hpp"

#include <array>
#include <optional>

namespace lt::mapping {
namespace {

using units::Era;
using units::Level;
using units::Unit;

constexpr int era_of_record = -1;  // option: the era that the record's as_of lies in

std::string take_catalogue(Call& call, const Surroundings& surroundings) {
  call.units = surroundings.units;
  return call.units == nullptr ? "the catalogue of administrative units is not loaded" : "";
}

std::string take_era(Call& call, std::size_t literal) {
  if (call.literals.size() <= literal) {
    call.options.push_back(era_of_record);
  } else if (call.literals[literal] == "old") {
    call.options.push_back(static_cast<int>(Era::before_july_2025));
  } else if (call.literals[literal] == "new") {
    call.options.push_back(static_cast<int>(Era::since_july_2025));
  } else {
    return "unknown era '" + call.literals[literal] + "'; known: old (before 1 July 2025), new";
  }
  return {};
}

std::string prepare_code(Call& call, const Surroundings& surroundings) {
  constexpr std::array<std::string_view, 3> levels{"province", "district", "commune"};
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (call.literals[0] == levels[i]) call.options.push_back(static_cast<int>(i));
  }
  if (call.options.empty()) return "unknown level '" + call.literals[0] + "'; known: province, district, commune";
  const std::string fault = take_era(call, 1);
  return fault.empty() ? take_catalogue(call, surroundings) : fault;
}

std::string prepare_era(Call& call, const Surroundings& surroundings) {
  const std::string fault = take_era(call, 0);
  return fault.empty() ? take_catalogue(call, surroundings) : fault;
}

Era era_of(int option, const Context& context) {
  return option == era_of_record ? units::era_on(context.as_of) : static_cast<Era>(option);
}

std::string_view era_name(Era era) {
  return era == Era::before_july_2025 ? "the units of before 1 July 2025" : "the units since 1 July 2025";
}

// The one unit, or a failure that names the candidates.
bool choose(std::span<const Unit* const> found, std::string_view asked, Era era, Context& context, Value& out) {
  if (found.size() == 1) {
    out = Value::text(found.front()->code);
    if (!out.empty()) return true;
    return context.fail("no_such_unit", quoted(asked) + " is a unit that was published without a code");
  }
  if (found.empty()) {
    return context.fail("no_such_unit",
                        quoted(asked) + " is not among " + std::string(era_name(era)) + ": correct it at the source");
  }
  std::string candidates;
  for (std::size_t i = 0; i < found.size() && i < 5; ++i) {
    candidates += (i > 0 ? "; " : "") + std::string(found[i]->code) + " " + units::Catalogue::path(*found[i]);
  }
  return context.fail("ambiguous_unit",
                      quoted(asked) + " can mean several units (" + candidates + "): the source must say which");
}

// A spreadsheet's number has lost its leading zeros, so numbers are given them back; texts are not.
std::string_view code_text(const Value& in, Level level, Context& context) {
  const std::string_view text = text_of(in, context);
  constexpr std::array<std::size_t, 3> lengths{2, 3, 5};
  const std::size_t length = lengths[static_cast<std::size_t>(level)];
  if (in.kind() == Value::Kind::text || text.size() >= length) return text;
  context.scratch.assign(length - text.size(), '0').append(text);
  return context.arena->copy(context.scratch);
}

bool unit_code(const Call& call, const Value& in, Context& context, Value& out) {
  const auto level = static_cast<Level>(call.options[0]);
  const Era era = era_of(call.options[1], context);
  const std::string_view code = code_text(in, level, context);
  const Unit* unit = call.units->by_code(code, era);
  if (unit == nullptr || unit->level != level) {
    return context.fail("no_such_unit", quoted(code) + " is the code of no " + call.literals[0] + " among " +
                                            std::string(era_name(era)) + ": correct it at the source");
  }
  out = Value::text(code);
  return true;
}

bool unit_by_path(const Call& call, const Value& in, Context& context, Value& out) {
  const std::string_view text = text_of(in, context);
  const Era era = era_of(call.options[0], context);
  return choose(call.units->find(text, era), text, era, context, out);
}

bool unit_by_name(const Call& call, std::span<const Value> in, Context& context, Value& out) {
  const std::string_view province = text_of(in[0], context);
  const std::string_view district = text_of(in[1], context);
  const std::string_view commune = text_of(in[2], context);
  if (commune.empty()) {
    out = Value();
    return true;
  }
  // Whoever names a district speaks of the old units, whatever the time.
  const Era era = district.empty() ? era_of(call.options[0], context) : Era::before_july_2025;
  const std::string asked =
      std::string(commune) + ", " + (district.empty() ? "" : std::string(district) + ", ") + std::string(province);
  return choose(call.units->find_commune(commune, district, province, era), asked, era, context, out);
}

bool new_unit(const Call& call, const Value& in, Context& context, Value& out) {
  const std::string_view code = text_of(in, context);
  const Unit* old_unit = call.units->by_code(code, Era::before_july_2025);
  if (old_unit == nullptr) {
    return context.fail("no_such_unit", quoted(code) + " is no code of before 1 July 2025: correct it at the source");
  }
  const auto successors = call.units->successors(*old_unit);
  if (successors.size() == 1) {
    out = Value::text(successors.front()->code);
    return true;
  }
  const std::string name = quoted(code) + " (" + units::Catalogue::path(*old_unit) + ")";
  if (successors.empty()) {
    return context.fail("unknown_successor", name + " has no published successor: set the new unit by hand");
  }
  std::string candidates;
  for (const Unit* unit : successors) {
    candidates += (candidates.empty() ? "" : "; ") + std::string(unit->code) + " " + units::Catalogue::path(*unit);
  }
  return context.fail("divided_unit", name + " was divided between " + candidates + ": the source must say which");
}

bool unit_path(const Call& call, const Value& in, Context& context, Value& out) {
  const std::string_view code = text_of(in, context);
  const Unit* unit = call.units->by_code(code, era_of(call.options[0], context));
  if (unit == nullptr) return context.fail("no_such_unit", quoted(code) + " is the code of no unit");
  out = context.keep(units::Catalogue::path(*unit));
  return true;
}

constexpr auto unit_table = std::to_array<Function>({
    {.name = "unit_code",
     .usage = "unit_code(province|district|commune) or unit_code(LEVEL, old|new)",
     .purpose = "a code that exists, on the day of the record or in the era named",
     .least_literals = 1,
     .most_literals = 2,
     .run = unit_code,
     .prepare = prepare_code},
    {.name = "unit_by_path",
     .usage = "unit_by_path or unit_by_path(old|new)",
     .purpose = "the code of 'Xã Tân Phú, Huyện Tân Phú, Tỉnh Đồng Nai'",
     .most_literals = 1,
     .run = unit_by_path,
     .prepare = prepare_era},
    {.name = "unit_by_name",
     .usage = "unit_by_name(PROVINCE, DISTRICT, COMMUNE), three sources",
     .purpose = "the code of a commune by its names; with a district it is one of before July 2025",
     .combine = unit_by_name,
     .least_inputs = 3,
     .most_inputs = 3,
     .prepare = prepare_era},
    {.name = "new_unit",
     .usage = "new_unit",
     .purpose = "the code since July 2025 of an older unit; a divided one is refused with its candidates",
     .run = new_unit,
     .prepare = take_catalogue},
    {.name = "unit_path",
     .usage = "unit_path(old|new)",
     .purpose = "the names of a unit from its code",
     .least_literals = 1,
     .most_literals = 1,
     .run = unit_path,
     .prepare = prepare_era},
});

}  // namespace

std::span<const Function> unit_functions() { return unit_table; }

}  // namespace lt::mapping
