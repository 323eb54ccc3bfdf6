// lienthong explain: why each value of a canonical row is what it is.
#include "app/command_line.hpp"
#include "app/named_row.hpp"
#include "app/run_text.hpp"
#include "app/table.hpp"
#include "base/suggest.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <ostream>

namespace lt::app {
namespace {

namespace json = boost::json;

struct ExplainArguments {
  std::string entity;
  std::string id;
  std::string field;
};

json::object to_json(const store::Word& word) {
  return {{"system", word.system}, {"stream", word.stream}, {"key", word.key}, {"as_of", timestamp_text(word.as_of)},
          {"run", word.run},       {"value", word.value}};
}

std::string_view rule_name(model::MergeRule rule) { return rule == model::MergeRule::newest ? "newest" : "priority"; }

json::object to_json(const store::FieldExplanation& field) {
  json::object object{{"field", field.field}, {"value", field.value}, {"rule", rule_name(field.rule)}};
  if (field.winner) object["winner"] = to_json(*field.winner);
  json::array losers;
  for (const auto& loser : field.losers) losers.push_back(to_json(loser));
  object["losers"] = std::move(losers);
  return object;
}

json::array rows_of(const store::Explanation& explanation) {
  json::array rows;
  for (const auto& field : explanation.fields) {
    if (field.value.empty() && field.losers.empty()) continue;
    json::object row{{"field", field.field}, {"value", field.value}, {"rule", rule_name(field.rule)}};
    if (field.winner) {
      row["source"] = field.winner->system + "/" + field.winner->stream + " " + field.winner->key;
      row["as_of"] = timestamp_text(field.winner->as_of);
      row["run"] = field.winner->run;
    }
    rows.push_back(std::move(row));
    for (const auto& loser : field.losers) {
      rows.push_back({{"field", "  ·"},
                      {"value", loser.value},
                      {"source", loser.system + "/" + loser.stream + " " + loser.key},
                      {"as_of", timestamp_text(loser.as_of)},
                      {"run", loser.run}});
    }
  }
  return rows;
}

Exit explain(CommandLine& line, const ExplainArguments& arguments) {
  const store::Store store = line.open_store(store::Access::read_only);
  const int entity = store.entity(arguments.entity);
  store::Reader reader = store.reader();
  auto explanation = reader.explain(entity, row_of(reader, entity, arguments.id));
  if (!explanation) throw no_such_row(arguments.entity, arguments.id);
  if (!arguments.field.empty()) {
    const auto names = store.model().find(arguments.entity)->field_names();
    if (std::find(names.begin(), names.end(), arguments.field) == names.end()) {
      throw Error(ErrorKind::misconfigured,
                  arguments.entity + " has no field '" + arguments.field + "'" + suggestion(arguments.field, names));
    }
    std::erase_if(explanation->fields, [&](const auto& field) { return field.field != arguments.field; });
  }
  if (line.json) {
    json::array fields;
    for (const auto& field : explanation->fields) fields.push_back(to_json(field));
    line.out << json::serialize(json::object{
                    {"entity", explanation->entity}, {"id", explanation->id}, {"fields", std::move(fields)}})
             << '\n';
    return Exit::done;
  }
  static constexpr Column columns[] = {{"field", "Trường", "Field"},    {"value", "Giá trị", "Value"},
                                       {"rule", "Quy tắc", "Rule"},     {"source", "Nguồn", "Source"},
                                       {"as_of", "Thời điểm", "As of"}, {"run", "Lượt", "Run", true}};
  line.out << explanation->entity << " #" << explanation->id << '\n';
  print_table(line.out, rows_of(*explanation), columns, line.vietnamese(), 44);
  return Exit::done;
}

}  // namespace

void add_explain(CLI::App& parser, CommandLine& line) {
  auto* command = parser.add_subcommand("explain", "Why this value? Winner, rule and losers of each field");
  auto arguments = std::make_shared<ExplainArguments>();
  command->add_option("entity", arguments->entity, "person, immunization …")->required();
  command->add_option("id", arguments->id, "Row id, or the first key's value, such as a citizen number")->required();
  command->add_option("--field", arguments->field, "Only this field");
  command->footer("Examples:\n  lienthong explain person 999185000123\n  lienthong explain person 17 --field phone");
  command->callback([&line, arguments] { line.action = [&line, arguments] { return explain(line, *arguments); }; });
}

}  // namespace lt::app
