// A QR code as a picture: SVG for pages and print, PNG for messages.
#pragma once

#include <string>
#include <string_view>

namespace lt::qr {

// Error correction M (15 % may be damaged), a quiet zone of four modules as ISO/IEC 18004 asks. Throw Error
// misconfigured where the text is empty or too long for any code.
std::string draw_svg(std::string_view text);
std::string draw_png(std::string_view text, int module_pixels = 8);

}  // namespace lt::qr
