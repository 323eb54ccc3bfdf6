// Loading, weighing, explaining.
#include "app/match_trial.hpp"

#include "app/table.hpp"
#include "units/catalogue.hpp"

#include <boost/json.hpp>

#include <cstdio>
#include <fstream>
#include <ostream>

namespace lt::app {

namespace fs = std::filesystem;
namespace json = boost::json;

std::string printed(const char* format, double number) {
  char text[48];
  std::snprintf(text, sizeof text, format, number);
  return text;
}

std::unique_ptr<const identity::LinkageModel> load_linkage(const CommandLine& line, const std::string& name) {
  const fs::path file = name.ends_with(".yaml") ? fs::path(name) : line.config / "identity" / (name + ".yaml");
  Violations violations;
  auto model = std::make_unique<const identity::LinkageModel>(identity::LinkageModel::load(file, violations));
  violations.raise();
  return model;
}

identity::RecordFile read_trial_file(const CommandLine& line, const identity::LinkageModel& model,
                                     const fs::path& file) {
  Violations violations;
  const model::Model no_entities;
  const auto tables = mapping::ReferenceTables::load(line.config / "reference", violations);
  violations.raise();
  const auto units = units::Catalogue::load(units::Catalogue::default_path());
  std::ifstream in(file, std::ios::binary);
  if (!in)
    throw Error(ErrorKind::misconfigured, file.string() + " cannot be read; name a file of comma-separated text");
  return identity::read_records(in, file.string(), model, {no_entities, tables, &units, nullptr});
}

Trial::Trial(const identity::LinkageModel& model, const identity::RecordTable& table, const identity::BlockIndex& index,
             std::stop_token stop)
    : model_(model), table_(table), index_(index), stop_(std::move(stop)), comparer_(table) {
  identity::Shares shares;
  if (model.has_given_weights()) {
    shares = identity::given_shares(model);
  } else {
    identity::EstimateOptions options;
    options.stop = stop_;
    identity::Estimate made = identity::estimate(table, index, comparer_, options);
    settled_ = made.settled;
    shares = std::move(made.shares);
  }
  weights_.emplace(model, std::move(shares), static_cast<double>(table.size()));
}

identity::Links Trial::links(double probability) const {
  return identity::find_links(table_, index_, comparer_, *weights_, identity::bits_of(probability), stop_);
}

identity::Grouping Trial::grouped(const identity::Links& links, double probability) const {
  return identity::group(table_, comparer_, *weights_, links, identity::bits_of(probability),
                         identity::bits_of(model_.apart_below));
}

identity::Explanation Trial::explain(identity::RecordNumber a, identity::RecordNumber b) const {
  return identity::explain(table_, comparer_, *weights_, table_.view(a), table_.view(b));
}

json::object to_json(const identity::Explanation& explanation) {
  json::array parts;
  for (const auto& part : explanation.parts) {
    parts.push_back(
        {{"comparison", part.label}, {"level", part.level}, {"a", part.a}, {"b", part.b}, {"bits", part.bits}});
  }
  return {{"bits", explanation.bits},
          {"probability", explanation.probability},
          {"against", explanation.against == identity::Kind::household ? "household" : "stranger"},
          {"start", explanation.start},
          {"conflict", explanation.conflict},
          {"parts", std::move(parts)}};
}

void print_explanation(std::ostream& out, const json::object& explanation, bool vietnamese) {
  json::array rows;
  rows.push_back({{"comparison", vietnamese ? "(trước khi so)" : "(before comparing)"},
                  {"bits", printed("%+.1f", explanation.at("start").as_double())}});
  for (const auto& part : explanation.at("parts").as_array()) {
    json::object row = part.as_object();
    row["bits"] = printed("%+.1f", row["bits"].as_double());
    rows.push_back(std::move(row));
  }
  static constexpr Column columns[] = {{"comparison", "So sánh", "Comparison"},
                                       {"a", "Bên này", "One"},
                                       {"b", "Bên kia", "Other"},
                                       {"level", "Mức giống", "Agreement"},
                                       {"bits", "Bit", "Bits", true}};
  print_table(out, rows, columns, vietnamese, 40);
}

}  // namespace lt::app
