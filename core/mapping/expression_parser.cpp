// A recursive-descent parser for expressions and conditions.
#include "mapping/expression_parser.hpp"

#include "base/suggest.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace lt::mapping {
namespace {

struct Fault {
  std::string message;
};

constexpr std::array<std::pair<std::string_view, Variable>, 5> variables{{{"record_key", Variable::record_key},
                                                                          {"received_at", Variable::received_at},
                                                                          {"today", Variable::today},
                                                                          {"index", Variable::index},
                                                                          {"id", Variable::id}}};
constexpr std::array<std::pair<std::string_view, Test>, 6> comparisons{{{"==", Test::equal},
                                                                        {"!=", Test::unequal},
                                                                        {"<=", Test::less_or_equal},
                                                                        {">=", Test::greater_or_equal},
                                                                        {"<", Test::less},
                                                                        {">", Test::greater}}};
constexpr int deepest = 32;  // brackets within brackets

class Parser {
 public:
  Parser(std::string_view text, Scope& scope, const Surroundings& surroundings)
      : text_(text), scope_(scope), surroundings_(surroundings) {}

  Expression whole_expression() {
    Expression e = expression();
    expect_end();
    return e;
  }

  Condition whole_condition() {
    Condition c = any();
    expect_end();
    return c;
  }

 private:
  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t')) ++at_;
  }
  char peek() {
    skip_blanks();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  void expect(char c, std::string_view where) {
    if (!take(c)) throw Fault{std::string("'") + c + "' is missing " + std::string(where)};
  }
  void expect_end() {
    if (peek() != '\0') throw Fault{"'" + std::string(text_.substr(at_)) + "' cannot stand here"};
  }

  std::string quoted() {
    const char quote = text_[at_++];
    const std::size_t end = text_.find(quote, at_);
    if (end == std::string_view::npos) throw Fault{std::string("a closing ") + quote + " is missing"};
    std::string value(text_.substr(at_, end - at_));
    at_ = end + 1;
    return value;
  }
  bool at_quote() { return peek() == '"' || peek() == '\''; }

  std::string_view word() {
    skip_blanks();
    const std::size_t start = at_;
    constexpr std::string_view ends = " \t\n|,()=<>!\"'";
    while (at_ < text_.size() && ends.find(text_[at_]) == std::string_view::npos) ++at_;
    return text_.substr(start, at_ - start);
  }
  // The next word if it is this one.
  bool take_word(std::string_view wanted) {
    const std::size_t before = (skip_blanks(), at_);
    if (word() == wanted) return true;
    at_ = before;
    return false;
  }

  // An argument as written: up to a comma or the bracket that closes the list; brackets inside it are its own.
  std::string literal() {
    if (at_quote()) return quoted();
    const std::size_t start = at_;
    int depth = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '(') ++depth;
      if (c == ')' && depth-- == 0) break;
      if (c == ',' && depth == 0) break;
    }
    std::string_view value = text_.substr(start, at_ - start);
    while (!value.empty() && value.back() == ' ') value.remove_suffix(1);
    return std::string(value);
  }

  Expression expression() {
    if (++depth_ > deepest) throw Fault{"the expression is nested too deeply"};
    Expression e = source();
    while (take('|')) {
      Call call = chained_call();
      e.result = call.function->keeps_result ? e.result : call.function->result;
      e.chain.push_back(std::move(call));
    }
    e.plain = e.chain.empty() && e.kind != SourceKind::call;
    --depth_;
    return e;
  }

  Expression source() {
    Expression e;
    std::string fault;
    if (at_quote()) {
      const std::string text = quoted();
      if (text.empty() || (text[0] != '/' && text[0] != '.')) {
        throw Fault{"'" + text + "' is no pointer; a constant is written as {value: …}"};
      }
      fault = scope_.bind_pointer(text, e);
      e.pointers = text;
    } else if (peek() == '/' || peek() == '.') {
      const std::string_view pointer = word();
      fault = scope_.bind_pointer(pointer, e);
      e.pointers = pointer;
    } else if (peek() == '$') {
      bind_variable(word(), e);
    } else {
      const std::string_view name = word();
      if (name.empty()) throw Fault{"a source is missing: a JSON pointer such as /name"};
      if (peek() == '(') return called_source(name);
      fault = scope_.bind_name(name, e);
    }
    if (!fault.empty()) throw Fault{fault};
    return e;
  }

  void bind_variable(std::string_view name, Expression& e) {
    std::vector<std::string> known;
    for (const auto& [text, variable] : variables) {
      if (!scope_.knows(variable)) continue;
      if (name.substr(1) == text) {
        e.kind = SourceKind::variable;
        e.variable = variable;
        e.pointers = name;
        return;
      }
      known.push_back("$" + std::string(text));
    }
    throw Fault{"unknown variable '" + std::string(name) + "'" + suggestion(name, known)};
  }

  const Function& function(std::string_view name) {
    const Function* found = find_function(name);
    if (found == nullptr) {
      throw Fault{"unknown function '" + std::string(name) + "'" + suggestion(name, function_names())};
    }
    return *found;
  }

  // f(source, …) at the start of an expression: a combining function, or a chained one around its source.
  Expression called_source(std::string_view name) {
    Expression e;
    e.kind = SourceKind::call;
    Call call;
    call.function = &function(name);
    e.result = call.function->result;
    expect('(', "after " + std::string(name));
    if (call.function->combine != nullptr) {
      for (std::size_t i = 0; i < call.function->least_literals; ++i) {
        call.literals.push_back(argument(*call.function));
        if (peek() != ')') expect(',', "between arguments");
      }
      while (peek() != ')' && peek() != '\0') {
        call.inputs.push_back(expression());
        if (peek() != ')' && peek() != '\0') expect(',', "between sources");
      }
    } else {
      call.inputs.push_back(expression());
      while (take(',')) call.literals.push_back(argument(*call.function));
    }
    expect(')', "to close " + std::string(name));
    for (const Expression& input : call.inputs) {
      if (!input.pointers.empty()) e.pointers += (e.pointers.empty() ? "" : ", ") + input.pointers;
    }
    finish(call);
    e.head.push_back(std::move(call));
    return e;
  }

  std::string argument(const Function& of) {
    if (peek() == ')' || peek() == ',') throw Fault{"an argument is empty; write " + std::string(of.usage)};
    return literal();
  }

  Call chained_call() {
    const std::string_view name = word();
    if (name.empty()) throw Fault{"a function's name is missing after '|'"};
    Call call;
    call.function = &function(name);
    if (call.function->run == nullptr) {
      throw Fault{"'" + std::string(name) + "' stands at the start: " + std::string(call.function->usage)};
    }
    if (take('(')) {
      do call.literals.push_back(argument(*call.function));
      while (take(','));
      expect(')', "to close " + std::string(name));
    }
    finish(call);
    return call;
  }

  void finish(Call& call) {
    const Function& f = *call.function;
    const std::string usage = "; write " + std::string(f.usage);
    if (call.literals.size() < f.least_literals || call.literals.size() > f.most_literals) {
      throw Fault{"'" + std::string(f.name) + "' has " + std::to_string(call.literals.size()) + " argument(s)" + usage};
    }
    if (f.combine != nullptr && (call.inputs.size() < f.least_inputs || call.inputs.size() > f.most_inputs)) {
      throw Fault{"'" + std::string(f.name) + "' has " + std::to_string(call.inputs.size()) + " source(s)" + usage};
    }
    if (f.prepare == nullptr) return;
    if (std::string fault = f.prepare(call, surroundings_); !fault.empty()) {
      throw Fault{"'" + std::string(f.name) + "': " + fault};
    }
  }

  Condition any() {
    return joined("or", Condition::Kind::any, [this] { return all(); });
  }
  Condition all() {
    return joined("and", Condition::Kind::all, [this] { return single(); });
  }

  template <typename Part>
  Condition joined(std::string_view joint, Condition::Kind kind, Part part) {
    Condition first = part();
    if (!take_word(joint)) return first;
    Condition whole;
    whole.kind = kind;
    whole.parts.push_back(std::move(first));
    do whole.parts.push_back(part());
    while (take_word(joint));
    return whole;
  }

  Condition single() {
    if (++depth_ > deepest) throw Fault{"the condition is nested too deeply"};
    Condition c;
    if (take_word("not")) {
      c.kind = Condition::Kind::negation;
      c.parts.push_back(single());
    } else if (take('(')) {
      c = any();
      expect(')', "to close the bracket");
    } else {
      c.kind = Condition::Kind::test;
      c.subject = expression();
      test(c);
    }
    --depth_;
    return c;
  }

  void test(Condition& c) {
    if (take_word("filled")) {
      c.test = Test::filled;
    } else if (take_word("empty")) {
      c.test = Test::empty;
    } else if (take_word("in")) {
      c.test = Test::one_of;
      expect('(', "after 'in'");
      do c.values.push_back((skip_blanks(), literal()));
      while (take(','));
      expect(')', "to close the list");
    } else {
      c.test = comparison();
      skip_blanks();
      c.values.push_back(at_quote() ? quoted() : std::string(word()));
    }
  }

  Test comparison() {
    skip_blanks();
    for (const auto& [sign, test] : comparisons) {
      if (text_.substr(at_, sign.size()) == sign) {
        at_ += sign.size();
        return test;
      }
    }
    throw Fault{"a test is missing: filled, empty, == VALUE, != VALUE, < VALUE, <= VALUE, > VALUE, >= VALUE, in (…)"};
  }

  std::string_view text_;
  Scope& scope_;
  const Surroundings& surroundings_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

void collect_from(const std::vector<Call>& calls, std::vector<std::uint64_t>& tables) {
  for (const Call& call : calls) {
    if (call.table != nullptr) tables.push_back(call.table->fingerprint());
    if (call.decision != nullptr) tables.push_back(call.decision->fingerprint());
    for (const Expression& input : call.inputs) collect_tables(input, tables);
  }
}

}  // namespace

std::optional<Expression> parse_expression(std::string_view text, const YamlNode& node, Scope& scope,
                                           const Surroundings& surroundings) {
  try {
    return Parser(text, scope, surroundings).whole_expression();
  } catch (const Fault& fault) {
    node.violation(fault.message);
    return std::nullopt;
  }
}

std::optional<Expression> parse_expression(const YamlNode& node, Scope& scope, const Surroundings& surroundings) {
  if (node.exists() && !node.is_scalar()) {
    node.violation("an expression is expected here, such as: /name | squeeze");
    return std::nullopt;
  }
  return parse_expression(node.text(), node, scope, surroundings);
}

std::optional<Condition> parse_condition(const YamlNode& node, Scope& scope, const Surroundings& surroundings) {
  try {
    return Parser(node.text(), scope, surroundings).whole_condition();
  } catch (const Fault& fault) {
    node.violation(fault.message);
    return std::nullopt;
  }
}

void collect_tables(const Expression& expression, std::vector<std::uint64_t>& tables) {
  collect_from(expression.head, tables);
  collect_from(expression.chain, tables);
}

void collect_tables(const Condition& condition, std::vector<std::uint64_t>& tables) {
  collect_tables(condition.subject, tables);
  for (const Condition& part : condition.parts) collect_tables(part, tables);
}

}  // namespace lt::mapping
