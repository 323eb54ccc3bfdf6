// A text's bytes as OpenSSL takes and gives them.
#pragma once

#include <string>
#include <string_view>

namespace lt {

inline unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
inline const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace lt
