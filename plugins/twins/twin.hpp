// What every twin is: a named system that answers requests.
#pragma once

#include "twins/http_service.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace lt::twins {

// What every twin keeps to.
inline constexpr std::int64_t largest_page = 10'000;
inline constexpr std::size_t most_batch = 1'000, most_held = 1'000'000;  // records
inline constexpr int last_twin_day = 365;

class Twin {
 public:
  Twin() = default;
  Twin(const Twin&) = delete;
  Twin& operator=(const Twin&) = delete;
  virtual ~Twin() = default;

  // Called from many threads at once.
  virtual Reply handle(const Request& request) = 0;
  // GET /twin/state: what it holds, as one JSON object.
  virtual std::string state() const = 0;
  // The page at /: self-contained HTML in Vietnamese.
  virtual std::string page() const = 0;
  // POST /twin/… other than faults and log; 404 where the twin knows no such command.
  virtual Reply command(const Request& request);
  // Whether a request that a fault answers with this status was acted on first, as by a server that fails afterwards.
  virtual bool acts_before(int) const { return true; }
};

Reply not_found(const Request& request);
// {"status":…,"title":…}: the error form of the portal, used by all twins.
Reply failure(int status, std::string_view title);
std::string html_escaped(std::string_view text);
// A whole page around `body`.
std::string html_page(std::string_view title, std::string_view body);
std::string html_row(std::string_view label, std::string_view value);

}  // namespace lt::twins
