// zlib, with the size of what comes out watched all the way.
#include "plugin_host/http_encoding.hpp"

#include "base/error.hpp"

#define ZLIB_CONST  // so that its input is const
#include <zlib.h>

#include <algorithm>

namespace lt::plugin_host {
namespace {

constexpr int gzip_or_zlib = 15 + 32;
constexpr int raw_deflate = -15;

class Inflater {
 public:
  explicit Inflater(int window_bits) {
    if (inflateInit2(&stream_, window_bits) != Z_OK) throw Error(ErrorKind::failed, "zlib refuses to start");
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&stream_); }

  // False where the input is not of this format; members of gzip that follow one another are joined.
  bool open(std::string_view input, std::string& out, std::size_t max_bytes) {
    stream_.next_in = reinterpret_cast<const Bytef*>(input.data());
    stream_.avail_in = static_cast<uInt>(input.size());
    out.resize(std::min(max_bytes, std::max<std::size_t>(input.size() * 4, 4096)));
    std::size_t used = 0;
    for (;;) {
      if (used > max_bytes) refuse(max_bytes);
      if (used == out.size()) out.resize(std::min(max_bytes + 1, std::max<std::size_t>(out.size() * 2, 4096)));
      stream_.next_out = reinterpret_cast<Bytef*>(out.data() + used);
      stream_.avail_out = static_cast<uInt>(out.size() - used);
      const int result = inflate(&stream_, Z_NO_FLUSH);
      used = out.size() - stream_.avail_out;
      if (result == Z_STREAM_END) {
        if (stream_.avail_in == 0) break;
        if (inflateReset(&stream_) != Z_OK) return false;
        continue;
      }
      if (result == Z_BUF_ERROR && stream_.avail_in == 0)
        throw Error(ErrorKind::unavailable, "the compressed answer is cut off after " + std::to_string(input.size()) +
                                                " bytes; the system sent less than it meant to");
      if (result != Z_OK && result != Z_BUF_ERROR) return false;
    }
    if (used > max_bytes) refuse(max_bytes);
    out.resize(used);
    return true;
  }

 private:
  [[noreturn]] static void refuse(std::size_t max_bytes) {
    throw Error(ErrorKind::failed, "the compressed answer opens to more than " + std::to_string(max_bytes) +
                                       " bytes; ask for smaller pages or raise the largest body allowed");
  }

  z_stream stream_{};
};

}  // namespace

std::string decoded_body(std::string_view encoding, std::string body, std::size_t max_bytes) {
  if (encoding.empty() || encoding == "identity" || body.empty()) return body;
  const bool gzip = encoding == "gzip" || encoding == "x-gzip";
  if (!gzip && encoding != "deflate")
    throw Error(ErrorKind::unavailable,
                "the answer is encoded as '" + std::string(encoding) + "' although only gzip and deflate were offered");
  std::string out;
  if (Inflater(gzip_or_zlib).open(body, out, max_bytes)) return out;
  if (!gzip && Inflater(raw_deflate).open(body, out, max_bytes)) return out;
  throw Error(ErrorKind::unavailable, "the answer says it is " + std::string(encoding) + " but its " +
                                          std::to_string(body.size()) + " bytes are damaged");
}

}  // namespace lt::plugin_host
