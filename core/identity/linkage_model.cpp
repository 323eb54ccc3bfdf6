// Reading linkage models.
#include "identity/linkage_model.hpp"

#include "base/suggest.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>
#include <utility>

namespace lt::identity {
namespace {

constexpr std::array<std::pair<std::string_view, KeyForm>, 8> key_forms{{{"whole", KeyForm::whole},
                                                                         {"sorted", KeyForm::sorted},
                                                                         {"first", KeyForm::first},
                                                                         {"last", KeyForm::last},
                                                                         {"ends", KeyForm::ends},
                                                                         {"year", KeyForm::year},
                                                                         {"turned", KeyForm::turned},
                                                                         {"start", KeyForm::start}}};

template <class Number>
bool read_number(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

// "name(a, b)" as its name and its arguments without blanks; a name alone has none.
struct Written {
  std::string_view name;
  std::vector<std::string_view> arguments;
  bool closed = true;
};

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

Written written(std::string_view text) {
  Written made;
  const auto bracket = text.find('(');
  made.name = trimmed(text.substr(0, bracket));
  if (bracket == std::string_view::npos) return made;
  std::string_view rest = trimmed(text.substr(bracket + 1));
  made.closed = rest.ends_with(')');
  if (made.closed) rest.remove_suffix(1);
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    made.arguments.push_back(trimmed(rest.substr(0, comma)));
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  return made;
}

class Reader {
 public:
  Reader(LinkageModel& model, const YamlNode& file) : model_(model), file_(file) {}

  void read() {
    file_.allow_only({"linkage", "fields", "comparisons", "blocking", "merge_at", "ask_at", "apart_below", "truth",
                      "arrivals", "matches_per_record", "household_per_record"});
    model_.name = file_["linkage"].text();
    model_.file = file_.file();
    model_.truth = file_["truth"].text_or("");
    for (const auto& [name, node] : file_["fields"].entries()) read_field(name, node);
    if (model_.fields.empty()) file_.violation("'fields' is missing: NAME: EXPRESSION over the columns");
    for (const YamlNode& node : file_["comparisons"].items()) read_comparison(node);
    if (model_.comparisons.empty()) file_.violation("'comparisons' is missing: a list of how fields are compared");
    if (model_.comparisons.size() > most_comparisons) {
      file_["comparisons"].violation("more than 16 comparisons; join some as levels of one");
    }
    for (const YamlNode& node : file_["blocking"].items()) read_rule(node);
    if (model_.rules.empty()) {
      file_.violation("'blocking' is missing: lists of fields; records that agree in one list are compared");
    }
    read_thresholds();
    check_given();
    read_arrivals();
  }

 private:
  void read_field(const std::string& name, const YamlNode& node) {
    LinkageField field;
    field.name = name;
    field.line = node.line();
    if (node.is_map()) {
      node.allow_only({"from", "values", "separator", "word", "optional"});
      field.optional = node["optional"].boolean_or(false);
      const std::string word = node["word"].text_or("");
      if (word == "first") field.part = WordPart::first_word;
      if (word == "last") field.part = WordPart::last_word;
      if (!word.empty() && field.part == WordPart::whole) node["word"].violation("'first' or 'last' is expected here");
      field.expression = node["from"].text();
      field.values = static_cast<int>(node["values"].integer_or(1));
      const std::string separator = node["separator"].text_or(";");
      if (separator.size() == 1) field.separator = separator.front();
      if (separator.size() != 1) node["separator"].violation("one character is expected here");
      if (field.values < 1 || field.values > 8) node["values"].violation("a number from 1 to 8 is expected here");
    } else {
      field.expression = node.text();
    }
    field.slot = model_.slots;
    model_.slots += std::clamp(field.values, 1, 8);
    model_.fields.push_back(std::move(field));
  }

  int field(std::string_view name, const YamlNode& node) {
    if (const auto found = model_.field(name)) return *found;
    std::vector<std::string> names;
    names.reserve(model_.fields.size());
    for (const LinkageField& known : model_.fields) names.push_back(known.name);
    node.violation("there is no field '" + std::string(name) + "' under 'fields'" + suggestion(name, names));
    return 0;
  }

  void read_comparison(const YamlNode& node) {
    node.allow_only({"compare", "label", "levels", "frequency", "household", "identifies", "wrong_at_most",
                     "wrong_from", "match", "stranger"});
    Comparison made;
    made.name = node["compare"].text();
    made.line = node.line();
    made.label = node["label"].text_or(made.name);
    made.identifies = node["identifies"].boolean_or(false);
    made.wrong_at_most = node["wrong_at_most"].decimal_or(1);
    if (made.wrong_at_most <= 0 || made.wrong_at_most > 1) {
      node["wrong_at_most"].violation("a share above 0 and up to 1 is expected here");
    }
    for (const YamlNode& level : node["levels"].items()) read_level(level, made);
    read_wrong_from(node["wrong_from"], made);
    if (made.levels.empty()) node.violation("'levels' is missing: the ways to agree, the surest first");
    std::erase_if(made.levels, [](const Level& level) { return level.terms.empty(); });  // said to be wrong already
    made.levels.emplace_back().text = "differs";
    if (made.levels.size() > most_levels) node["levels"].violation("more than 14 levels");
    if (node.has("frequency")) made.frequency = field(node["frequency"].text(), node["frequency"]);
    if (made.frequency >= 0 && model_.fields[static_cast<std::size_t>(made.frequency)].values > 1) {
      node["frequency"].violation("a field of several values has no frequency; name a field of one");
    }
    read_household(node["household"], made);
    read_given(node["match"], Kind::match, made);
    read_given(node["stranger"], Kind::stranger, made);
    model_.comparisons.push_back(std::move(made));
  }

  void read_wrong_from(const YamlNode& node, Comparison& made) {
    if (!node.exists()) return;
    const std::string text = node.text();
    const auto found =
        std::find_if(made.levels.begin(), made.levels.end(), [&](const Level& level) { return level.text == text; });
    made.wrong_from = static_cast<std::size_t>(found - made.levels.begin());
    if (found == made.levels.end() || made.wrong_from == 0) {
      node.violation("one of the levels behind the first is expected here, as it is written there");
    }
  }

  // "shared" or "apart" tells the estimate where to begin; a list gives the shares themselves.
  void read_household(const YamlNode& node, Comparison& made) {
    if (!node.exists()) return;
    model_.households = true;
    if (!node.is_scalar()) return read_given(node, Kind::household, made);
    const std::string word = node.text();
    made.shared = word == "shared";
    if (word != "shared" && word != "apart") {
      node.violation("'shared' (a household agrees in it), 'apart' or a list of shares is expected here");
    }
  }

  void read_level(const YamlNode& node, Comparison& into) {
    Level level;
    level.text = node.text();
    constexpr std::string_view joint = " and ";
    std::string_view rest = level.text;
    for (auto end = rest.find(joint); end != std::string_view::npos; end = rest.find(joint)) {
      read_term(rest.substr(0, end), node, level);
      rest.remove_prefix(end + joint.size());
    }
    read_term(rest, node, level);
    into.levels.push_back(std::move(level));
  }

  void read_term(std::string_view text, const YamlNode& node, Level& into) {
    const Written parts = written(text);
    Term term{.agreement = find_agreement(parts.name)};
    if (term.agreement == nullptr) {
      return node.violation("there is no way to agree '" + std::string(parts.name) + "'" +
                            suggestion(parts.name, agreement_names()));
    }
    const Agreement& agreement = *term.agreement;
    const std::size_t names = agreement.two_fields ? 2 : 1;
    if (!parts.closed || parts.arguments.size() != names + (agreement.takes_number ? 1 : 0)) {
      return node.violation("'" + std::string(agreement.usage) +
                            "' is expected here: " + std::string(agreement.purpose));
    }
    term.field = field(parts.arguments[0], node);
    if (agreement.two_fields) term.other = field(parts.arguments[1], node);
    if (agreement.takes_number && (!read_number(parts.arguments[names], term.number) || term.number < agreement.least ||
                                   term.number > agreement.most)) {
      node.violation("the number of '" + std::string(agreement.usage) + "' lies outside its bounds");
    }
    if (agreement.holds != nullptr && model_.fields[static_cast<std::size_t>(term.field)].values > 1) {
      node.violation("a field of several values can only be 'equal'");
    }
    into.terms.push_back(term);
  }

  void read_given(const YamlNode& node, Kind kind, Comparison& made) {
    if (!node.exists()) return;
    auto& shares = made.given[static_cast<std::size_t>(kind)];
    for (const YamlNode& item : node.items()) shares.push_back(item.decimal_or(0));
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    const bool positive = std::all_of(shares.begin(), shares.end(), [](double share) { return share > 0; });
    if (shares.size() != made.levels.size() || !positive || sum < 0.98 || sum > 1.02) {
      node.violation("a share above 0 is expected for each level and for 'differs', " +
                     std::to_string(made.levels.size()) + " that are 1 together");
    }
  }

  void read_rule(const YamlNode& node) {
    const bool map = node.is_map();
    if (map) node.allow_only({"on", "at_most"});
    BlockingRule rule;
    rule.at_most = map ? static_cast<int>(node["at_most"].integer_or(1000)) : 1000;
    const YamlNode list = map ? node["on"] : node;
    for (const std::string& text : list.texts()) {
      rule.text += (rule.text.empty() ? "" : " + ") + text;
      read_part(text, list, rule);
    }
    if (rule.parts.empty()) list.violation("a field is missing here, such as name.sorted");
    model_.rules.push_back(std::move(rule));
  }

  void read_part(std::string_view text, const YamlNode& node, BlockingRule& rule) {
    const auto dot = text.find('.');
    KeyPart part{.field = field(text.substr(0, dot), node)};
    if (dot != std::string_view::npos) {
      const Written form = written(text.substr(dot + 1));
      const auto known =
          std::find_if(key_forms.begin(), key_forms.end(), [&](auto& f) { return f.first == form.name; });
      if (known == key_forms.end()) {
        std::vector<std::string> names;
        names.reserve(key_forms.size());
        for (const auto& [name, value] : key_forms) names.emplace_back(name);
        return node.violation("there is no form '" + std::string(form.name) + "' of a key" +
                              suggestion(form.name, names));
      }
      part.form = known->second;
      if (part.form == KeyForm::start &&
          (form.arguments.size() != 1 || !read_number(form.arguments[0], part.letters) || part.letters < 1)) {
        return node.violation("'start(LETTERS)' is expected here");
      }
    }
    rule.parts.push_back(part);
  }

  void read_thresholds() {
    model_.merge_at = file_["merge_at"].decimal_or(model_.merge_at);
    model_.ask_at = file_["ask_at"].decimal_or(model_.ask_at);
    model_.apart_below = file_["apart_below"].decimal_or(model_.apart_below);
    if (!(0 < model_.apart_below && model_.apart_below <= model_.ask_at && model_.ask_at <= model_.merge_at &&
          model_.merge_at < 1)) {
      file_.violation("probabilities with 0 < apart_below <= ask_at <= merge_at < 1 are expected");
    }
    if (file_.has("matches_per_record")) model_.given_matches = file_["matches_per_record"].decimal_or(0);
    if (file_.has("household_per_record")) model_.given_household = file_["household_per_record"].decimal_or(0);
  }

  void read_arrivals() {
    static const std::map<std::string, Arrivals, std::less<>> words = {
        {"leave", Arrivals::leave}, {"ask", Arrivals::ask}, {"merge", Arrivals::merge}};
    const std::string word = file_["arrivals"].text_or("leave");
    const auto known = words.find(word);
    if (known == words.end()) return file_["arrivals"].violation("'" + word + "': write leave, ask or merge");
    model_.arrivals = known->second;
    if (model_.arrivals != Arrivals::leave && !model_.has_given_weights())
      file_["arrivals"].violation(
          "'" + word +
          "' needs weights that stay the same, so that a decision can be explained later; write those of "
          "lienthong match estimate into this file first");
  }

  // Given or estimated, never a mixture that no one could explain.
  void check_given() {
    const std::size_t needed = model_.households ? kinds : 2;
    for (const Comparison& comparison : model_.comparisons) {
      std::size_t filled = 0;
      for (const auto& shares : comparison.given) filled += shares.empty() ? 0 : 1;
      if (filled == (model_.given_matches ? needed : 0)) continue;
      file_.violations().add(file_.file(), comparison.line,
                             "'" + comparison.name +
                                 "': give 'match', 'stranger' (and 'household') of every comparison and "
                                 "'matches_per_record', or none of them");
    }
    const bool both = model_.given_matches.has_value() && model_.households;
    if (model_.given_household.has_value() != both || model_.given_matches.value_or(1) <= 0 ||
        model_.given_household.value_or(1) <= 0) {
      file_.violation("'matches_per_record' and, with households, 'household_per_record' are given together, above 0");
    }
  }

  LinkageModel& model_;
  const YamlNode& file_;
};

}  // namespace

LinkageModel LinkageModel::load(const std::filesystem::path& file, Violations& violations) {
  return read(YamlNode::load_file(file, violations), violations);
}

LinkageModel LinkageModel::read(const YamlNode& file, Violations& violations) {
  LinkageModel model;
  if (!file.exists() && !violations.empty()) return model;  // a fault of syntax, said already
  Reader(model, file).read();
  return model;
}

std::optional<int> LinkageModel::field(std::string_view field_name) const {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.name == field_name; });
  if (found == fields.end()) return std::nullopt;
  return static_cast<int>(found - fields.begin());
}

bool LinkageModel::has_given_weights() const { return given_matches.has_value(); }

}  // namespace lt::identity
