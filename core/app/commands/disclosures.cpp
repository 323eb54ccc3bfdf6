// lienthong disclosures: what left the hub about a row, to whom, when and why.
#include "app/command_line.hpp"
#include "app/disclosure_groups.hpp"
#include "app/named_row.hpp"
#include "app/run_text.hpp"
#include "app/table.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <memory>
#include <ostream>

namespace lt::app {
namespace {

namespace json = boost::json;
using store::DisclosedDocument;

struct DisclosuresArguments {
  std::string entity;
  std::string id;
};

// Names of systems and entities for people.
class DisclosureLabels {
 public:
  DisclosureLabels(const Configuration& configuration, bool vietnamese)
      : configuration_(configuration), vietnamese_(vietnamese) {}

  // A system that was taken out of the configuration keeps its name.
  std::string system(const std::string& name) const {
    const auto found = configuration_.systems().find(name);
    return found == configuration_.systems().end() ? name : chosen(found->second.definition.label, name);
  }
  std::string entity(int position) const {
    const model::Entity& entity = definition(position);
    return chosen(entity.label, entity.name);
  }
  const model::Entity& definition(int position) const {
    return *configuration_.model().entities().at(static_cast<std::size_t>(position));
  }

 private:
  std::string chosen(const model::Label& label, const std::string& name) const {
    const std::string& text = vietnamese_ ? label.vi : label.en;
    return text.empty() ? name : text;
  }

  const Configuration& configuration_;
  bool vietnamese_;
};

json::array group_rows(const DisclosureGroups& groups, const DisclosureLabels& labels) {
  json::array rows;
  for (const auto& [key, group] : groups) {
    const auto& [system, purpose, entity] = key;
    rows.push_back({{"system", system},
                    {"label", labels.system(system)},
                    {"purpose", purpose},
                    {"entity", labels.definition(entity).name},
                    {"entity_label", labels.entity(entity)},
                    {"times", group.times},
                    {"first", timestamp_text(group.first)},
                    {"last", timestamp_text(group.last)},
                    {"flows", json::value_from(group.flows)},
                    {"fields", json::value_from(group.fields)}});
  }
  return rows;
}

// An answer was given by no run.
json::array entry_rows(const std::vector<DisclosedDocument>& documents, const DisclosureLabels& labels) {
  json::array rows;
  rows.reserve(documents.size());
  for (const DisclosedDocument& document : documents) {
    json::object row{{"at", timestamp_text(document.at)},
                     {"system", document.what->destination},
                     {"label", labels.system(document.what->destination)},
                     {"purpose", document.what->purpose},
                     {"flow", document.what->flow},
                     {"entity", labels.definition(document.entity).name},
                     {"row", document.row},
                     {"version", document.seq},
                     {"fields", json::value_from(document.what->fields)}};
    if (document.run != 0) row["run"] = document.run;
    rows.push_back(std::move(row));
  }
  return rows;
}

store::RowDisclosures disclosures_of(store::Reader& reader, int entity, const DisclosuresArguments& arguments) {
  auto about = reader.disclosures_about(entity, row_of_any_time(reader, entity, arguments.id));
  if (!about) throw no_such_row(arguments.entity, arguments.id);
  return std::move(*about);
}

void print_disclosures(std::ostream& out, const std::string& entity, const store::RowDisclosures& about,
                       const json::array& groups, bool vietnamese) {
  static constexpr Column columns[] = {{"label", "Nơi nhận", "Destination"}, {"purpose", "Mục đích", "Purpose"},
                                       {"entity_label", "Loại", "Entity"},   {"times", "Lần", "Times", true},
                                       {"first", "Lần đầu", "First"},        {"last", "Lần cuối", "Last"},
                                       {"fields", "Các trường", "Fields"}};
  out << entity << " #" << about.row;
  if (!about.stands) out << (vietnamese ? " (không còn trong kho)" : " (no longer in the store)");
  out << '\n';
  if (groups.empty())
    out << (vietnamese ? "Chưa có dữ liệu nào rời hệ thống.\n" : "Nothing about it has left the hub.\n");
  else
    print_table(out, groups, columns, vietnamese);
}

Exit disclosures(CommandLine& line, const DisclosuresArguments& arguments) {
  const store::Store store = line.open_store(store::Access::read_only);
  store::Reader reader = store.reader();
  const store::RowDisclosures about = disclosures_of(reader, store.entity(arguments.entity), arguments);
  const DisclosureLabels labels(line.configuration(), line.vietnamese());
  json::array groups = group_rows(disclosure_groups(about.documents), labels);
  if (!line.json) {
    print_disclosures(line.out, arguments.entity, about, groups, line.vietnamese());
    return Exit::done;
  }
  line.out << json::serialize(json::object{{"entity", arguments.entity},
                                           {"id", about.row},
                                           {"stands", about.stands},
                                           {"groups", std::move(groups)},
                                           {"entries", entry_rows(about.documents, labels)}})
           << '\n';
  return Exit::done;
}

}  // namespace

void add_disclosures(CLI::App& parser, CommandLine& line) {
  auto* command = parser.add_subcommand(
      "disclosures", "What left the hub about a row and all that is of it: to whom, when, why, which fields");
  auto arguments = std::make_shared<DisclosuresArguments>();
  command->add_option("entity", arguments->entity, "person, immunization …")->required();
  command->add_option("id", arguments->id, "Row id, or the first key's value, such as a citizen number")->required();
  command->footer("Examples:\n  lienthong disclosures person 999185000123\n  lienthong --json disclosures person 17");
  command->callback([&line, arguments] { line.action = [&line, arguments] { return disclosures(line, *arguments); }; });
}

}  // namespace lt::app
