// The function that takes one field out of what a QR code says.
#include "base/suggest.hpp"
#include "mapping/function.hpp"

#include <algorithm>
#include <array>

namespace lt::mapping {
namespace {

const qr::Reader& usual_reader() {
  static const qr::Reader reader;
  return reader;
}

std::string prepare_qr(Call& call, const Surroundings& surroundings) {
  call.qr = surroundings.qr == nullptr ? &usual_reader() : surroundings.qr;
  const auto names = qr::field_names();
  const auto found =
      std::find_if(names.begin(), names.end(), [&](const auto& field) { return field.name == call.literals[0]; });
  if (found != names.end()) return {};
  std::vector<std::string> known;
  known.reserve(names.size());
  for (const auto& field : names) known.emplace_back(field.name);
  return "no code says '" + call.literals[0] + "'" + suggestion(call.literals[0], known);
}

bool read_qr(const Call& call, const Value& in, Context& context, Value& out) {
  const std::string_view text = text_of(in, context);
  if (context.qr_text != text || context.qr_time != context.received_at) {
    context.qr_reading = call.qr->read(text, context.received_at);
    context.qr_text = text;
    context.qr_time = context.received_at;
  }
  if (!context.qr_reading.problem.empty()) return context.fail("bad_qr", context.qr_reading.problem);
  const std::string_view field = context.qr_reading.find(call.literals[0]);
  out = field.empty() ? Value() : context.keep(field);
  return true;
}

constexpr auto qr_table = std::to_array<Function>({
    {.name = "qr",
     .usage = "qr(FIELD)",
     .purpose = "a field of the code that the text is: kind, full_name, citizen_id, birth_date, place_code, pass_code, "
                "validity, signature …; nothing where such a code does not say it",
     .result = Result::unknown,
     .least_literals = 1,
     .most_literals = 1,
     .run = read_qr,
     .prepare = prepare_qr},
});

}  // namespace

std::span<const Function> qr_functions() { return qr_table; }

}  // namespace lt::mapping
