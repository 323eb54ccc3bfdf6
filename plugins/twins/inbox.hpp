// What a partner takes in: records by id, each once by its key, with a word about each.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace lt::twins {

// One thread at a time.
class Inbox {
 public:
  // Why data are refused: a code and words for people; nothing where they are taken.
  using Judge = std::function<std::optional<std::pair<std::string, std::string>>(const boost::json::object& data)>;
  // Of data that were taken: the record's id, the data as text, how many were taken until now.
  using Taken = std::function<void(const std::string& id, const std::string& data, std::uint64_t sequence)>;

  // `remote_prefix`: before the id in the partner's own name of a record.
  Inbox(std::string remote_prefix, std::vector<std::string> required)
      : remote_prefix_(std::move(remote_prefix)), required_(std::move(required)) {}

  // {"id", "idempotencyKey", "operation": upsert | delete, "data"} → {"id", "status": ok | duplicate | rejected,
  // "remoteId"?, "code"?, "error"?}.
  boost::json::object take(const boost::json::value& record, const Judge& judge = {}, const Taken& taken = {});
  // A whole list in place of what was there; the number of the item that is wrong where one is, with what is.
  std::optional<std::string> replace(const boost::json::array& items);

  // Counts a whole list that is refused for another reason; the reason again.
  std::string refuse(std::string why) {
    ++rejected_;
    return why;
  }

  const std::string* find(const std::string& id) const;
  std::size_t held() const { return held_.size(); }
  // {"id": data, …}: all of it.
  boost::json::object all() const;
  std::uint64_t rejected() const { return rejected_; }
  void clear();
  // {"held", "accepted", "rejected", "deleted", "idempotencyKeys": {"distinct", "repeated"}, "redeliveredSameContent"}.
  boost::json::object state() const;

 private:
  std::optional<std::string> lacking(const boost::json::object& data) const;

  std::string remote_prefix_;
  std::vector<std::string> required_;        // of data
  std::map<std::string, std::string> held_;  // id → data
  std::set<std::string> keys_;
  std::uint64_t accepted_ = 0, rejected_ = 0, deleted_ = 0, repeated_ = 0, redelivered_ = 0;
};

}  // namespace lt::twins
