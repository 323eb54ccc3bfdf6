// From a person's wish to the store's order.
#include "app/erasing.hpp"

#include "app/letters.hpp"
#include "app/run_text.hpp"

#include <boost/json.hpp>

namespace lt::app {

namespace json = boost::json;

bool names_the_erased(std::string_view text, std::string_view id) {
  constexpr std::size_t least = 6;
  return id.size() >= least && text.find(id) != std::string_view::npos;
}

store::ErasureOrder erasure_order(const Configuration& configuration, int entity, store::RowId row, std::string reason,
                                  std::string who) {
  return {.entity = entity,
          .row = row,
          .reason = std::move(reason),
          .who = std::move(who),
          .in_flows = sources_of_letters(configuration)};
}

json::object to_json(const store::Erasure& erasure) {
  return {{"erasure", erasure.id},    {"at", timestamp_text(erasure.at)},
          {"entity", erasure.entity}, {"reason", erasure.reason},
          {"who", erasure.who},       {"counts", json::value_from(erasure.counts)},
          {"key", erasure.sealed_by}, {"proof", erasure.proof}};
}

}  // namespace lt::app
