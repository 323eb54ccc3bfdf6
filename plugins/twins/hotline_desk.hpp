// What a 1022 centre holds: reports of callers and of whoever posts them, each with its deadline and its answer, and
// the bank of questions and answers.
#pragma once

#include "twins/epidemic.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lt::twins {

struct HotlineService {
  std::string_view code, name, agency;
  int days;    // until a report must be answered
  bool batch;  // the centre gives a token first
  // One more thing that is asked of a report, as attribute[code]; none where empty.
  std::string_view attribute;
  bool attribute_required = false;
};
std::span<const HotlineService> hotline_services();
const HotlineService* find_hotline_service(std::string_view code);

// Moments in seconds since 1970.
struct HotlineReport {
  std::string id;
  const HotlineService* service = nullptr;
  std::string description, address, address_id, media_url, notes;
  std::optional<double> lat, lon;
  bool closed = false;
  std::int64_t requested = 0, updated = 0, expected = 0;
};

// Used under a lock of its owner.
class HotlineDesk {
 public:
  static constexpr std::uint64_t calls_a_day = 8, questions = 40;

  // `now`: seconds since 1970, for what is posted and answered.
  HotlineDesk(const Epidemic& epidemic, std::function<std::int64_t()> now)
      : epidemic_(epidemic), now_(std::move(now)) {}

  // Every report whose number is known, by number.
  std::vector<HotlineReport> reports() const;
  std::optional<HotlineReport> report(const std::string& id) const;

  struct Posted {
    std::string id;     // empty where the service gives a token first
    std::string token;  // empty where it does not
  };
  Posted post(HotlineReport report);
  // Nothing for an unknown token; an empty text while the centre has not given the report its number: it does when it
  // is asked for the second time.
  std::optional<std::string> number_of(const std::string& token);
  // What an agent does: "status", "status_notes", "expected_datetime". False for an unknown report or a bad word.
  bool work_on(const std::string& id, const boost::json::object& what);

  // The bank of questions and answers: {"id", "topic", "serviceCode", "question", "answer", "status", "updatedAt"}.
  std::vector<boost::json::object> bank() const;
  std::string put_question(const std::string& id, boost::json::object question);
  bool remove_question(const std::string& id);

  void advance() { ++day_; }
  void reset();

  int day() const { return day_; }
  std::uint64_t posted() const { return posted_.size(); }
  // Posts of the same words about the same place and service.
  std::uint64_t posted_twice() const { return twice_; }

 private:
  HotlineReport call(std::uint64_t number) const;
  void worked_on(HotlineReport& report) const;

  Epidemic epidemic_;
  std::function<std::int64_t()> now_;
  int day_ = 0;
  std::vector<HotlineReport> posted_;
  std::map<std::string, std::size_t> waiting_;  // token → position in posted_, while it has no number
  std::map<std::string, std::string> tokens_;   // token → number; empty: not asked for yet
  std::set<std::string> contents_;
  std::map<std::string, boost::json::object> work_;  // by number, with the moment as "updated"
  std::map<std::string, boost::json::object> questions_;
  std::set<std::string> removed_questions_;
  std::uint64_t twice_ = 0, asked_ = 0;
};

// The number that a moment such as 2021-08-02T01:30:00Z or …+07:00 stands for; nothing for any other text.
std::optional<std::int64_t> read_moment(std::string_view text);

}  // namespace lt::twins
