// Settings of a REST system made from the fewer settings of a connector that knows its system.
#pragma once

#include <lienthong/sdk/settings.hpp>

namespace lt::rest {

// A paged list of changes as a stream's `read` and `key`. `list` has the members path, key, records, page_parameter,
// first_page, size_parameter, size, total, pages, page, updated_parameter, updated_at, updated_format, overlap_s;
// what it leaves out, `usual` gives, and what neither has is not used.
boost::json::object paged_list(const boost::json::object& list, const boost::json::object& usual);

}  // namespace lt::rest
