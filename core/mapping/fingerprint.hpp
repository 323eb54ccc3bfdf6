// One number for everything that the result of a mapping depends on.
#pragma once

#include "base/yaml.hpp"
#include "model/entity.hpp"

#include <cstdint>
#include <span>

namespace lt::mapping {

// `tables` are the fingerprints of those it looks into. `file` without its examples, label and description; comments
// and layout do not count either.
std::uint64_t fingerprint(const YamlNode& file, std::span<const std::uint64_t> tables,
                          std::span<const model::Entity* const> entities);

}  // namespace lt::mapping
