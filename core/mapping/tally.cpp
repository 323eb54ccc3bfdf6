// Counting rows into a hash map of groups.
#include "base/timestamp.hpp"
#include "mapping/json_writer.hpp"
#include "mapping/summary_program.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <unordered_map>

namespace lt::mapping {
namespace {

std::string day_of(Milliseconds moment) {
  return std::string(std::string_view(canonical_timestamp(moment)).substr(0, 10));
}

// With "|" escaped, so that no two groups share a key.
void append_key(const Value& value, std::string& out) {
  if (value.kind() == Value::Kind::text) {
    for (const char letter : value.as_text()) {
      if (letter == '|' || letter == '\\') out += '\\';
      out += letter;
    }
  } else if (value.kind() != Value::Kind::none) {
    write_json_value(value, false, out);
  }
}

// A value that outlives its row.
struct Kept {
  Value::Kind kind = Value::Kind::none;
  std::int64_t whole = 0;
  double number = 0;
  std::string text;

  Value value() const {
    if (kind == Value::Kind::text) return Value::text(text);
    if (kind == Value::Kind::integer) return Value::integer(whole);
    return kind == Value::Kind::decimal ? Value::decimal(number) : Value();
  }
  void keep(const Value& value) {
    kind = value.kind();
    if (kind == Value::Kind::text) text = value.as_text();
    if (kind == Value::Kind::integer) whole = value.as_integer();
    if (kind == Value::Kind::decimal) number = value.as_decimal();
  }
};

double number_of(const Value& value) {
  return value.kind() == Value::Kind::integer ? static_cast<double>(value.as_integer()) : value.as_decimal();
}

bool less(const Value& a, const Value& b) {
  const bool texts = a.kind() == Value::Kind::text;
  if (texts != (b.kind() == Value::Kind::text)) return texts < (b.kind() == Value::Kind::text);
  return texts ? a.as_text() < b.as_text() : number_of(a) < number_of(b);
}

// Whole numbers stay whole until they no longer fit.
void add_number(const Value& value, Kept& sum) {
  std::int64_t whole = 0;
  if (sum.kind == Value::Kind::integer && value.kind() == Value::Kind::integer &&
      !__builtin_add_overflow(sum.whole, value.as_integer(), &whole)) {
    sum.whole = whole;
    return;
  }
  const double before = number_of(sum.value());
  sum.kind = Value::Kind::decimal;
  sum.number = before + number_of(value);
}

struct GroupState {
  std::vector<Kept> by;
  std::vector<Kept> measures;
};

}  // namespace

struct Tally::State {
  State(std::shared_ptr<const Summary> its_summary, Milliseconds now)
      : summary(std::move(its_summary)), program(summary->program()), today(day_of(now)) {
    context.arena = &arena;
    context.received_at = now;
    context.today = today;
    context.as_of = today;
    if (program.window) from = day_of(now - (program.window->days - 1) * day_ms);
    by.resize(program.by.size());
    values.resize(program.measures.size());
  }

  std::shared_ptr<const Summary> summary;
  const Summary::Program& program;
  std::string today;
  std::string from;  // of the window
  Arena arena;       // of one row
  Context context;
  std::vector<Value> by;
  std::vector<Value> values;
  std::string key;
  std::unordered_map<std::string, GroupState> groups;

  Truth wanted();
  bool evaluate_row();
  GroupState& group();
};

Tally::Tally(std::shared_ptr<const Summary> summary, Milliseconds now)
    : state_(std::make_unique<State>(std::move(summary), now)) {}
Tally::~Tally() = default;

Truth Tally::State::wanted() {
  if (program.window) {
    Value value;
    if (!evaluate(program.window->of, context, value)) return Truth::failed;
    const std::string_view on = value.as_text().substr(0, 10);
    if (on.size() < 10 || on < from || on > today) return Truth::no;
  }
  return program.filter ? holds(*program.filter, context) : Truth::yes;
}

// Everything before anything is counted, so that a row which fails leaves no trace.
bool Tally::State::evaluate_row() {
  for (std::size_t i = 0; i < by.size(); ++i) {
    by[i] = Value();
    if (!evaluate(program.by[i].expression, context, by[i])) return false;
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const MeasureField& measure = program.measures[i];
    values[i] = Value();
    if (measure.kind == MeasureKind::count) {
      values[i] = Value::integer(1);
    } else if (measure.kind == MeasureKind::count_where) {
      const Truth truth = holds(measure.condition, context);
      if (truth == Truth::failed) return false;
      values[i] = Value::integer(truth == Truth::yes ? 1 : 0);
    } else {
      Value value;
      if (!evaluate(measure.expression, context, value)) return false;
      const bool number = measure.kind == MeasureKind::sum && value.kind() == Value::Kind::text && !value.empty();
      if (!number) {
        values[i] = value;
      } else if (!to_decimal(value, context, values[i])) {
        return false;
      }
    }
  }
  return true;
}

GroupState& Tally::State::group() {
  key.clear();
  for (std::size_t i = 0; i < by.size(); ++i) {
    if (i) key += '|';
    append_key(by[i], key);
  }
  if (by.empty()) key = "all";
  const auto [place, fresh] = groups.try_emplace(key);
  GroupState& group = place->second;
  if (fresh) {
    group.by.resize(by.size());
    for (std::size_t i = 0; i < by.size(); ++i) group.by[i].keep(by[i]);
    group.measures.resize(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (program.measures[i].kind <= MeasureKind::sum) group.measures[i].keep(Value::integer(0));
    }
  }
  return group;
}

std::optional<model::Reason> Tally::add(const OutInput& row) {
  State& s = *state_;
  s.arena.clear();
  s.context.fields = row.values;
  s.context.linked = row.linked;
  s.context.id = row.id;
  const Truth wanted = s.wanted();
  if (wanted == Truth::no) return std::nullopt;
  if (wanted == Truth::failed || !s.evaluate_row()) {
    return model::Reason{std::string(s.context.failure.code),
                         s.program.entity->name + "." + std::string(s.context.failure.pointers), "",
                         s.context.failure.message};
  }
  GroupState& group = s.group();
  for (std::size_t i = 0; i < s.values.size(); ++i) {
    const Value& value = s.values[i];
    Kept& measure = group.measures[i];
    const MeasureKind kind = s.program.measures[i].kind;
    if (value.empty()) continue;
    if (kind <= MeasureKind::sum) {
      add_number(value, measure);
    } else if (const Value so_far = measure.value();
               so_far.empty() || (kind == MeasureKind::min ? less(value, so_far) : less(so_far, value))) {
      measure.keep(value);
    }
  }
  return std::nullopt;
}

std::vector<Tally::Group> Tally::groups() const {
  const State& s = *state_;
  std::vector<Group> list;
  list.reserve(s.groups.size());
  for (const auto& [key, group] : s.groups) {
    std::string json = "{";
    const auto member = [&](const std::string& name, const Value& value, bool as_boolean) {
      if (value.empty()) return;
      if (json.size() > 1) json += ',';
      write_json_text(name, json);
      json += ':';
      write_json_value(value, as_boolean, json);
    };
    for (std::size_t i = 0; i < group.by.size(); ++i) {
      const GroupField& by = s.program.by[i];
      member(by.name, group.by[i].value(), by.expression.result == Result::boolean);
    }
    for (std::size_t i = 0; i < group.measures.size(); ++i) {
      member(s.program.measures[i].name, group.measures[i].value(), false);
    }
    if (s.program.window) {
      member("window_from", Value::text(s.from), false);
      member("window_to", Value::text(s.today), false);
    }
    list.push_back({key, json + "}"});
  }
  std::sort(list.begin(), list.end(), [](const Group& a, const Group& b) { return a.key < b.key; });
  return list;
}

}  // namespace lt::mapping
