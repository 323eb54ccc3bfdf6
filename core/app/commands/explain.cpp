// lienthong explain: why each value of a canonical row is what it is.
#include "app/command_line.hpp"
#include "app/judgements.hpp"
#include "app/named_row.hpp"
#include "app/run_text.hpp"
#include "app/table.hpp"
#include "base/suggest.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <ostream>
#include <utility>
#include <vector>

namespace lt::app {
namespace {

namespace json = boost::json;

struct ExplainArguments {
  std::string entity;
  std::string id;
  std::string field;
};

// Where today's mapping of a word's flow says how the field comes about.
std::string mapping_line(const Configuration& configuration, const store::Word& word, const std::string& entity,
                         const std::string& field) {
  for (const auto& flow : configuration.flows()) {
    if (flow.direction == sync::Direction::out || flow.system != word.system || flow.stream != word.stream) continue;
    if (const auto mapping = configuration.mappings().in(flow.mapping)) return mapping->place_of(entity, field);
  }
  return {};
}

json::object word_json(const store::Word& word, const std::string& mapping) {
  return {{"system", word.system}, {"stream", word.stream}, {"key", word.key},   {"as_of", timestamp_text(word.as_of)},
          {"run", word.run},       {"value", word.value},   {"mapping", mapping}};
}

std::string_view rule_name(model::MergeRule rule) { return rule == model::MergeRule::newest ? "newest" : "priority"; }

json::object field_json(const store::FieldExplanation& field, const std::string& entity,
                        const Configuration& configuration) {
  const auto word = [&](const store::Word& said) {
    return word_json(said, mapping_line(configuration, said, entity, field.field));
  };
  json::object object{{"field", field.field}, {"value", field.value}, {"rule", rule_name(field.rule)}};
  if (field.winner) object["winner"] = word(*field.winner);
  json::array losers;
  for (const auto& loser : field.losers) losers.push_back(word(loser));
  object["losers"] = std::move(losers);
  return object;
}

json::array rows_of(const store::Explanation& explanation, const Configuration& configuration) {
  json::array rows;
  for (const auto& field : explanation.fields) {
    if (field.value.empty() && field.losers.empty()) continue;
    json::object row{{"field", field.field}, {"value", field.value}, {"rule", rule_name(field.rule)}};
    if (field.winner) {
      row["source"] = field.winner->system + "/" + field.winner->stream + " " + field.winner->key;
      row["as_of"] = timestamp_text(field.winner->as_of);
      row["run"] = field.winner->run;
      row["mapping"] = mapping_line(configuration, *field.winner, explanation.entity, field.field);
    }
    rows.push_back(std::move(row));
    for (const auto& loser : field.losers) {
      rows.push_back({{"field", "  ·"},
                      {"value", loser.value},
                      {"source", loser.system + "/" + loser.stream + " " + loser.key},
                      {"as_of", timestamp_text(loser.as_of)},
                      {"run", loser.run},
                      {"mapping", mapping_line(configuration, loser, explanation.entity, field.field)}});
    }
  }
  return rows;
}

// The source records of a row that was judged, and by which judgements they are there.
json::array brought_json(const std::vector<store::Brought>& brought) {
  json::array records;
  for (const auto& one : brought) {
    json::array judgements;
    for (const auto& judgement : one.judgements) judgements.push_back(app::to_json(judgement));
    json::object record = app::to_json(one.record);
    record["by_keys"] = one.by_keys;
    record["judgements"] = std::move(judgements);
    records.push_back(std::move(record));
  }
  return records;
}

void print_brought(std::ostream& out, const std::vector<store::Brought>& brought, bool vietnamese) {
  if (brought.empty()) return;
  json::array rows;
  for (const auto& one : brought) {
    json::object row{{"record", spelled(one.record)}, {"by_keys", one.by_keys}};
    for (const auto& judgement : one.judgements) {
      row["judgement"] = judgement.id;
      row["by"] = judgement.who;
      row["reason"] = judgement.reason;
      rows.push_back(std::exchange(row, json::object{{"record", "  ·"}}));
    }
    if (one.judgements.empty()) rows.push_back(std::move(row));
  }
  static constexpr Column columns[] = {{"record", "Bản ghi nguồn", "Source record"},
                                       {"by_keys", "Theo khóa là dòng", "Row by keys", true},
                                       {"judgement", "Phán quyết", "Judgement", true},
                                       {"by", "Ai", "By"},
                                       {"reason", "Lý do", "Reason"}};
  out << '\n';
  print_table(out, rows, columns, vietnamese, 44);
}

Exit explain(CommandLine& line, const ExplainArguments& arguments) {
  const store::Store store = line.open_store(store::Access::read_only);
  const int entity = store.entity(arguments.entity);
  store::Reader reader = store.reader();
  const Configuration& configuration = line.configuration();
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
  const auto brought = reader.brought(explanation->id);
  if (line.json) {
    json::array fields;
    for (const auto& field : explanation->fields)
      fields.push_back(field_json(field, explanation->entity, configuration));
    line.out << json::serialize(json::object{{"entity", explanation->entity},
                                             {"id", explanation->id},
                                             {"fields", std::move(fields)},
                                             {"records", brought_json(brought)}})
             << '\n';
    return Exit::done;
  }
  static constexpr Column columns[] = {{"field", "Trường", "Field"},
                                       {"value", "Giá trị", "Value"},
                                       {"rule", "Quy tắc", "Rule"},
                                       {"source", "Nguồn", "Source"},
                                       {"as_of", "Thời điểm", "As of"},
                                       {"run", "Lượt", "Run", true},
                                       {"mapping", "Dòng ánh xạ", "Mapping line"}};
  line.out << explanation->entity << " #" << explanation->id << '\n';
  print_table(line.out, rows_of(*explanation, configuration), columns, line.vietnamese(), 44);
  print_brought(line.out, brought, line.vietnamese());
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
