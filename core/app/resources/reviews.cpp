// /api/v1/reviews: pairs of rows of which a person is to say whether they are one.
#include "api/masking.hpp"
#include "api/problem.hpp"
#include "app/judgements.hpp"
#include "app/resources/answers.hpp"
#include "app/resources/record_answers.hpp"

#include <charconv>
#include <iterator>

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Right;
using api::Call;
using api::Outcome;
using api::Refusal;
using api::Trouble;

// Values of one row by field; empty where the row is not there.
std::vector<std::string> values_of(store::Reader& reader, int entity, store::RowId row) {
  std::vector<std::string> values;
  store::Rows rows;
  reader.rows(entity, std::span(&row, 1), rows);
  if (rows.rows.empty()) return values;
  values.reserve(rows.rows.front().values.size());
  for (const auto& value : rows.rows.front().values) values.push_back(value_text(value));
  return values;
}

std::string at(const std::vector<std::string>& values, std::size_t field) {
  return field < values.size() ? values[field] : std::string();
}

// Both rows as they stand now, a field a line.
json::array sides(store::Reader& reader, const HubView& hub, const store::Question& question) {
  const int position = hub.store.entity(question.entity);
  const auto& fields = hub.configuration.model().entities()[static_cast<std::size_t>(position)]->fields;
  const auto a = values_of(reader, position, question.a.row);
  const auto b = values_of(reader, position, question.b.row);
  json::array lines;
  for (std::size_t f = 0; f < fields.size(); ++f) {
    if (at(a, f).empty() && at(b, f).empty()) continue;
    lines.push_back(json::object{{"field", fields[f].name},
                                 {"label", label_json(fields[f].label)},
                                 {"a", api::masked(fields[f], at(a, f))},
                                 {"b", api::masked(fields[f], at(b, f))},
                                 {"same", at(a, f) == at(b, f)}});
  }
  return lines;
}

std::string member(const json::value& object, const char* name) {
  const auto* value = object.is_object() ? object.as_object().if_contains(name) : nullptr;
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

// As the question was asked; the values that were compared are persons'.
json::array weights_json(const store::Question& question) {
  json::error_code error;
  const json::value kept = json::parse(question.weights, error);
  json::array weights;
  const auto* parts = !error && kept.is_object() ? kept.as_object().if_contains("parts") : nullptr;
  if (parts == nullptr || !parts->is_array()) return weights;
  for (const auto& part : parts->as_array())
    weights.push_back(json::object{{"comparison", member(part, "comparison")},
                                   {"level", member(part, "level")},
                                   {"a", api::masked_text(member(part, "a"))},
                                   {"b", api::masked_text(member(part, "b"))},
                                   {"bits", part.at("bits").to_number<double>()}});
  return weights;
}

json::object review_json(store::Reader& reader, const HubView& hub, const store::Question& question) {
  return {{"id", question.id},
          {"entity", question.entity},
          {"a", source_record_json(question.a)},
          {"b", source_record_json(question.b)},
          {"fields", sides(reader, hub, question)},
          {"weights", weights_json(question)},
          {"bits", question.bits},
          {"at", time_json(question.at)},
          {"assigned_to", question.assigned_to},
          {"judgement", question.judgement == 0 ? json::value() : json::value(question.judgement)}};
}

store::Question review_asked(const Call& call, store::Reader& reader) {
  auto question = reader.question(*call.integer("review"));
  if (!question) refuse_unknown("câu hỏi số " + call.text("review"), "question " + call.text("review"));
  return std::move(*question);
}

// A cursor is the likelihood and the id of the last question; what is none begins with the likeliest.
store::QuestionPlace question_place_in(const std::string& text) {
  store::QuestionPlace place;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, place.bits);
  if (parsed.ec != std::errc() || parsed.ptr == end) return {};
  std::from_chars(parsed.ptr + 1, end, place.id);
  return place;
}

std::string place_text(const store::Question& question) {
  char digits[32];  // the shortest that reads back as the same number
  const auto written = std::to_chars(std::begin(digits), std::end(digits), question.bits);
  return std::string(std::begin(digits), written.ptr).append(" ").append(std::to_string(question.id));
}

Outcome list_reviews(const Call& call, const HubView& hub) {
  const api::PageAsked page = api::page_asked(call);
  store::Reader reader = hub.store.reader();
  return api::page_of(
      reader.open_questions(page.limit + 1, question_place_in(page.after)), page,
      [&](const store::Question& question) { return review_json(reader, hub, question); }, place_text);
}

Outcome get_review(const Call& call, const HubView& hub) {
  store::Reader reader = hub.store.reader();
  return {.body = review_json(reader, hub, review_asked(call, reader))};
}

void require_open(const store::Question& question) {
  if (question.judgement == 0) return;
  const std::string number = std::to_string(question.judgement);
  throw Refusal(Trouble::conflict, {"đã trả lời bằng phán quyết số " + number + "; hãy gỡ phán quyết đó trước",
                                    "it was answered by judgement " + number + "; undo that first"});
}

Outcome answer(const Call& call, const HubView& hub) {
  const store::Question question = [&] {
    store::Reader reader = hub.store.reader();
    return review_asked(call, reader);
  }();
  require_open(question);
  const std::string answer = said(call, "answer");
  if (answer == "assign") {
    const std::string to = said_why(call, "to");
    assign_question(hub.store, question.id, to);
    log_deed(call, hub, "review_assign", "review/" + std::to_string(question.id), to);
  } else {
    const store::Sayer sayer{.who = call.who.user, .reason = said_why(call, "reason")};
    const auto judgement = answer_question(hub.store, question.id, answer == "merge", sayer);
    log_deed(call, hub, "review_" + answer, "review/" + std::to_string(question.id),
             "judgement/" + std::to_string(judgement.id));
  }
  return get_review(call, hub);
}

void add_review_schemas(api::Table& table) {
  table.schemas.push_back(
      {"ReviewField",
       "A field of both rows as they stand now, persons' data masked",
       {{"field", "string"}, {"label", "Label"}, {"a", "string"}, {"b", "string"}, {"same", "boolean"}}});
  table.schemas.push_back({"ReviewWeight",
                           "What a comparison says for or against, as the question was asked",
                           {{"comparison", "string"},
                            {"level", "string"},
                            {"a", "string", "Masked"},
                            {"b", "string"},
                            {"bits", "number", "Above 0: for"}}});
  table.schemas.push_back({"Review",
                           "Two rows of which a person is to say whether they are one",
                           {{"id", "integer"},
                            {"entity", "string"},
                            {"a", "SourceRecord"},
                            {"b", "SourceRecord"},
                            {"fields", "ReviewField[]"},
                            {"weights", "ReviewWeight[]"},
                            {"bits", "number", "Of all weights together; the likeliest first"},
                            {"at", "time"},
                            {"assigned_to", "string", "Empty: nobody"},
                            {"judgement", "integer?", "That answers it; null: it waits"}}});
  table.schemas.push_back({"ReviewAnswer",
                           "What a person says of it",
                           {{"answer", "merge|never|assign"},
                            {"reason", "string", "Why; of merge and never, kept with the judgement", true},
                            {"to", "string", "Of assign: who is to answer", true}}});
}

}  // namespace

void add_review_resources(api::Table& table, const HubView& hub) {
  add_review_schemas(table);
  table.endpoints.push_back({.method = "GET",
                             .path = "/api/v1/reviews",
                             .right = Right::records,
                             .operation = "listReviews",
                             .tag = "reviews",
                             .summary = "Questions that wait, the likeliest first, persons' data masked",
                             .query = api::page_parameters(),
                             .answers = "Review[]",
                             .handler = [hub](const Call& call) { return list_reviews(call, hub); }});
  table.endpoints.push_back({.method = "GET",
                             .path = "/api/v1/reviews/{review}",
                             .right = Right::records,
                             .operation = "getReview",
                             .tag = "reviews",
                             .summary = "One question with both rows and the weights, persons' data masked",
                             .answers = "Review",
                             .handler = [hub](const Call& call) { return get_review(call, hub); }});
  table.endpoints.push_back({.method = "POST",
                             .path = "/api/v1/reviews/{review}/answer",
                             .right = Right::operate,
                             .operation = "answerReview",
                             .tag = "reviews",
                             .summary = "They are one, never one, or somebody else is to say",
                             .takes = "ReviewAnswer",
                             .answers = "Review",
                             .handler = [hub](const Call& call) { return answer(call, hub); }});
}

}  // namespace lt::app
