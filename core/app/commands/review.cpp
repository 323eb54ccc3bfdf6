// lienthong match review: questions that the hub does not answer by itself, and the persons who do.
#include "app/judgements.hpp"
#include "app/letters.hpp"
#include "app/match_trial.hpp"
#include "app/table.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <functional>
#include <memory>
#include <ostream>

namespace lt::app {
namespace {

namespace json = boost::json;

struct ReviewArguments {
  std::int64_t question = 0;
  int limit = 50;
  std::string to;
  store::Sayer sayer{acting_person(), {}};
};

Exit list_questions(CommandLine& line, const ReviewArguments& arguments) {
  store::Store store = line.open_store(store::Access::read_only);
  json::array rows;
  for (const auto& question : store.reader().open_questions(arguments.limit)) {
    json::object row = to_json(question);
    if (!line.json) {
      row["a"] = "#" + std::to_string(question.a.row) + " " + spelled(question.a);
      row["b"] = "#" + std::to_string(question.b.row) + " " + spelled(question.b);
      row["bits"] = printed("%+.1f", question.bits);
    }
    rows.push_back(std::move(row));
  }
  if (line.json) {
    line.out << json::serialize(rows) << '\n';
  } else {
    static constexpr Column columns[] = {{"id", "Số", "No", true},          {"a", "Bản ghi", "Record"},
                                         {"b", "và bản ghi", "and record"}, {"bits", "Bit", "Bits", true},
                                         {"at", "Hỏi lúc", "Asked"},        {"assigned_to", "Giao cho", "Assigned to"}};
    print_table(line.out, rows, columns, line.vietnamese(), 44);
  }
  return rows.empty() ? Exit::done : Exit::attention;
}

// Both rows as they stand now, a field a line.
json::array sides(store::Store& store, const store::Question& question) {
  const int entity = store.entity(question.entity);
  store::Reader reader = store.reader();
  const auto a = reader.explain(entity, question.a.row), b = reader.explain(entity, question.b.row);
  json::array rows;
  const auto& fields = store.model().entities()[static_cast<std::size_t>(entity)]->fields;
  for (std::size_t f = 0; f < fields.size(); ++f) {
    const std::string one = a ? a->fields[f].value : "", other = b ? b->fields[f].value : "";
    if (one.empty() && other.empty()) continue;
    rows.push_back({{"field", fields[f].name}, {"a", one}, {"b", other}, {"same", one == other}});
  }
  return rows;
}

Exit show_question(CommandLine& line, const ReviewArguments& arguments) {
  store::Store store = line.open_store(store::Access::read_only);
  store::Reader reader = store.reader();
  const store::Question question = question_of(reader, arguments.question);
  json::object object = to_json(question);
  object["weights"] = json::parse(question.weights);
  object["fields"] = sides(store, question);
  if (line.json) {
    line.out << json::serialize(object) << '\n';
    return Exit::done;
  }
  json::array rows = object["fields"].as_array();
  for (auto& row : rows) row.as_object()["same"] = row.at("same").as_bool() ? "=" : "";
  static constexpr Column columns[] = {
      {"field", "Trường", "Field"}, {"a", "Bên này", "One"}, {"same", "", ""}, {"b", "Bên kia", "Other"}};
  line.out << "#" << question.a.row << " " << spelled(question.a) << "\n#" << question.b.row << " "
           << spelled(question.b) << '\n';
  print_table(line.out, rows, columns, line.vietnamese(), 44);
  line.out << '\n';
  const json::value& weights = object["weights"];
  if (weights.is_object() && weights.as_object().contains("parts"))
    print_explanation(line.out, weights.as_object(), line.vietnamese());
  return Exit::done;
}

Exit assign(CommandLine& line, const ReviewArguments& arguments) {
  store::Store store = line.open_store(store::Access::command);
  assign_question(store, arguments.question, arguments.to);
  if (line.json)
    line.out << json::serialize(json::object{{"question", arguments.question}, {"assigned_to", arguments.to}}) << '\n';
  return Exit::done;
}

Exit answer(CommandLine& line, const ReviewArguments& arguments, bool same) {
  store::Store store = line.open_store(store::Access::command);
  const std::int64_t id = answer_question(store, arguments.question, same, arguments.sayer).id;
  if (line.json) {
    line.out << json::serialize(json::object{{"question", arguments.question}, {"judgement", id}}) << '\n';
  } else {
    line.out << (line.vietnamese() ? "Đã trả lời bằng phán quyết số " : "Answered by judgement ") << id << '\n';
  }
  return Exit::done;
}

}  // namespace

void add_review(CLI::App& match, CommandLine& line) {
  auto* review = match.add_subcommand("review", "Questions that wait for a person");
  review->require_subcommand(1);
  using Run = std::function<Exit(CommandLine&, const ReviewArguments&)>;
  const auto add = [&](const char* name, const char* purpose, const Run& run) {
    auto* command = review->add_subcommand(name, purpose);
    auto arguments = std::make_shared<ReviewArguments>();
    command->callback(
        [&line, arguments, run] { line.action = [&line, arguments, run] { return run(line, *arguments); }; });
    return std::pair(command, arguments);
  };
  const auto add_one = [&](const char* name, const char* purpose, const Run& run) {
    const auto made = add(name, purpose, run);
    made.first->add_option("question", made.second->question, "Its number")->required();
    return made;
  };
  const auto listed = add("list", "The likeliest first", list_questions);
  listed.first->add_option("--limit", listed.second->limit, "At most so many")->capture_default_str();
  add_one("show", "Both rows, and the weights for and against", show_question);
  const auto assigned = add_one("assign", "Who is to answer", assign);
  assigned.first->add_option("--to", assigned.second->to, "The person")->required();
  for (const bool same : {true, false}) {
    const auto made = add_one(
        same ? "merge" : "never", same ? "They are one" : "They are never one",
        [same](CommandLine& its_line, const ReviewArguments& arguments) { return answer(its_line, arguments, same); });
    made.first->add_option("--reason", made.second->sayer.reason, "Why; kept with the judgement")->required();
    made.first->add_option("--by", made.second->sayer.who, "Who says so")->capture_default_str();
  }
}

}  // namespace lt::app
