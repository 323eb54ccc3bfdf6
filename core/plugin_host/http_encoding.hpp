// Opens compressed bodies, never beyond a given size.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lt::plugin_host {

// The body behind a Content-Encoding of gzip, deflate (zlib's or raw) or identity.
// Throws Error: unavailable where the data is corrupt or cut or of an encoding that was never asked for,
// failed where it opens to more than `max_bytes`.
std::string decoded_body(std::string_view encoding, std::string body, std::size_t max_bytes);

}  // namespace lt::plugin_host
