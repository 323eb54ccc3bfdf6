// Systems of a province that exchange lists: each a description for ExchangeTwin over one epidemic.
#pragma once

#include "twins/epidemic.hpp"
#include "twins/exchange_twin.hpp"

#include <vector>

namespace lt::twins {

// test_results, home_quarantine, quarantine_cameras, industrial_zones, information_site, health_book, epidemic_map.
std::vector<ExchangeService> provincial_services(const Epidemic& epidemic);

}  // namespace lt::twins
