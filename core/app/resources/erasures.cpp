// /api/v1/erasures and /api/v1/disclosures: what a person may ask of the hub about himself, to be forgotten and to be
// told. Who is meant stands in the body: a citizen's number in an address would stay in logs.
#include "api/problem.hpp"
#include "app/disclosure_groups.hpp"
#include "app/erasing.hpp"
#include "app/named_row.hpp"
#include "app/resources/answers.hpp"
#include "app/resources/record_answers.hpp"

#include <algorithm>
#include <limits>
#include <ranges>

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Right;
using api::Call;
using api::Outcome;
using api::Refusal;
using api::Trouble;

struct NamedRow {
  int entity = 0;  // position in the model
  store::RowId row = 0;
};

// Of the body: a row that stands, or went.
NamedRow named_row(const Call& call, const HubView& hub, store::Reader& reader) {
  const std::string name = said(call, "entity");
  const std::string id = said(call, "id");
  const int position = entity_named(name, hub).position;
  const store::RowId row = row_of_any_time(reader, position, id);
  if (row == 0) refuse_unknown(name + " '" + id + "'", name + " '" + id + "'");
  return {position, row};
}

json::object proof_json(const store::Erasure& erasure) {
  json::object proof = to_json(erasure);
  proof["holds"] = erasure.holds;
  proof["key_is_here"] = erasure.key_is_here;
  return proof;
}

// What goes, in a transaction that is committed only where `for_good`.
store::Erasure erased(const Call& call, const HubView& hub, const std::string& reason, bool for_good) {
  const NamedRow who = [&] {
    store::Reader reader = hub.store.reader();
    return named_row(call, hub, reader);
  }();
  store::Transaction transaction = hub.store.begin();
  store::Erasure erasure =
      transaction.erase(erasure_order(hub.configuration, who.entity, who.row, reason, call.who.user));
  if (for_good) transaction.commit();
  return erasure;
}

Outcome rehearse(const Call& call, const HubView& hub) {
  const store::Erasure erasure = erased(call, hub, {}, false);
  log_deed(call, hub, "erase_dry_run", erasure.entity);
  return {.body = json::object{{"entity", erasure.entity}, {"counts", json::value_from(erasure.counts)}}};
}

// The log names the proof and nobody.
Outcome erase(const Call& call, const HubView& hub) {
  const std::string reason = said_why(call, "reason");
  for (const std::string& text : {reason, call.who.user})
    if (names_the_erased(text, said(call, "id")))
      throw Refusal(Trouble::not_acceptable_content,
                    {"lý do nêu đích danh người được xóa; biên bản không được nói gì về người ấy",
                     "the reason names whom it erases; the proof must say nothing of the person"});
  const store::Erasure erasure = erased(call, hub, reason, true);
  log_deed(call, hub, "erase", "erasure/" + std::to_string(erasure.id), erasure.proof);
  return {.body = proof_json(erasure)};
}

Outcome list_erasures(const Call& call, const HubView& hub) {
  const api::PageAsked page = api::page_asked(call);
  const std::int64_t before = page.number(std::numeric_limits<std::int64_t>::max());
  auto proofs = hub.store.reader().erasures();
  std::erase_if(proofs, [before](const store::Erasure& proof) { return proof.id >= before; });
  return api::page_of(std::views::reverse(proofs), page, proof_json);
}

json::object group_json(const HubView& hub, const DisclosureGroups::value_type& each) {
  const auto& [key, group] = each;
  const auto& [system, purpose, position] = key;
  const auto known = hub.configuration.systems().find(system);
  const model::Label gone{system, system};  // a system that was taken out of the configuration keeps its name
  const model::Entity& entity = *hub.configuration.model().entities().at(static_cast<std::size_t>(position));
  return {{"system", system},
          {"label", label_json(known == hub.configuration.systems().end() ? gone : known->second.definition.label)},
          {"purpose", purpose},
          {"entity", entity.name},
          {"entity_label", label_json(entity.label)},
          {"times", group.times},
          {"first", time_json(group.first)},
          {"last", time_json(group.last)},
          {"flows", json::value_from(group.flows)},
          {"fields", json::value_from(group.fields)}};
}

Outcome find_disclosures(const Call& call, const HubView& hub) {
  store::Reader reader = hub.store.reader();
  const NamedRow who = named_row(call, hub, reader);
  const auto about = reader.disclosures_about(who.entity, who.row);
  if (!about) refuse_unknown("dòng này", "such row");
  json::array groups;
  for (const auto& group : disclosure_groups(about->documents)) groups.push_back(group_json(hub, group));
  return {.body = json::object{{"entity", said(call, "entity")},
                               {"id", about->row},
                               {"stands", about->stands},
                               {"groups", std::move(groups)}}};
}

void add_erasure_schemas(api::Table& table) {
  const std::string id = "Row id, or the first key's value, such as a citizen number";
  table.schemas.push_back({"RowName", "Who or what is meant", {{"entity", "string"}, {"id", "string", id}}});
  table.schemas.push_back(
      {"ErasureOrder",
       "Who shall be forgotten, and why",
       {{"entity", "string"}, {"id", "string", id}, {"reason", "string", "Without naming the person: it is kept"}}});
  table.schemas.push_back({"ErasureRehearsal",
                           "What would go",
                           {{"entity", "string"}, {"counts", "object", "Rows by table, and by what is done there"}}});
  table.schemas.push_back({"Erasure",
                           "The proof that somebody was erased; it says nothing of whom",
                           {{"erasure", "integer", "1, 2, … without gaps"},
                            {"at", "time"},
                            {"entity", "string"},
                            {"reason", "string"},
                            {"who", "string", "Who decided"},
                            {"counts", "object"},
                            {"key", "string", "Of the key by which records that come again are known"},
                            {"proof", "string", "SHA-256 over all of this and the proof before"},
                            {"holds", "boolean", "It follows from the one before"},
                            {"key_is_here", "boolean", "Else what sources send again is stored"}}});
  table.schemas.push_back({"DisclosureGroup",
                           "Documents of one entity that went to one system for one purpose",
                           {{"system", "string"},
                            {"label", "Label"},
                            {"purpose", "string"},
                            {"entity", "string"},
                            {"entity_label", "Label"},
                            {"times", "integer"},
                            {"first", "time"},
                            {"last", "time"},
                            {"flows", "string[]"},
                            {"fields", "string[]"}}});
  table.schemas.push_back({"Disclosures",
                           "What left the hub about a row and all that is of it",
                           {{"entity", "string"},
                            {"id", "integer", "Of the row that was asked for, or the one that it was merged into"},
                            {"stands", "boolean", "false: it is no longer in the store"},
                            {"groups", "DisclosureGroup[]"}}});
}

}  // namespace

void add_erasure_resources(api::Table& table, const HubView& hub) {
  add_erasure_schemas(table);
  table.endpoints.push_back(
      {.method = "GET",
       .path = "/api/v1/erasures",
       .right = Right::audit,
       .operation = "listErasures",
       .tag = "erasures",
       .summary = "Proofs of all that was erased, each checked against the one before; the latest first",
       .query = api::page_parameters(),
       .answers = "Erasure[]",
       .handler = [hub](const Call& call) { return list_erasures(call, hub); }});
  struct Line {
    const char* path;
    Right right;
    const char* operation;
    const char* tag;
    const char* summary;
    const char* takes;
    const char* answers;
    Outcome (*handler)(const Call&, const HubView&);
  };
  static constexpr Line lines[] = {
      {"/api/v1/erasures", Right::administer, "eraseRecord", "erasures",
       "Remove every trace of a person and leave a proof", "ErasureOrder", "Erasure", erase},
      {"/api/v1/erasures/dry-run", Right::administer, "rehearseErasure", "erasures",
       "Count what would go, and erase nothing", "RowName", "ErasureRehearsal", rehearse},
      {"/api/v1/disclosures", Right::records, "findDisclosures", "records",
       "What left the hub about a row and all that is of it, one that went too: to whom, why, how often, which fields",
       "RowName", "Disclosures", find_disclosures}};
  for (const Line& line : lines)
    table.endpoints.push_back(
        {.method = "POST",
         .path = line.path,
         .right = line.right,
         .operation = line.operation,
         .tag = line.tag,
         .summary = line.summary,
         .takes = line.takes,
         .answers = line.answers,
         .handler = [hub, handler = line.handler](const Call& call) { return handler(call, hub); }});
}

}  // namespace lt::app
