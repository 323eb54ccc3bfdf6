// Look-ups as SQL. Without a key, rows that have no time stand in no order of time and are left out.
#include "store/lookup.hpp"

#include "store/reader.hpp"
#include "store/reader_state.hpp"

namespace lt::store {
namespace {

std::string column(const model::Entity& entity, int field) {
  return sql_name(entity.fields.at(static_cast<std::size_t>(field)).name);
}

std::string key_condition(const model::Model& model, const model::Entity& entity, const LookupField& by) {
  if (by.referred < 0) return column(entity, by.field) + " = ?1";
  const model::Entity& target = *model.find(entity.fields.at(static_cast<std::size_t>(by.field)).target);
  return column(entity, by.field) + " IN (SELECT _id FROM " + sql_name(target.name) + " WHERE " +
         column(target, by.referred) + " = ?1)";
}

// ?1 key, ?2 since, ?3 until, ?4 time and ?5 row to continue behind, ?6 limit
std::string lookup_text(const model::Model& model, const model::Entity& entity, const LookupQuery& query) {
  const bool keyed = !query.key.empty();
  std::string condition = keyed ? key_condition(model, entity, query.by) : "1 = 1";
  std::string time = "''";
  if (query.time >= 0) {
    time = column(entity, query.time);
    if (!keyed) condition += " AND " + time + " IS NOT NULL";
    if (keyed) time = "coalesce(" + time + ", '')";
    if (!query.since.empty()) condition += " AND " + time + " >= ?2";
    if (!query.until.empty()) condition += " AND " + time + " < ?3";
    if (query.after.row != 0) condition += " AND (" + time + ", _id) < (?4, ?5)";
  } else if (query.after.row != 0) {
    condition += " AND _id < ?5";
  }
  return "SELECT _id, " + time + " FROM " + sql_name(entity.name) + " WHERE " + condition + " ORDER BY " +
         (query.time >= 0 ? time + " DESC, " : "") + "_id DESC LIMIT ?6";
}

}  // namespace

std::vector<LookupPlace> Reader::lookup(const LookupQuery& query) {
  const model::Entity& entity = state_->entity(query.entity);
  Statement& select = state_->prepared(lookup_text(*state_->model, entity, query));
  const Resetting resetting(select);
  select.bind(6, query.limit);
  select.bind(1, query.key);
  if (!query.since.empty()) select.bind(2, query.since);
  if (!query.until.empty()) select.bind(3, query.until);
  if (query.after.row != 0 && query.time >= 0) select.bind(4, std::string_view(query.after.time));
  if (query.after.row != 0) select.bind(5, query.after.row);
  std::vector<LookupPlace> places;
  while (select.step()) places.push_back({.time = select.string(1), .row = select.integer(0)});
  return places;
}

}  // namespace lt::store
