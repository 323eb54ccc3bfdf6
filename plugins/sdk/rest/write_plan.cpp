// The settings of a stream that is written.
#include <lienthong/rest/writing.hpp>

#include <algorithm>

namespace lt::rest {
namespace {

std::optional<std::string> pointer_of(const sdk::Settings& settings, std::string_view name) {
  if (!settings.has(name)) return std::nullopt;
  std::string pointer = settings.text(name);
  if (!pointer.empty() && pointer.front() != '/')
    throw sdk::misconfigured("'" + pointer + "' is no JSON pointer; it must begin with '/'");
  return pointer;
}

template <typename Plan>
std::optional<Plan> plan_of(const sdk::Settings& settings, std::string_view name) {
  if (!settings.has(name)) return std::nullopt;
  return Plan(settings.object(name));
}

std::optional<WriteTarget> target_of(const sdk::Settings& settings, std::string_view name, std::string_view method) {
  if (!settings.has(name)) return std::nullopt;
  return WriteTarget(settings.object(name), method);
}

void append_member(std::string& body, std::string_view name, std::string_view value) {
  if (name.empty()) return;
  body += body.back() == '{' ? "" : ",";
  body += boost::json::serialize(boost::json::string(name)) + ":" + boost::json::serialize(boost::json::string(value));
}

}  // namespace

WriteTarget::WriteTarget(const sdk::Settings& settings, std::string_view usual_method)
    : method(settings.text_or("method", usual_method)), path(settings.text("path")) {}

bool WriteTarget::addresses_record() const {
  return path.find("{key}") != std::string::npos || path.find("{remote_id}") != std::string::npos;
}

Envelope::Envelope(const sdk::Settings& settings)
    : key(settings.text_or("key", "")),
      idempotency_key(settings.text_or("idempotency_key", "")),
      operation(settings.text_or("operation", "")),
      remote_id(settings.text_or("remote_id", "")),
      data(settings.text_or("data", "")),
      upsert_word(settings.text_or("upsert_word", "upsert")),
      erase_word(settings.text_or("erase_word", "delete")) {}

void Envelope::append(std::string& body, const sdk::Record& record) const {
  body += '{';
  append_member(body, key, record.key);
  append_member(body, idempotency_key, record.idempotency_key);
  append_member(body, operation, record.erase ? erase_word : upsert_word);
  if (!record.remote_id.empty()) append_member(body, remote_id, record.remote_id);
  if (!data.empty()) {
    if (!record.erase && !record.json.empty()) {
      body += body.back() == '{' ? "" : ",";
      body += boost::json::serialize(boost::json::string(data)) + ":";
      body += record.json;
    }
  } else if (const auto begin = record.json.find_first_not_of(" \t\r\n{"); begin != std::string_view::npos) {
    // The record's own members, from behind its opening bracket to its closing one.
    if (record.json[begin] == '}') return body.append("}"), void();
    body += body.back() == '{' ? "" : ",";
    body += record.json.substr(begin);
    return;
  }
  body += '}';
}

namespace {

using Value = boost::json::value;

bool mentions_operation(const Value& shape) {
  if (shape.is_string()) return shape.get_string() == "{operation}";
  if (const auto* array = shape.if_array()) return std::any_of(array->begin(), array->end(), mentions_operation);
  if (const auto* object = shape.if_object())
    return std::any_of(object->begin(), object->end(),
                       [](const auto& each) { return mentions_operation(each.value()); });
  return false;
}

Value text_or_null(std::string_view text) { return text.empty() ? Value(nullptr) : Value(text); }

// `document`: the record, parsed.
Value filled(const Value& shape, const sdk::Record& record, const Value& document) {
  if (const auto* array = shape.if_array()) {
    boost::json::array made;
    for (const auto& each : *array) made.push_back(filled(each, record, document));
    return made;
  }
  if (const auto* object = shape.if_object()) {
    boost::json::object made;
    for (const auto& each : *object) made[each.key()] = filled(each.value(), record, document);
    return made;
  }
  const std::string_view text = shape.is_string() ? std::string_view(shape.get_string()) : std::string_view();
  if (text.size() < 3 || text.front() != '{' || text.back() != '}') return shape;
  const std::string_view name = text.substr(1, text.size() - 2);
  if (name == "record") return document;
  if (name == "key") return text_or_null(record.key);
  if (name == "idempotency_key") return text_or_null(record.idempotency_key);
  if (name == "remote_id") return text_or_null(record.remote_id);
  if (name == "operation") return record.erase ? "delete" : "upsert";
  if (name.front() != '/') return shape;
  const auto* found = sdk::at_pointer(document, std::string(name));
  return found == nullptr ? Value(nullptr) : *found;
}

}  // namespace

Template::Template(boost::json::value shape) : shape_(std::move(shape)), tells_operation_(mentions_operation(shape_)) {}

void Template::append(std::string& body, const sdk::Record& record) const {
  const Value document = record.json.empty() ? Value(nullptr) : boost::json::parse(record.json);
  body += boost::json::serialize(filled(shape_, record, document));
}

void WritePlan::append(std::string& text, const sdk::Record& record) const {
  if (form) return form->append(text, record);
  if (envelope) return envelope->append(text, record);
  text += record.json;
}

ResultPlan::ResultPlan(const sdk::Settings& settings)
    : list(pointer_of(settings, "list").value_or("")),
      index(pointer_of(settings, "index")),
      key(pointer_of(settings, "key")),
      status(pointer_of(settings, "status")),
      remote_id(pointer_of(settings, "remote_id")),
      code(pointer_of(settings, "code")),
      error(pointer_of(settings, "error")) {
  for (const auto& value : settings.list("good")) good.insert(text_of(value));
  if (status && good.empty()) good = {"ok"};
  if (!status && !error && !code)
    throw sdk::misconfigured("`results` needs 'status', 'code' or 'error', else no result could be bad");
  const sdk::Settings words = settings.object("classes");
  for (const auto& member : words.values()) classes.emplace(member.key(), reject_class_named(words.text(member.key())));
}

WritePlan::WritePlan(const sdk::Settings& settings)
    : target(settings, "POST"),
      update(target_of(settings, "update", "PUT")),
      erase(target_of(settings, "erase", "DELETE")),
      batch(static_cast<std::size_t>(settings.integer_or("batch", 1))),
      whole(settings.boolean_or("whole", false)),
      max_bytes(static_cast<std::size_t>(settings.integer_or("max_bytes", 4 << 20))),
      list(settings.text_or("list", "")),
      body(settings.object("body").values()),
      envelope(plan_of<Envelope>(settings, "envelope")),
      idempotency_header(settings.text_or("idempotency_header", "")),
      remote_id(pointer_of(settings, "remote_id")),
      results(plan_of<ResultPlan>(settings, "results")) {
  if (settings.has("template")) form.emplace(settings.values().at("template"));
  if (form && envelope) throw sdk::misconfigured("'template' says all that 'envelope' would; keep one of them");
  if (whole && results) throw sdk::misconfigured("a 'whole' list is taken or refused as one; it has no 'results'");
  if (batch < 1) throw sdk::misconfigured("'batch' must be at least 1");
  if (in_batches() && (update || target.addresses_record()))
    throw sdk::misconfigured(
        "a batch goes to one address: 'update', {key} and {remote_id} go with single records, without 'batch', 'list' "
        "and 'results'");
}

}  // namespace lt::rest
