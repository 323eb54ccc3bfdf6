// Health and movement declarations of the population database's citizens, and the passes of three days that follow.
#pragma once

#include "twins/epidemic.hpp"
#include "twins/exchange_twin.hpp"

#include <cstdint>
#include <vector>

namespace lt::twins {

// Everything that was declared until the end of a day; about one declaration in a hundred is wrong and gets no pass.
std::vector<ExchangeRow> declaration_rows(const Epidemic& epidemic, std::uint64_t people, int day);
std::vector<ExchangeRow> pass_rows(const Epidemic& epidemic, std::uint64_t people, int day);

}  // namespace lt::twins
