// The configuration that is shipped, and the benchmarks', load without a fault, and every example comes out as written.
#include "base/yaml.hpp"
#include "mapping/mappings.hpp"
#include "units/catalogue.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

namespace {

struct Configuration {
  explicit Configuration(const std::string& folder)
      : catalogue(lt::units::Catalogue::load(LT_BUILD_DIR "/share/units.tsv")),
        model(lt::model::Model::load(folder + "/model", violations)),
        tables(lt::mapping::ReferenceTables::load(folder + "/reference", violations)) {}

  lt::mapping::Mappings mappings() {
    return lt::mapping::Mappings::load(folder_ + "/mappings", {model, tables, &catalogue}, violations);
  }

  lt::Violations violations;
  lt::units::Catalogue catalogue;
  lt::model::Model model;
  lt::mapping::ReferenceTables tables;
  std::string folder_;
};

}  // namespace

TEST_CASE("the shipped model, tables and mappings have no fault and their examples come out as written") {
  const std::string folder = LT_SOURCE_DIR "/config";
  Configuration configuration(folder);
  configuration.folder_ = folder;
  const auto mappings = configuration.mappings();
  mappings.run_examples(configuration.violations);
  INFO(lt::to_string(configuration.violations.list()));
  CHECK(configuration.violations.empty());
  CHECK(mappings.in("national_vaccination.injections") != nullptr);
  CHECK(mappings.in("ministry_list") != nullptr);
  CHECK(mappings.out("citizen_app.persons") != nullptr);
  CHECK(mappings.out("citizen_app.immunizations") != nullptr);
}

TEST_CASE("entities come after those that they refer to") {
  Configuration configuration(LT_SOURCE_DIR "/config");
  REQUIRE(configuration.violations.empty());
  std::set<std::string> before;
  for (const auto& entity : configuration.model.entities()) {
    before.insert(entity->name);
    for (const auto& field : entity->fields) {
      INFO(entity->name << "." << field.name);
      CHECK((field.target.empty() || before.contains(field.target)));
    }
  }
}

TEST_CASE("only the fields that an outward mapping names are told as disclosed") {
  const std::string folder = LT_SOURCE_DIR "/config";
  Configuration configuration(folder);
  configuration.folder_ = folder;
  const auto mapping = configuration.mappings().out("citizen_app.persons");
  REQUIRE(mapping != nullptr);
  CHECK(mapping->disclosed_fields() ==
        std::vector<std::string>{"person.birth_date", "person.citizen_id", "person.commune_code", "person.full_name",
                                 "person.insurance_number", "person.old_citizen_id", "person.old_commune_code",
                                 "person.phone", "person.sex"});
}

TEST_CASE("a map for everybody is told nothing but what is open") {
  const std::string folder = LT_SOURCE_DIR "/config";
  Configuration configuration(folder);
  configuration.folder_ = folder;
  const auto mappings = configuration.mappings();
  int layers = 0;
  for (const std::string& name : mappings.out_names()) {
    if (!name.starts_with("epidemic_map.")) continue;
    ++layers;
    const auto mapping = mappings.out(name);
    CHECK(mapping->purpose().empty());
    for (const std::string& disclosed : mapping->disclosed_fields()) {
      INFO(name << " gives " << disclosed);
      const auto dot = disclosed.find('.');
      const auto* entity = configuration.model.find(disclosed.substr(0, dot));
      REQUIRE(entity != nullptr);
      const auto position = entity->field(disclosed.substr(dot + 1));
      REQUIRE(position);
      CHECK(entity->fields[static_cast<std::size_t>(*position)].data_class == lt::model::DataClass::open);
    }
  }
  CHECK(layers == 7);
}
