// Judging, keeping, counting.
#include "twins/inbox.hpp"

#include "twins/json_text.hpp"
#include "twins/twin.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace lt::twins {
namespace json = boost::json;
namespace {

bool filled(const json::object& record, const std::string& name) {
  const auto* value = record.if_contains(name);
  return value != nullptr && !value->is_null() && !(value->is_string() && value->get_string().empty());
}

}  // namespace

std::optional<std::string> Inbox::lacking(const json::object& data) const {
  for (const auto& name : required_)
    if (!filled(data, name)) return name;
  return std::nullopt;
}

json::object Inbox::take(const json::value& value, const Judge& judge, const Taken& taken) {
  const auto* record = value.if_object();
  const std::string id = record == nullptr ? "" : text_of(*record, "id");
  json::object made{{"id", id}, {"status", "ok"}};
  const auto refuse = [&](const std::string& code, const std::string& why) {
    ++rejected_;
    made["status"] = "rejected";
    made["code"] = code;
    made["error"] = why;
    return made;
  };
  if (id.empty()) return refuse("ID_REQUIRED", "a record must be an object with an id");
  const auto key = text_of(*record, "idempotencyKey"), operation = text_of(*record, "operation");
  if (key.empty()) return refuse("KEY_REQUIRED", "a record must have an idempotencyKey");
  if (operation != "upsert" && operation != "delete")
    return refuse("OPERATION_UNKNOWN", "operation must be upsert or delete");
  if (keys_.count(key) > 0) {
    ++repeated_;
    made["status"] = "duplicate";
    return made;
  }
  if (operation == "delete") {
    deleted_ += held_.erase(id);
    keys_.insert(key);
    return made;
  }
  const auto* fields = record->if_contains("data");
  const auto* data = fields == nullptr ? nullptr : fields->if_object();
  if (data == nullptr) return refuse("DATA_REQUIRED", "an upsert must have data");
  if (const auto name = lacking(*data)) return refuse("FIELD_REQUIRED", "Thiếu " + *name);
  if (const auto wrong = judge ? judge(*data) : std::nullopt) return refuse(wrong->first, wrong->second);
  if (held_.size() >= most_held) return refuse("FULL", "no more room");
  keys_.insert(key);
  ++accepted_;
  auto text = json::serialize(*data);
  const auto [at, is_new] = held_.try_emplace(id);
  redelivered_ += !is_new && at->second == text ? 1 : 0;
  at->second = text;
  if (taken) taken(id, text, accepted_);
  made["remoteId"] = remote_prefix_ + id;
  return made;
}

std::optional<std::string> Inbox::replace(const json::array& items) {
  held_.clear();
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto* item = items[i].if_object();
    if (const auto name = item == nullptr ? std::optional<std::string>("an object") : lacking(*item)) {
      ++rejected_;
      return "item " + std::to_string(i) + ": thiếu " + *name;
    }
    held_[std::to_string(i)] = json::serialize(items[i]);
  }
  ++accepted_;
  return std::nullopt;
}

const std::string* Inbox::find(const std::string& id) const {
  const auto found = held_.find(id);
  return found == held_.end() ? nullptr : &found->second;
}

json::object Inbox::all() const {
  json::object made;
  for (const auto& [id, data] : held_) made[id] = json::parse(data);
  return made;
}

void Inbox::clear() {
  held_.clear();
  keys_.clear();
  accepted_ = rejected_ = deleted_ = repeated_ = redelivered_ = 0;
}

json::object Inbox::state() const {
  return {{"held", held_.size()},
          {"accepted", accepted_},
          {"rejected", rejected_},
          {"deleted", deleted_},
          {"idempotencyKeys", {{"distinct", keys_.size()}, {"repeated", repeated_}}},
          {"redeliveredSameContent", redelivered_}};
}

}  // namespace lt::twins
