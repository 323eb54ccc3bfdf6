// Linkage models and records for tests: from text, from the shipped files, from the twins' made-up province.
#pragma once

#include "identity/estimate.hpp"
#include "identity/evaluation.hpp"
#include "identity/record_file.hpp"
#include "mapping/reference_tables.hpp"
#include "units/catalogue.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>
#include <string>

namespace lt::identity {

inline const mapping::Surroundings& surroundings() {
  static const model::Model entities;
  static const mapping::ReferenceTables tables;
  static const units::Catalogue units = units::Catalogue::load(LT_BUILD_DIR "/share/units.tsv");
  static const mapping::Surroundings made{entities, tables, &units, nullptr};
  return made;
}

inline LinkageModel model_from(const std::string& file) {
  Violations violations;
  LinkageModel model = LinkageModel::load(std::string(LT_SOURCE_DIR "/") + file, violations);
  violations.raise();
  return model;
}

inline LinkageModel model_of(const std::string& text) {
  Violations violations;
  LinkageModel model = LinkageModel::read(YamlNode::parse(text, "model.yaml", violations), violations);
  violations.raise();
  return model;
}

inline RecordFile records_of(const LinkageModel& model, const std::string& csv) {
  std::istringstream in(csv);
  return read_records(in, "records.csv", model, surroundings());
}

// All of one file: weights by EM, groups at the model's own threshold.
struct Linked {
  Comparer comparer;
  Estimate estimated;
  Weights weights;
  Links links;
  Grouping grouping;

  Linked(const LinkageModel& model, const RecordFile& file)
      : comparer(file.table),
        estimated(estimate(file.table, file.index, comparer)),
        weights(model, estimated.shares, static_cast<double>(file.table.size())),
        links(find_links(file.table, file.index, comparer, weights, bits_of(0.01))),
        grouping(at(model, file, model.merge_at)) {}

  Grouping at(const LinkageModel& model, const RecordFile& file, double threshold) const {
    return group(file.table, comparer, weights, links, bits_of(threshold), bits_of(model.apart_below));
  }
};

}  // namespace lt::identity
