// Faults that a twin commits on demand: which requests they strike and what they do to an answer.
#pragma once

#include "twins/http_service.hpp"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace lt::twins {

struct Fault {
  // slow, a status (401, 403, 404, 409, 422, 429, 500, 503), cut, truncate, repeat_page, overlap_page, reorder,
  // bad_utf8, drop_field, rename_field, huge_field, bomb; of XML also doctype, wrong_namespace, other_prefix,
  // plain_body, broken_body, soap_fault.
  std::string kind;
  std::string path = "/";           // strikes every path that begins so
  std::string method;               // empty = any
  std::int64_t ms = 500;            // slow
  std::int64_t every = 1;           // every n-th matching request
  std::int64_t after = 0;           // not the first `after` matching requests
  std::int64_t count = -1;          // strikes at most so often; -1 = without end
  double probability = 1;           // of a request that `every` lets through, from the seed
  std::int64_t retry_after = 1;     // seconds, for 429 and 503; negative = no header
  std::string field;                // of a record; empty = its second field
  std::string to = "renamedField";  // rename_field
  std::int64_t bytes = 5 << 20;     // huge_field
  std::int64_t depth = 100'000;     // bomb
  std::int64_t record = -1;         // which record of the page, 0-based; -1 = the middle one, drop and rename: all

  std::int64_t seen = 0, struck = 0;  // counters
};

// "path=/api;kind=slow;ms=500;every=7". Throws std::invalid_argument saying which word is wrong.
Fault parse_fault(std::string_view text);
// One JSON object or an array of them, the same words as keys.
std::vector<Fault> parse_faults_json(std::string_view json);

class FaultBox {
 public:
  explicit FaultBox(std::uint64_t seed) : seed_(seed) {}

  void add(const Fault& fault);
  void clear();
  std::string list_json() const;

  // The faults that strike this request, in the order in which they were added.
  std::vector<Fault> strike(const Request& request);
  // Remembered for repeat_page and overlap_page, only while such a fault is in the box.
  void remember(const Request& request, const Reply& reply);
  // Does the fault to the answer.
  void damage(const Fault& fault, const Request& request, Reply& reply) const;

 private:
  std::uint64_t seed_;
  mutable std::mutex mutex_;
  std::vector<Fault> faults_;
  std::map<std::string, std::shared_ptr<const std::string>> last_body_;  // by path
};

}  // namespace lt::twins
