// PUT Type/id for what the server has, POST with If-None-Exist for what it may have, DELETE where that is allowed.
#include "transaction.hpp"

#include "outcome.hpp"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

namespace lt::fhir {
namespace json = boost::json;
namespace {

// "201 Created" → 201; 0 for what is no status.
int status_at_front(std::string_view text) {
  int status = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), status).ptr;
  return end == text.data() + 3 ? status : 0;
}

// The id in "…/Patient/123/_history/1"; empty where the location is of another type or none.
std::string id_of(std::string_view location, const std::string& type) {
  const auto at = location.rfind(type + "/");
  if (at == std::string_view::npos || (at > 0 && location[at - 1] != '/')) return "";
  const std::string_view id = location.substr(at + type.size() + 1);
  return std::string(id.substr(0, id.find_first_of("/?#")));
}

const json::value& member_of(const json::object& object, std::string_view name) {
  static const json::value nothing;
  const auto* found = object.if_contains(name);
  return found ? *found : nothing;
}

}  // namespace

struct Transaction::Entry {
  const sdk::Record* record = nullptr;
  std::string id;        // that the server gave; empty: not known yet
  std::string token;     // system|value to recognise it by
  std::string resource;  // empty: a deletion
};

struct Transaction::Answer {
  json::value body;  // null where it is no JSON
  bool about_content = false;
};

WriteSettings::WriteSettings(const sdk::Settings& settings)
    : bundle(settings.text_or("bundle", "transaction")),
      batch(static_cast<std::size_t>(settings.integer_or("batch", 100))),
      update_matched(settings.text_or("on_match", "update") == "update"),
      deletes(settings.boolean_or("deletes", false)),
      identifier_system(settings.text_or("identifier_system", "")) {
  if (bundle != "transaction" && bundle != "batch") throw sdk::misconfigured("'bundle' is transaction or batch");
  if (batch == 0) throw sdk::misconfigured("'batch' must be at least 1");
}

Transaction::Transaction(rest::Endpoint& endpoint, const WriteSettings& settings, const Naming& naming,
                         const sdk::Writer& writer, std::string type)
    : endpoint_(endpoint), settings_(settings), naming_(naming), writer_(writer), type_(std::move(type)) {}

void Transaction::run(std::span<const sdk::Record> records) {
  std::vector<Entry> entries;
  entries.reserve(records.size());
  for (const sdk::Record& record : records)
    if (Entry entry; prepare(record, entry)) entries.push_back(std::move(entry));
  const std::span<const Entry> all(entries);
  for (std::size_t at = 0; at < all.size(); at += settings_.batch) {
    writer_.require_running();
    send(all.subspan(at, std::min(settings_.batch, all.size() - at)));
    writer_.progress(static_cast<std::int64_t>(std::min(at + settings_.batch, all.size())),
                     static_cast<std::int64_t>(all.size()));
  }
}

bool Transaction::prepare(const sdk::Record& record, Entry& entry) const {
  const auto refuse = [&](lt_reject_class reject_class, std::string_view reason) {
    writer_.reject(record, reject_class, reason);
    return false;
  };
  entry = {&record, std::string(record.remote_id), "", ""};
  if (record.erase) {
    if (!settings_.deletes) return refuse(LT_REJECT_PERMANENT, "the settings let nothing be deleted ('deletes')");
    return !entry.id.empty() || refuse(LT_REJECT_DEPENDENCY, "the server has given no id for this record yet");
  }
  json::value value = record.parse();
  if (!value.is_object()) return refuse(LT_REJECT_PERMANENT, "the record is no JSON object");
  json::object& resource = value.get_object();
  if (const auto type = text_member(resource, "resourceType"); !type.empty() && type != type_)
    return refuse(LT_REJECT_PERMANENT, "the record is a " + std::string(type) + ", the stream takes " + type_);
  const std::string own_id = naming_.own_id(resource, type_);
  if (entry.id.empty() && !own_id.empty()) {
    entry.id = own_id;
    if (!settings_.update_matched) {
      writer_.accept(record, own_id);
      return false;
    }
  }
  try {
    naming_.to_fhir(resource);
  } catch (const sdk::Failure& failure) {
    return refuse(LT_REJECT_DEPENDENCY, failure.what());
  }
  resource["resourceType"] = type_;
  resource.erase("id");
  entry.token = naming_.token_of(resource);
  if (entry.token.empty() && !settings_.identifier_system.empty()) {
    json::value& list = resource["identifier"];
    if (!list.is_array()) list.emplace_array();
    list.get_array().push_back(json::object{{"system", settings_.identifier_system}, {"value", record.key}});
    entry.token = settings_.identifier_system + "|" + std::string(record.key);
  }
  if (entry.id.empty() && entry.token.empty())
    return refuse(LT_REJECT_PERMANENT,
                  "the record has no identifier with system and value, by which a repeat could be recognised; "
                  "give it one in the mapping, or set 'identifier_system'");
  if (!entry.id.empty()) resource["id"] = entry.id;
  entry.resource = json::serialize(resource);
  return true;
}

namespace {

std::string quoted(std::string_view text) { return json::serialize(json::string(text)); }

}  // namespace

void Transaction::send(std::span<const Entry> entries) {
  sdk::Request request = endpoint_.request("POST", "");
  request.body = R"({"resourceType":"Bundle","type":)" + quoted(settings_.bundle) + R"(,"entry":[)";
  for (const Entry& entry : entries) {
    const bool erases = entry.resource.empty();
    if (&entry != entries.data()) request.body += ',';
    request.body += '{';
    if (!erases) request.body += "\"resource\":" + entry.resource + ",";
    const std::string url = entry.id.empty() ? type_ : type_ + "/" + entry.id;
    request.body += "\"request\":{\"method\":" +
                    quoted(erases             ? "DELETE"
                           : entry.id.empty() ? "POST"
                                              : "PUT") +
                    ",\"url\":" + quoted(url);
    if (entry.id.empty()) {
      const auto bar = entry.token.find('|');
      request.body += ",\"ifNoneExist\":" + quoted("identifier=" + sdk::percent_encode(entry.token.substr(0, bar)) +
                                                   "|" + sdk::percent_encode(entry.token.substr(bar + 1)));
    }
    request.body += "}}";
  }
  request.body += "]}";
  request.header("Content-Type", "application/fhir+json; charset=utf-8").header("Prefer", "return=minimal");

  const sdk::Response response = endpoint_.send_raw(writer_, request);
  Answer answer;
  json::error_code error;
  answer.body = json::parse(response.body(), error);
  if (error) answer.body = nullptr;
  const int status = response.status();
  const rest::Verdict verdict = endpoint_.errors().judge(response, rest::RequestKind::write);
  // A transaction whose link leads nowhere is answered with 404 and an outcome, which is about a resource.
  answer.about_content = verdict.record || (is_outcome(answer.body) && (status == 404 || status == 410));
  if (answer.about_content) return refuse(entries, request, response, answer);
  if (verdict.call != LT_OK) rest::end_call(verdict.call, request, response);
  const auto* list = answer.body.is_object() ? answer.body.get_object().if_contains("entry") : nullptr;
  if (!list || !list->is_array() || list->get_array().size() != entries.size())
    throw sdk::failed("the server answered the Bundle of " + std::to_string(entries.size()) +
                      " without an entry for each: " + std::string(response.body().substr(0, 200)));
  settle(entries, list->get_array());
}

void Transaction::refuse(std::span<const Entry> entries, const sdk::Request& request, const sdk::Response& response,
                         const Answer& answer) {
  if (entries.size() == 1) {
    Refusal refusal = refusal_of(answer.body, response.status());
    if (!is_outcome(answer.body)) refusal.reason = sdk::failure_of(request, response).what();
    return writer_.reject(*entries[0].record, refusal.reject_class, refusal.reason, response.retry_after());
  }
  const std::size_t half = entries.size() / 2;
  send(entries.first(half));
  send(entries.subspan(half));
}

void Transaction::settle(std::span<const Entry> entries, const json::array& answers) {
  std::vector<Entry> matched;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const json::value& answer = answers[i].is_object() ? member_of(answers[i].get_object(), "response") : answers[i];
    if (answer.is_object())
      settle_one(entries[i], answer.get_object(), matched);
    else
      writer_.reject(*entries[i].record, LT_REJECT_TRANSIENT, "the server's answer has no result for this record");
  }
  if (!matched.empty()) send(matched);
}

void Transaction::settle_one(const Entry& entry, const json::object& answer, std::vector<Entry>& matched) const {
  const sdk::Record& record = *entry.record;
  const int status = status_at_front(text_member(answer, "status"));
  const bool gone = entry.resource.empty() && (status == 404 || status == 410);
  if ((status < 200 || status >= 300) && !gone) {
    const Refusal refusal = refusal_of(member_of(answer, "outcome"), status == 0 ? 500 : status);
    return writer_.reject(record, refusal.reject_class, refusal.reason);
  }
  if (!entry.id.empty()) return writer_.accept(record, entry.id);
  const std::string id = id_of(text_member(answer, "location"), type_);
  // 200 and not 201: If-None-Exist found it, and the server kept what it had.
  if (status != 200 || !settings_.update_matched) return writer_.accept(record, id);
  if (id.empty())
    return writer_.reject(
        record, LT_REJECT_PERMANENT,
        "the server has a resource with this identifier (" + entry.token + ") and does not say under which id");
  Entry update = entry;
  update.id = id;
  json::object resource = sdk::parse_json(entry.resource, "a resource").as_object();
  resource["id"] = id;
  update.resource = json::serialize(resource);
  matched.push_back(std::move(update));
}

}  // namespace lt::fhir
