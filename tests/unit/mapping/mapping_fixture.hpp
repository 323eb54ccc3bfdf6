// A small model, tables and one mapping from texts, for a test.
#pragma once

#include "base/yaml.hpp"
#include "mapping/in_mapping.hpp"
#include "mapping/out_mapping.hpp"
#include "units/catalogue.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace lt::mapping::test {

inline const units::Catalogue& catalogue() {
  static const units::Catalogue loaded = units::Catalogue::load(LT_BUILD_DIR "/share/units.tsv");
  return loaded;
}

class Workshop {
 public:
  Workshop() {
    static std::atomic<int> count{0};
    folder_ = std::filesystem::temp_directory_path() /
              ("lienthong_mapping_" + std::to_string(::getpid()) + "_" + std::to_string(++count));
    write("model/person.yaml", R"(
entity: person
fields:
  id: {required: true, class: basic}
  name: {class: basic, max: 60}
  folded: {derived: name | fold}
  born: {type: date}
  seen: {type: timestamp}
  height: {type: decimal}
  children: {type: integer, min: 0, max: 20}
  alive: {type: boolean}
  sex: {values: [M, F]}
keys:
  - [id]
rules:
  - plausible_date: [born]
)");
    write("model/place.yaml", "entity: place\nfields:\n  code: {required: true}\n  name: {}\n");
    write("model/ward.yaml",
          "entity: ward\nfields:\n  code: {}\n  name: {required: true}\n  beds: {to: place}\nkeys:\n  - [code]\n");
    write("model/dose.yaml", R"(
entity: dose
fields:
  person: {to: person, required: true}
  place: {to: place}
  vaccine: {required: true}
  number: {type: integer}
  day: {type: date}
)");
    write("reference/colours.yaml",
          "unknown: unknown_colour\ncolumns: [code]\nrows:\n  RED: {code: r, spellings: [đỏ, Màu đỏ]}\n  BLUE: "
          "{spellings: xanh}\n");
    write("reference/limits.yaml",
          "inputs: [number]\ngives: [level]\nperiods:\n  - from: 2021-01-01\n    rows:\n      - {when: {number: "
          "{below: 2}}, "
          "gives: {level: low}}\n");
    write("reference/old_to_new.tsv", "00001\t10001\n00002\t10002\r\n");
  }
  ~Workshop() { std::filesystem::remove_all(folder_); }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return folder_ / name;
  }

  std::shared_ptr<const InMapping> in(const std::string& text, const std::string& name = "test") {
    return load<InMapping>(text, name);
  }
  std::shared_ptr<const OutMapping> out(const std::string& text) { return load<OutMapping>(text, "test"); }

  // Whole mapping of one person: the fields' lines, indented by six.
  std::shared_ptr<const InMapping> person(const std::string& fields) {
    return in("direction: in\nentities:\n  - entity: person\n    fields:\n" + fields);
  }

  std::vector<Violation> faults;
  model::Model model;
  ReferenceTables tables;

 private:
  template <typename Mapping>
  std::shared_ptr<const Mapping> load(const std::string& text, const std::string& name) {
    Violations violations;
    if (model.entities().empty()) {
      model = model::Model::load(folder_ / "model", violations);
      tables = ReferenceTables::load(folder_ / "reference", violations);
    }
    auto mapping = Mapping::load(write("mappings/" + name + ".yaml", text), {model, tables, &catalogue()}, violations);
    faults = violations.list();
    return mapping;
  }

  std::filesystem::path folder_;
};

// Maps texts one after another.
class Mapper {
 public:
  explicit Mapper(std::shared_ptr<const InMapping> mapping) : mapper_(std::move(mapping)) {}

  const MappedRecord& map(std::string raw, const std::string& key = "k") {
    raw_ = std::move(raw);
    const std::size_t size = raw_.size();
    raw_.append(64, '\xFF');  // padding may hold anything
    key_ = key;
    arena_.clear();
    mapper_.map({raw_.data(), size}, key_, 1'767'225'600'000, arena_, record);
    return record;
  }
  // A field of an entity of the last record, as text.
  std::string field(const std::string& name, std::size_t entity = 0) const {
    const auto& e = record.entities.at(entity);
    const model::Value& value = e.values[static_cast<std::size_t>(e.entity->field(name).value())];
    if (value.kind() == model::Value::Kind::text) return std::string(value.as_text());
    if (value.empty()) return "";
    return value.kind() == model::Value::Kind::integer ? std::to_string(value.as_integer())
                                                       : std::to_string(value.as_decimal());
  }
  std::string reasons() const { return joined(record.reasons); }
  std::string warnings() const { return joined(record.warnings); }

  MappedRecord record;

 private:
  static std::string joined(const std::vector<model::Reason>& list) {
    std::string text;
    for (const auto& reason : list) text += (text.empty() ? "" : " ") + reason.code;
    return text;
  }
  InMapper mapper_;
  Arena arena_;
  std::string raw_;
  std::string key_;
};

}  // namespace lt::mapping::test
