// What a fault does to an answer in XML.
#pragma once

#include "twins/fault.hpp"

#include <cstdint>
#include <string>

namespace lt::twins {

// Does the fault to the text of an answer of the population database; false where such a fault means nothing to XML.
bool damage_xml(const Fault& fault, std::uint64_t seed, std::string& text);

}  // namespace lt::twins
