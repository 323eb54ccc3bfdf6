// What each kind of fault does to an answer.
#include "twins/fault.hpp"
#include "twins/fault_xml.hpp"
#include "twins/population_soap.hpp"
#include "twins/random.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cctype>
#include <functional>

namespace lt::twins {
namespace json = boost::json;
namespace {

// Stands in the JSON text for bytes that no JSON library would write.
constexpr std::string_view marker = "@@lienthong-twins@@";

// The list of records of an answer: the answer itself or the first array of objects at most three members deep.
json::array* records_of(json::value& value, int depth = 3) {
  if (auto* list = value.if_array()) return !list->empty() && list->front().is_object() ? list : nullptr;
  auto* object = value.if_object();
  if (object == nullptr || depth == 0) return nullptr;
  for (auto& pair : *object)
    if (auto* found = records_of(pair.value(), depth - 1)) return found;
  return nullptr;
}

// The one record of an answer that is no list: the object within the brackets that hold nothing else.
json::object* only_record(json::value& value) {
  auto* object = value.if_object();
  while (object != nullptr && object->size() == 1 && object->begin()->value().is_object())
    object = object->begin()->value().if_object();
  return object;
}

std::string field_of(const Fault& fault, const json::object& record) {
  if (!fault.field.empty()) return fault.field;
  auto at = record.begin();
  if (record.size() > 1) ++at;
  return at == record.end() ? "field" : std::string(at->key());
}

void put_text(Reply& reply, std::string text) { reply.body = std::make_shared<const std::string>(std::move(text)); }

// Gives the answer's records to `edit`; an answer without records stays as it is.
template <class Edit>
void edit_records(Reply& reply, Edit edit) {
  json::error_code error;
  if (!reply.body) return;
  auto value = json::parse(*reply.body, error);
  if (error) return;
  auto* records = records_of(value);
  if (records == nullptr) return;
  edit(*records);
  put_text(reply, json::serialize(value));
}

json::object& chosen(const Fault& fault, json::array& records) {
  const auto middle = records.size() / 2;
  const auto at = fault.record < 0 ? middle : std::min(static_cast<std::size_t>(fault.record), records.size() - 1);
  return records[at].as_object();
}

// Puts raw `bytes` where the value of the chosen record's field stood.
void put_raw(const Fault& fault, Reply& reply, const std::string& bytes) {
  edit_records(reply, [&](json::array& records) {
    auto& record = chosen(fault, records);
    record[field_of(fault, record)] = json::string_view(marker.data(), marker.size());
  });
  if (!reply.body) return;
  std::string text = *reply.body;
  const auto at = text.find(marker);
  if (at == std::string::npos) return;
  text.replace(at - 1, marker.size() + 2, bytes);
  put_text(reply, std::move(text));
}

// Of the chosen record, of all, or of an answer that is itself the record.
template <class Edit>
void edit_fields(const Fault& fault, Reply& reply, Edit edit) {
  json::error_code error;
  if (!reply.body) return;
  auto value = json::parse(*reply.body, error);
  if (error) return;
  if (auto* records = records_of(value); records != nullptr && fault.record >= 0) {
    edit(chosen(fault, *records));
  } else if (records != nullptr) {
    for (auto& record : *records)
      if (record.is_object()) edit(record.get_object());
  } else if (auto* record = only_record(value)) {
    edit(*record);
  }
  put_text(reply, json::serialize(value));
}

void rename_field(const Fault& fault, json::object& record) {
  const auto from = field_of(fault, record);
  json::object made;  // a new object, so that the order of the fields stays
  for (const auto& pair : record) made[pair.key() == from ? json::string_view(fault.to) : pair.key()] = pair.value();
  record = std::move(made);
}

void fail_with(const Fault& fault, Reply& reply) {
  const int status = std::stoi(fault.kind);
  reply.status = status;
  put_text(reply, R"({"status":)" + fault.kind + R"(,"title":"twin fault"})");
  if ((status == 429 || status == 503) && fault.retry_after >= 0)
    reply.headers.emplace_back("Retry-After", std::to_string(fault.retry_after));
  if (status == 401) reply.headers.emplace_back("WWW-Authenticate", "Bearer");
}

// Whether the fault was done to an answer in XML.
bool damaged_as_xml(const Fault& fault, std::uint64_t seed, Reply& reply) {
  if (!reply.body || !reply.body->starts_with("<?xml")) return false;
  if (fault.kind == "soap_fault") {
    reply = soap_fault("Server", "twin fault");
    return true;
  }
  std::string text = *reply.body;
  if (!damage_xml(fault, seed, text)) return false;
  put_text(reply, std::move(text));
  return true;
}

void shuffle(std::uint64_t seed, json::array& records) {
  Random random(seed, 301, records.size());
  for (std::size_t i = records.size() - 1; i > 0; --i) std::swap(records[i], records[random.below(i + 1)]);
}

std::string nested(std::int64_t depth) {
  return std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
}

}  // namespace

void FaultBox::damage(const Fault& fault, const Request& request, Reply& reply) const {
  const auto& kind = fault.kind;
  const auto half = reply.body ? reply.body->size() / 2 : 0;
  if (damaged_as_xml(fault, seed_, reply)) return;
  if (kind == "slow") {
    reply.delay += std::chrono::milliseconds(fault.ms);
  } else if (kind == "cut") {
    reply.cut_after = half;
  } else if (kind == "truncate") {
    put_text(reply, reply.body ? reply.body->substr(0, half) : "");
  } else if (kind == "reorder") {
    edit_records(reply, [&](json::array& records) { shuffle(seed_, records); });
  } else if (kind == "bad_utf8") {
    put_raw(fault, reply, "\"Nguy\xe1\xbb n V\xff\xfen\xc0\xaf\"");
  } else if (kind == "huge_field") {
    put_raw(fault, reply, '"' + std::string(static_cast<std::size_t>(fault.bytes), 'x') + '"');
  } else if (kind == "bomb") {
    put_raw(fault, reply, nested(fault.depth));
  } else if (kind == "drop_field") {
    edit_fields(fault, reply, [&](json::object& record) { record.erase(field_of(fault, record)); });
  } else if (kind == "rename_field") {
    edit_fields(fault, reply, [&](json::object& record) { rename_field(fault, record); });
  } else if (kind == "repeat_page" || kind == "overlap_page") {
    std::shared_ptr<const std::string> last;
    {
      const std::lock_guard lock(mutex_);
      const auto found = last_body_.find(request.path);
      if (found == last_body_.end()) return;
      last = found->second;
    }
    if (kind == "repeat_page") {
      reply.body = last;
      return;
    }
    auto before = json::parse(*last);
    const auto* earlier = records_of(before);
    if (earlier == nullptr) return;
    edit_records(reply,
                 [&](json::array& records) { records.insert(records.begin(), earlier->begin(), earlier->end()); });
  } else if (std::isdigit(static_cast<unsigned char>(kind.front())) != 0) {
    fail_with(fault, reply);
  }
}

}  // namespace lt::twins
