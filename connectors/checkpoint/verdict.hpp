// Whether a pass lets a person through now, by what the hub holds of it.
#pragma once

#include <lienthong/sdk.hpp>

#include <string>
#include <string_view>

namespace checkpoint {

// What a scanner read as the code of a pass: of a pass that the hub signed (LTP1:CODE:…) the code in it, of any other
// text the text without blanks around it.
std::string code_of(std::string_view scanned);

// {"code", "result": valid | expired | revoked | unknown, "checked_at", "until", "pass"}: the document of the answer
// 'pass' as far as the outward mapping lets it be seen. Throws Failure misconfigured where that document is of no use.
boost::json::object verdict(const lt::sdk::Host& host, std::string_view scanned);

}  // namespace checkpoint
