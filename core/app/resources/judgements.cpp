// /api/v1/judgements and what is said of records: merged, split, never one, taken back.
#include "app/judgements.hpp"

#include "api/masking.hpp"
#include "api/problem.hpp"
#include "app/named_row.hpp"
#include "app/resources/answers.hpp"
#include "app/resources/record_answers.hpp"

#include <algorithm>

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Right;
using api::Call;
using api::Outcome;

store::Sayer sayer_of(const Call& call) { return {.who = call.who.user, .reason = said_why(call, "reason")}; }

// Not in the log: what a person writes of another may name him.
Outcome told(const Call& call, const HubView& hub, const char* act, const std::string& subject,
             const store::Judgement& judgement) {
  log_deed(call, hub, act, subject, "judgement/" + std::to_string(judgement.id));
  return {.body = judgement_json(judgement)};
}

// The row of the path and the one that the body names, by its id or its first key.
struct Pair {
  int entity = 0;
  store::RowId row = 0;
  store::RowId other = 0;
  std::string subject;
};

Pair pair_asked(const Call& call, const HubView& hub) {
  const AskedEntity asked = entity_asked(call, hub);
  store::Reader reader = hub.store.reader();
  const store::RowId row = row_asked(call, reader, asked);
  const store::RowId other = row_of(reader, asked.position, said(call, "other"));
  store::Rows rows;
  reader.rows(asked.position, std::span(&other, 1), rows);
  if (rows.rows.empty())
    refuse_unknown(asked.entity.name + " như 'other' gọi; ghi số dòng hoặc giá trị khóa đầu tiên",
                   asked.entity.name + " that 'other' names; give its row id or its first key's value");
  return {asked.position, row, other,
          asked.entity.name + "/" + std::to_string(row) + " " + asked.entity.name + "/" + std::to_string(other)};
}

Outcome merge(const Call& call, const HubView& hub) {
  const Pair pair = pair_asked(call, hub);
  const store::Sayer sayer = sayer_of(call);
  return told(call, hub, "record_merge", pair.subject, judge(hub.store, [&](store::Transaction& transaction) {
                return transaction.say_same(pair.entity, pair.row, pair.other, sayer);
              }));
}

Outcome never(const Call& call, const HubView& hub) {
  const Pair pair = pair_asked(call, hub);
  const store::Sayer sayer = sayer_of(call);
  return told(call, hub, "record_never", pair.subject, judge(hub.store, [&](store::Transaction& transaction) {
                return transaction.say_never(pair.entity, pair.row, pair.other, sayer);
              }));
}

Outcome split(const Call& call, const HubView& hub) {
  const AskedEntity asked = entity_asked(call, hub);
  const store::Sayer sayer = sayer_of(call);
  {
    store::Reader reader = hub.store.reader();
    row_asked(call, reader, asked);
  }
  const store::Source source{said(call, "system"), said(call, "stream")};
  return told(call, hub, "record_split", asked.entity.name + "/" + call.text("row"),
              judge(hub.store, [&](store::Transaction& transaction) {
                return transaction.split(asked.position, source, said(call, "key"), sayer);
              }));
}

Outcome undo(const Call& call, const HubView& hub) {
  const std::int64_t id = *call.integer("judgement");
  const store::Sayer sayer = sayer_of(call);
  {
    const auto judgement = hub.store.reader().judgement(id);
    if (!judgement) refuse_unknown("phán quyết số " + call.text("judgement"), "judgement " + call.text("judgement"));
    if (!judgement->stands)
      throw api::Refusal(api::Trouble::conflict, {"phán quyết này không còn hiệu lực hoặc chính là một lần gỡ",
                                                  "this judgement was taken back already, or takes another back"});
  }
  return told(call, hub, "judgement_undo", "judgement/" + std::to_string(id),
              judge(hub.store, [&](store::Transaction& transaction) { return transaction.undo_judgement(id, sayer); }));
}

Outcome list_judgements(const Call& call, const HubView& hub) {
  const api::PageAsked page = api::page_asked(call);
  return api::page_of(hub.store.reader().latest_judgements(page.number(), page.limit + 1), page, judgement_json);
}

void add_judgement_schemas(api::Table& table) {
  table.schemas.push_back({"SourceRecord",
                           "A record as its source names it, its key masked",
                           {{"system", "string", "Empty: the person was erased"},
                            {"stream", "string"},
                            {"key", "string"},
                            {"row", "integer?", "Where it stands; null: the store does not hold it any more"}}});
  table.schemas.push_back({"Judgement",
                           "What was said of who is who",
                           {{"id", "integer"},
                            {"entity", "string"},
                            {"saying", "same|never|undo"},
                            {"a", "SourceRecord?"},
                            {"b", "SourceRecord?"},
                            {"by", "string", "lienthong: the hub, by weights"},
                            {"at", "time"},
                            {"reason", "string"},
                            {"stands", "boolean"},
                            {"undone", "integer?", "Of an undo: the judgement that it takes back"}}});
  table.schemas.push_back({"PairJudgement",
                           "What is said of a row and another",
                           {{"other", "string", "The other row's id, or its first key's value"},
                            {"reason", "string", "Why; kept with the judgement"}}});
  table.schemas.push_back({"Splitting",
                           "A source record that is not of its row",
                           {{"system", "string"},
                            {"stream", "string"},
                            {"key", "string", "Whole, as an unmasked record shows it"},
                            {"reason", "string", "Why; kept with the judgement"}}});
  table.schemas.push_back(
      {"Undoing", "Why a judgement is taken back", {{"reason", "string", "Kept with the judgement"}}});
}

}  // namespace

json::object source_record_json(const store::SourceRecordName& record) {
  return {{"system", record.source.system},
          {"stream", record.source.stream},
          {"key", api::masked_key(record.key)},
          {"row", record.row == 0 ? json::value() : json::value(record.row)}};
}

json::object judgement_json(const store::Judgement& judgement) {
  const bool undo = judgement.undone != 0;
  return {{"id", judgement.id},
          {"entity", judgement.entity},
          {"saying", name_of(judgement.saying)},
          {"a", undo ? json::value() : json::value(source_record_json(judgement.a))},
          {"b", undo ? json::value() : json::value(source_record_json(judgement.b))},
          {"by", judgement.who},
          {"at", time_json(judgement.at)},
          {"reason", judgement.reason},
          {"stands", judgement.stands},
          {"undone", undo ? json::value(judgement.undone) : json::value()}};
}

void add_judgement_resources(api::Table& table, const HubView& hub) {
  add_judgement_schemas(table);
  table.endpoints.push_back({.method = "GET",
                             .path = "/api/v1/judgements",
                             .right = Right::records,
                             .operation = "listJudgements",
                             .tag = "judgements",
                             .summary = "What was said of who is who, the latest first",
                             .query = api::page_parameters(),
                             .answers = "Judgement[]",
                             .handler = [hub](const Call& call) { return list_judgements(call, hub); }});
  struct Line {
    const char* path;
    const char* operation;
    const char* summary;
    const char* takes;
    Outcome (*handler)(const Call&, const HubView&);
  };
  static constexpr Line lines[] = {
      {"/api/v1/records/{entity}/{row}/merge", "mergeRecords",
       "Two rows are one; the older one stays, with all that is said of both", "PairJudgement", merge},
      {"/api/v1/records/{entity}/{row}/never", "separateRecords", "Two rows are never one, whatever weights say later",
       "PairJudgement", never},
      {"/api/v1/records/{entity}/{row}/split", "splitRecord", "A source record is not of this row, and gets its own",
       "Splitting", split},
      {"/api/v1/judgements/{judgement}/undo", "undoJudgement", "Take a judgement back", "Undoing", undo}};
  for (const Line& line : lines)
    table.endpoints.push_back(
        {.method = "POST",
         .path = line.path,
         .right = Right::operate,
         .operation = line.operation,
         .tag = "judgements",
         .summary = line.summary,
         .takes = line.takes,
         .answers = "Judgement",
         .handler = [hub, handler = line.handler](const Call& call) { return handler(call, hub); }});
}

}  // namespace lt::app
