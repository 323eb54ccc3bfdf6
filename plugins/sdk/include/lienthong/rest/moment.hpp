// Moments as partner systems write them in query parameters and records.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lt::rest {

using Milliseconds = std::int64_t;  // since 1970-01-01T00:00:00Z

// The Date header of HTTP (RFC 9110, 5.6.7: the form that servers must send); nothing for another text.
std::optional<Milliseconds> read_http_date(std::string_view text);

// "epoch_ms", "epoch_s", "iso" (2021-07-26T09:30:00Z, also with fraction and offset when read), or a pattern of
// %Y %m %d %H %M %S with other characters as they stand ("%d/%m/%Y %H:%M:%S"), in a zone of fixed offset.
class MomentFormat {
 public:
  // Throws Failure misconfigured for any other letter behind '%'.
  explicit MomentFormat(std::string format, int utc_offset_minutes = 0);

  std::string write(Milliseconds moment) const;
  // Nothing where the text is no such moment.
  std::optional<Milliseconds> read(std::string_view text) const;

 private:
  std::string format_;
  int utc_offset_minutes_;
};

}  // namespace lt::rest
