// Instants of FHIR: 2021-08-02T08:30:00.000Z.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lt::twins {

std::string fhir_instant(std::int64_t epoch_ms);
// What our own instants and "ge2021-08-02T08:30:00Z" say; 0 for any other text.
std::int64_t read_fhir_instant(std::string_view text);

}  // namespace lt::twins
