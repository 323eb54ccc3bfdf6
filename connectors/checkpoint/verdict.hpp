// Whether a pass lets a person through now, by what the hub holds of it.
#pragma once

#include <lienthong/sdk.hpp>

#include <string>
#include <string_view>

namespace checkpoint {

// What a scanner read as the code of a pass: of a pass that the hub signed (LTP1:CODE:…) the code in it, of any other
// text the text without blanks around it.
std::string code_of(std::string_view scanned);

// What the text of any QR code says: the fields of the hub's reading with `kind`, or `problem` alone.
boost::json::value reading(const lt::sdk::Host& host, std::string_view scanned);

// {"code", "result", "checked_at", "until", "pass", "signed"}; result is valid, expired, revoked or unknown by what the
// hub holds, or forged, unknown_signer or unreadable by the text of a signed pass. `pass` is the document of the answer
// 'pass' as far as the outward mapping lets it be seen, `signed` what a signed pass says of itself. Throws Failure
// misconfigured where the document of the pass is of no use.
boost::json::object verdict(const lt::sdk::Host& host, std::string_view scanned);

}  // namespace checkpoint
