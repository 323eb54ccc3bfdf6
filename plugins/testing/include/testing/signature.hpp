// What a system signs its requests with, made apart from the kit's own signing.
#pragma once

#include <string>

namespace lt::plugin_testing {

// "sha256=" and the HMAC-SHA256 of a text in small hexadecimal letters.
std::string signature_of(const std::string& secret, const std::string& text);

}  // namespace lt::plugin_testing
