// Pages of the lists, judgement and effect of what is told.
#include "twins/portal_exchange.hpp"

#include "twins/json_text.hpp"
#include "twins/twin.hpp"
#include "twins/writing.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>

namespace lt::twins {
namespace json = boost::json;
namespace {

struct Named {
  std::string_view path;
  PortalRows (*rows)(const PortalDay&);
};
constexpr std::array<Named, 3> lists{{{"/api/vaccination/stock", stock_rows},
                                      {"/api/vaccination/plans", plan_rows},
                                      {"/api/vaccination/invitations", invitation_rows}}};
constexpr std::string_view corrections_path = "/api/vaccination/corrections";
constexpr std::string_view outcomes_path = "/api/vaccination/outcomes";

// Whom a correction means, by what the portal itself says of them.
std::optional<std::uint64_t> person_of(const World& world, const json::object& data) {
  const auto* known = data.if_contains("known");
  if (known == nullptr || !known->is_object()) return std::nullopt;
  for (const char* name : {"identification", "healthInsuranceNumber"}) {
    const auto number = text_of(known->get_object(), name);
    if (const auto found = number.empty() ? std::nullopt : world.find(number)) return found;
  }
  return std::nullopt;
}

}  // namespace

PortalExchange::PortalExchange(const Feed& feed)
    : feed_(feed),
      first_day_(days_of({2023, 6, 1})),
      corrections_inbox_("portal-", {"fullname", "birthday", "known"}),
      outcomes_inbox_("portal-", {"invitationId"}) {}

std::optional<Reply> PortalExchange::answer(const Request& request, std::uint64_t version) {
  const auto list = std::ranges::find(lists, std::string_view(request.path), &Named::path);
  if (list != lists.end())
    return request.method == "GET" ? page(request, list->rows, version) : failure(405, "this path takes GET");
  const bool corrects = request.path == corrections_path;
  if (!corrects && request.path != outcomes_path) return std::nullopt;
  if (request.method != "POST") return failure(405, "this path takes POST");
  return take(request, corrects ? corrections_inbox_ : outcomes_inbox_, version);
}

// Under the lock: the list as it stands, invitations with what was told of them.
PortalRows PortalExchange::rows(List list, std::uint64_t version) const {
  auto made = list({feed_.world(), first_day_, static_cast<std::int64_t>(version)});
  if (list != invitation_rows) return made;
  for (auto& row : made) {
    const auto told = outcomes_.find(text_of(row.record, "id"));
    if (told == outcomes_.end()) continue;
    for (const auto& each : told->second) row.record[each.key()] = each.value();
    row.updated_at = row.record.at("updatedAt").to_number<std::int64_t>();
  }
  std::ranges::stable_sort(made, {}, &PortalRow::updated_at);
  return made;
}

Reply PortalExchange::page(const Request& request, List list, std::uint64_t version) const {
  const auto page = request.number("page", 0), size = request.number("size", 1000),
             from = request.number("updatedFrom", 0);
  if (page < 0 || page > largest_page || size < 1 || size > largest_page)
    return failure(400, "page must be 0 to 10000, size 1 to 10000");
  PortalRows all;
  {
    const std::lock_guard lock(mutex_);
    all = rows(list, version);
  }
  std::erase_if(all, [from](const PortalRow& row) { return row.updated_at < from; });
  json::array records;
  const auto total = std::ssize(all);
  for (auto i = page * size; i < std::min<std::int64_t>(total, (page + 1) * size); ++i)
    records.push_back(std::move(all[static_cast<std::size_t>(i)].record));
  return reply(200, json::serialize(json::object{{"page", page},
                                                 {"size", size},
                                                 {"total", total},
                                                 {"totalPages", (total + size - 1) / size},
                                                 {"records", std::move(records)}}));
}

Reply PortalExchange::take(const Request& request, Inbox& inbox, std::uint64_t version) {
  json::error_code error;
  const auto body = json::parse(request.body, error);
  const auto* object = error ? nullptr : body.if_object();
  const auto* list = object == nullptr ? nullptr : object->if_contains("records");
  const auto* records = list == nullptr ? nullptr : list->if_array();
  if (records == nullptr) return failure(400, "the body must be {\"records\":[…]}");
  if (records->size() > most_batch) return failure(413, "too many records in one request");
  const std::lock_guard lock(mutex_);
  json::array results;
  for (const auto& record : *records)
    results.push_back(inbox.take(
        record, [&](const json::object& data) { return judge(inbox, data, version); },
        [&](const std::string&, const std::string& data, std::uint64_t) { act(inbox, data, version); }));
  return reply(200, json::serialize(json::object{{"results", std::move(results)}}));
}

std::optional<std::pair<std::string, std::string>> PortalExchange::judge(const Inbox& inbox, const json::object& data,
                                                                         std::uint64_t version) const {
  if (&inbox == &corrections_inbox_) {
    if (person_of(feed_.world(), data)) return std::nullopt;
    return std::pair{"PERSON_UNKNOWN", "Không có ai mang số ở 'known'"};
  }
  const auto id = text_of(data, "invitationId");
  const auto all = rows(invitation_rows, version);
  if (std::ranges::any_of(all, [&](const PortalRow& row) { return text_of(row.record, "id") == id; }))
    return std::nullopt;
  return std::pair{"INVITATION_UNKNOWN", "Không có giấy mời " + id};
}

void PortalExchange::act(const Inbox& inbox, const std::string& text, std::uint64_t version) {
  auto data = json::parse(text).as_object();
  if (&inbox == &corrections_inbox_) {
    const auto person = *person_of(feed_.world(), data);
    data.erase("known");
    auto changed = std::make_shared<Corrections>(*corrections_);
    auto& corrected = (*changed)[person];
    corrected.version = version;
    for (const auto& each : data) corrected.fields[std::string(each.key())] = json::serialize(each.value());
    corrections_ = std::move(changed);
    return;
  }
  const std::string id = text_of(data, "invitationId");
  data.erase("invitationId");
  const PortalDay today{feed_.world(), first_day_, static_cast<std::int64_t>(version)};
  data["updatedAt"] = today.moment(today.day, 1'200) + static_cast<std::int64_t>(++told_);
  for (const auto& each : data) outcomes_[id][each.key()] = each.value();
}

std::optional<Reply> PortalExchange::command(const Request& request, std::uint64_t version) {
  const std::lock_guard lock(mutex_);
  if (request.path == "/twin/reset" && request.method == "POST") {
    corrections_inbox_.clear();
    outcomes_inbox_.clear();
    corrections_ = std::make_shared<const Corrections>();
    outcomes_.clear();
    return reply(200, "{}");
  }
  if (request.path == "/twin/lists" && request.method == "GET") {
    json::object made;
    for (const auto& each : lists) {
      const auto all = rows(each.rows, version);
      made[each.path] = {{"rows", all.size()}, {"wrong", std::ranges::count(all, true, &PortalRow::wrong)}};
    }
    return reply(200, json::serialize(made));
  }
  for (const auto& [name, inbox] :
       {std::pair("corrections", &corrections_inbox_), std::pair("outcomes", &outcomes_inbox_)})
    if (request.path == std::string("/twin/") + name && request.method == "GET")
      return reply(200, json::serialize(inbox->all()));
  return std::nullopt;
}

json::object PortalExchange::inboxes() const {
  const std::lock_guard lock(mutex_);
  return {{corrections_path, corrections_inbox_.state()}, {outcomes_path, outcomes_inbox_.state()}};
}

std::shared_ptr<const Corrections> PortalExchange::corrections() const {
  const std::lock_guard lock(mutex_);
  return corrections_;
}

}  // namespace lt::twins
