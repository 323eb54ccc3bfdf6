// What others ask of a compiled outward mapping.
#include "mapping/out_mapping.hpp"

#include "mapping/out_program.hpp"

namespace lt::mapping {

OutMapping::OutMapping(std::unique_ptr<const Program> program) : program_(std::move(program)) {}
OutMapping::~OutMapping() = default;

const std::string& OutMapping::name() const { return program_->name; }
std::uint64_t OutMapping::fingerprint() const { return program_->fingerprint; }
const model::Entity& OutMapping::entity() const { return *program_->entity; }
const std::vector<ReferencePath>& OutMapping::reference_paths() const { return program_->paths; }
std::vector<int> OutMapping::used_fields() const { return program_->used_fields; }
const std::vector<std::string>& OutMapping::disclosed_fields() const { return program_->disclosed; }
const Emitted& OutMapping::emitted() const { return program_->emitted; }
const std::string& OutMapping::purpose() const { return program_->purpose; }

}  // namespace lt::mapping
