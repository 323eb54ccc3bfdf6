// Settings of a REST system made from the fewer settings of a connector that knows its system.
#pragma once

#include <lienthong/sdk/settings.hpp>

#include <initializer_list>
#include <string_view>
#include <utility>

namespace lt::rest {

// A paged list of changes as a stream's `read` and `key`. `list` has the members path, key, records, page_parameter,
// first_page, size_parameter, size, total, pages, page, updated_parameter, updated_at, updated_format, overlap_s;
// what it leaves out, `usual` gives, and what neither has is not used.
boost::json::object paged_list(const boost::json::object& list, const boost::json::object& usual);

// The `usual` of lists as our own contracts have them: {"page", "total", "totalPages", "records": [{"id",
// "updatedAt"}]}, pages from 0, what changed since a moment in epoch milliseconds. A member of `differing` takes the
// place of one of these; null leaves it out.
using Differing = std::initializer_list<std::pair<std::string_view, boost::json::value>>;
boost::json::object list_of_changes(const Differing& differing = {});

// A stream's `write` without its path: batches in which each record travels in an envelope and gets a result of its
// own. `names` has the members records, id, idempotency_key, operation, data, upsert, delete of the request, and
// results, result_id, status, good, remote_id, code, message of the answer; what it leaves out, `usual` gives.
boost::json::object answered_batch(const boost::json::object& names, const boost::json::object& usual);

}  // namespace lt::rest
