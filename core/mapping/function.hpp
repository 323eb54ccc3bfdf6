// The named functions that mappings chain: what a call is, what it sees, and the table of all there are.
#pragma once

#include "base/arena.hpp"
#include "base/clock.hpp"
#include "mapping/surroundings.hpp"
#include "model/value.hpp"
#include "qr/reading.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lt::mapping {

using model::Value;

// Why a function could not give a value; the mapper adds field and pointer.
struct Failure {
  std::string_view code;      // static, or of a table that outlives the mapping
  std::string_view pointers;  // of the sources that the failing expression read
  std::string message;
};

// All that an expression may read while one record is mapped, and where it may write. One a mapper.
struct Context {
  Arena* arena = nullptr;
  std::string scratch;  // for one function's own use, e.g. as the text functions' output
  std::string folded;   // for table look-ups
  Failure failure;
  std::string qr_text;  // the code that was read last, since several fields come from one
  Milliseconds qr_time = 0;
  qr::Reading qr_reading;

  std::span<const Value> slots;       // of the record's pointers
  std::span<const Value> item_slots;  // of the pointers of one item of a for_each
  std::span<const Value> fields;      // of the entity at hand
  std::span<const std::span<const Value>> linked;
  std::string_view record_key;
  Milliseconds received_at = 0;  // of the record; outwards and in summaries: now
  std::string_view today;        // "YYYY-MM-DD" in Vietnam
  std::string_view as_of;        // the day of the record's as_of, for administrative units
  std::int64_t index = 0;        // 1-based position in a for_each
  std::int64_t id = 0;           // of the canonical row, outwards

  bool fail(std::string_view code, std::string message) {
    failure.code = code;
    failure.message = std::move(message);
    return false;
  }
  // A text for the record's lifetime.
  Value keep(std::string_view text) { return Value::text(arena->copy(text)); }
};

struct Expression;

enum class Result { text, date, timestamp, integer, decimal, boolean, unknown };

struct Function;

// One call with its arguments already understood.
struct Call {
  const Function* function = nullptr;
  std::vector<std::string> literals;
  std::vector<Expression> inputs;  // of a combining function
  // What prepare() made of the literals:
  const ReferenceTable* table = nullptr;
  int column = -1;
  std::vector<int> options;
  const units::Catalogue* units = nullptr;
  const qr::Reader* qr = nullptr;
  const DecisionTable* decision = nullptr;
};

using Run = bool (*)(const Call& call, const Value& in, Context& context, Value& out);
using Combine = bool (*)(const Call& call, std::span<const Value> in, Context& context, Value& out);
// Understands the literals; gives what is wrong with them, or nothing.
using Prepare = std::string (*)(Call& call, const Surroundings& surroundings);

struct Function {
  std::string_view name;
  std::string_view usage;  // "date(FORMAT, …)"
  std::string_view purpose;
  Result result = Result::text;
  bool keeps_result = false;  // gives what it got, as `default` does: the result is that of what stands before it
  std::size_t least_literals = 0;
  std::size_t most_literals = 0;
  Run run = nullptr;  // of one value; not called for an empty one unless takes_empty
  bool takes_empty = false;
  Combine combine = nullptr;  // of several sources instead
  std::size_t least_inputs = 0;
  std::size_t most_inputs = 0;
  Prepare prepare = nullptr;
};

std::span<const Function> text_functions();
std::span<const Function> part_functions();
std::span<const Function> date_functions();
std::span<const Function> identity_functions();
std::span<const Function> table_functions();
std::span<const Function> unit_functions();
std::span<const Function> number_functions();
std::span<const Function> qr_functions();

const Function* find_function(std::string_view name);
std::vector<std::string> function_names();
// Every function, for documentation and the command line, in the order of the tables.
std::vector<const Function*> all_functions();

// The text of a value: digits of a number; a text as it is. In the arena where it had to be made.
std::string_view text_of(const Value& value, Context& context);

// A value as the kind that a field's type has; false with context.failure.
bool to_integer(const Value& in, Context& context, Value& out);
bool to_decimal(const Value& in, Context& context, Value& out);
bool to_boolean(const Value& in, Context& context, Value& out);

}  // namespace lt::mapping
