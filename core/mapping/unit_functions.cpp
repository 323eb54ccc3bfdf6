// Functions over the catalogue of administrative units.
#include "mapping/function.hpp"

namespace lt::mapping {

std::span<const Function> unit_functions() { return {}; }

}  // namespace lt::mapping
