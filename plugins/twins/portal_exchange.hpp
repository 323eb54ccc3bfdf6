// What a province exchanges with the portal in bulk beside doses: lists that it reads, inboxes for what it tells.
#pragma once

#include "twins/feed.hpp"
#include "twins/http_service.hpp"
#include "twins/inbox.hpp"
#include "twins/portal_lists.hpp"

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace lt::twins {

// Safe from many threads. No public contract is known; the forms are those of the bulk list of doses:
// GET /api/vaccination/{stock,plans,invitations}?page&size&updatedFrom → {page,size,total,totalPages,records};
// POST /api/vaccination/{corrections,outcomes} {"records":[{"id","idempotencyKey","operation","data"}]} →
// {"results":[{"id","status","remoteId"?,"code"?,"error"?}]}.
class PortalExchange {
 public:
  explicit PortalExchange(const Feed& feed);

  // Nothing where the path is none of its own. `version`: days since the first.
  std::optional<Reply> answer(const Request& request, std::uint64_t version);
  // POST reset: inboxes empty, nothing corrected; GET corrections, GET outcomes: what each holds; GET lists: rows and
  // wrong rows of each. Nothing where it is another command.
  std::optional<Reply> command(const Request& request, std::uint64_t version);
  boost::json::object inboxes() const;
  // Never null, never changed once given; a new object with every correction.
  std::shared_ptr<const Corrections> corrections() const;

 private:
  using List = PortalRows (*)(const PortalDay&);

  PortalRows rows(List list, std::uint64_t version) const;
  Reply page(const Request& request, List list, std::uint64_t version) const;
  Reply take(const Request& request, Inbox& inbox, std::uint64_t version);
  std::optional<std::pair<std::string, std::string>> judge(const Inbox& inbox, const boost::json::object& data,
                                                           std::uint64_t version) const;
  void act(const Inbox& inbox, const std::string& data, std::uint64_t version);

  const Feed& feed_;
  mutable std::mutex mutex_;
  const std::int64_t first_day_;
  Inbox corrections_inbox_, outcomes_inbox_;
  std::shared_ptr<const Corrections> corrections_ = std::make_shared<const Corrections>();
  std::map<std::string, boost::json::object> outcomes_;  // invitation → what was told of it
  std::uint64_t told_ = 0;
};

}  // namespace lt::twins
