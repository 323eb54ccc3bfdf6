// Stretch after stretch, each in its own transaction.
#include "sync/refold.hpp"

#include <algorithm>

namespace lt::sync {
namespace {

constexpr int stretch = 1'000;
constexpr std::size_t most_examples = 10;

void add(RefoldResult& all, const store::Refolded& part) {
  all.rows += part.rows;
  all.updated += std::ssize(part.updated);
  all.changed_fields.resize(part.changed_fields.size());
  std::ranges::transform(all.changed_fields, part.changed_fields, all.changed_fields.begin(), std::plus());
  const auto room = std::min(most_examples - all.examples.size(), part.updated.size());
  all.examples.insert(all.examples.end(), part.updated.begin(),
                      part.updated.begin() + static_cast<std::ptrdiff_t>(room));
  all.complete = part.done;
}

store::Counts counts_of(const RefoldResult& result) {
  return {.read = result.rows, .updated = result.updated, .unchanged = result.rows - result.updated};
}

store::CountsByEntity entities_of(const model::Entity& entity, const RefoldResult& result) {
  return {{entity.name, {.updated = result.updated, .unchanged = result.rows - result.updated}}};
}

std::string account_of(const model::Entity& entity, const RefoldOrder& order, const RefoldResult& result) {
  std::string text = order.who + ": " + order.reason;
  const char* sign = "; ";
  for (std::size_t f = 0; f < result.changed_fields.size(); ++f) {
    if (result.changed_fields[f] == 0) continue;
    text.append(sign).append(entity.fields[f].name).append(" ").append(std::to_string(result.changed_fields[f]));
    sign = ", ";
  }
  return text;
}

}  // namespace

RefoldResult refold(store::Store& store, int position, const RefoldOrder& order, const std::stop_token& stop) {
  const model::Entity& entity = *store.model().entities()[static_cast<std::size_t>(position)];
  RefoldResult result;
  if (!order.dry_run) {
    auto transaction = store.begin();
    result.run = transaction.begin_run("refold." + entity.name, store::Direction::in, "hand");
    transaction.commit();
  }
  for (store::RowId after = 0; !result.complete && !stop.stop_requested();) {
    auto transaction = store.begin();
    const auto part = transaction.refold(position, after, stretch);
    after = part.last;
    add(result, part);
    if (order.dry_run) continue;
    transaction.update_run(result.run, counts_of(result), entities_of(entity, result));
    transaction.commit();
  }
  if (!order.dry_run) {
    auto transaction = store.begin();
    transaction.end_run(result.run, result.complete ? store::RunState::succeeded : store::RunState::cancelled,
                        counts_of(result), entities_of(entity, result), account_of(entity, order, result));
    transaction.commit();
  }
  return result;
}

}  // namespace lt::sync
