// Reasons that are the hub's to mend.
#include "mapping/responsible.hpp"

#include <algorithm>
#include <array>

namespace lt::mapping {

Actor who_acts(std::string_view reason_code) {
  constexpr std::array<std::string_view, 4> ours{"bad_shape", "missing_key", "bad_boolean", "bad_form"};
  const bool hub =
      reason_code.rfind("unknown_", 0) == 0 || std::find(ours.begin(), ours.end(), reason_code) != ours.end();
  return hub ? Actor::hub : Actor::source;
}

}  // namespace lt::mapping
