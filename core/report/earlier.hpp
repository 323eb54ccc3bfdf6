// What a report compares itself with: the figures of the one of its kind that was kept last.
#pragma once

#include "base/clock.hpp"
#include "model/entity.hpp"
#include "report/availability.hpp"
#include "report/health.hpp"

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace lt::report {

struct EarlierFlow {
  model::Label label;
  Health health = Health::ok;
  std::int64_t waiting_letters = 0;
  std::int64_t pending = 0;

  bool same_state(const EarlierFlow& other) const {
    return health == other.health && waiting_letters == other.waiting_letters && pending == other.pending;
  }
};

struct Earlier {
  std::string id;
  std::string sha256;  // of its figures
  Period period;
  std::int64_t runs = 0;
  std::int64_t failed_runs = 0;
  std::int64_t read = 0;
  std::int64_t stored = 0;
  std::int64_t delivered = 0;
  std::int64_t waiting_letters = 0;
  std::int64_t pending = 0;
  Availability availability;
  std::optional<Milliseconds> out_of_service;  // null: not known
  std::map<std::string, EarlierFlow> flows;
};

// From figures as figures() gives them. Throws Error{failed} where they are none.
Earlier read_earlier(const boost::json::object& figures, const std::string& sha256);

}  // namespace lt::report
