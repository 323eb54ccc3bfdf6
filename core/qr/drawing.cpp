// Drawing what libqrencode laid out.
#include "qr/drawing.hpp"

#include "base/error.hpp"

#include <qrencode.h>
#include <zlib.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace lt::qr {
namespace {

constexpr int quiet = 4;  // modules

class Matrix {
 public:
  explicit Matrix(std::string_view text)
      : code_(QRcode_encodeString(std::string(text).c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1), QRcode_free) {
    if (text.empty() || text.find('\0') != std::string_view::npos || !code_)
      throw Error(ErrorKind::misconfigured,
                  "a text of " + std::to_string(text.size()) + " bytes cannot be drawn as a QR code: 1 to 2,331 fit");
  }
  int width() const { return code_->width + 2 * quiet; }
  bool dark(int x, int y) const {
    const int column = x - quiet;
    const int row = y - quiet;
    if (column < 0 || row < 0 || column >= code_->width || row >= code_->width) return false;
    return (code_->data[row * code_->width + column] & 1U) != 0;
  }

 private:
  std::unique_ptr<QRcode, decltype(&QRcode_free)> code_;
};

void big_endian(std::string& out, std::uint32_t number) {
  for (const unsigned shift : {24U, 16U, 8U, 0U}) out += static_cast<char>((number >> shift) & 0xFFU);
}

// PNG (ISO/IEC 15948): length, type, data, CRC of type and data.
void chunk(std::string& out, const char* type, std::string_view data) {
  big_endian(out, static_cast<std::uint32_t>(data.size()));
  const std::string body = std::string(type).append(data);
  out += body;
  big_endian(out, static_cast<std::uint32_t>(
                      crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()))));
}

std::string deflated(const std::string& bytes) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string out(size, '\0');
  compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
            static_cast<uLong>(bytes.size()), Z_BEST_COMPRESSION);
  out.resize(size);
  return out;
}

}  // namespace

std::string draw_svg(std::string_view text) {
  const Matrix matrix(text);
  const std::string width = std::to_string(matrix.width());
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " " + width +
                    "\" shape-rendering=\"crispEdges\"><rect width=\"" + width + "\" height=\"" + width +
                    "\" fill=\"#fff\"/><path d=\"";
  for (int y = 0; y < matrix.width(); ++y) {
    for (int x = 0; x < matrix.width(); ++x) {
      if (!matrix.dark(x, y)) continue;
      const int start = x;
      while (matrix.dark(x + 1, y)) ++x;
      svg += "M" + std::to_string(start) + " " + std::to_string(y) + "h" + std::to_string(x - start + 1) + "v1H" +
             std::to_string(start) + "z";
    }
  }
  return svg + "\" fill=\"#000\"/></svg>\n";
}

std::string draw_png(std::string_view text, int module_pixels) {
  const Matrix matrix(text);
  const int pixels = matrix.width() * module_pixels;
  std::string lines;
  for (int y = 0; y < pixels; ++y) {
    std::string line(1 + static_cast<std::size_t>(pixels + 7) / 8, '\0');  // the first byte: no filter
    for (int x = 0; x < pixels; ++x) {
      if (matrix.dark(x / module_pixels, y / module_pixels)) continue;
      char& byte = line[1 + static_cast<std::size_t>(x) / 8];
      byte = static_cast<char>(static_cast<unsigned char>(byte) | (0x80U >> (static_cast<unsigned>(x) % 8U)));
    }
    lines += line;
  }
  std::string header;
  big_endian(header, static_cast<std::uint32_t>(pixels));
  big_endian(header, static_cast<std::uint32_t>(pixels));
  header += std::string("\x01\x00\x00\x00\x00", 5);  // one bit of grey a pixel
  std::string png("\x89PNG\r\n\x1a\n", 8);
  chunk(png, "IHDR", header);
  chunk(png, "IDAT", deflated(lines));
  chunk(png, "IEND", "");
  return png;
}

}  // namespace lt::qr
