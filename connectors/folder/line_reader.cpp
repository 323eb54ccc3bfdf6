// Lines out of a buffer.
#include "line_reader.hpp"

#include <lienthong/sdk/failure.hpp>

#include <algorithm>

namespace lt::folder {
namespace {

constexpr std::size_t buffer_bytes = 64 << 10;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

LineReader::LineReader(const std::filesystem::path& file, Position from, std::size_t most_bytes)
    : file_(file), in_(file, std::ios::binary), most_bytes_(most_bytes), position_(from) {
  if (!in_) throw sdk::unavailable("the file " + file.string() + " cannot be opened: check its rights and the share");
  in_.seekg(static_cast<std::streamoff>(from.offset));
}

bool LineReader::fill() {
  buffer_.resize(buffer_bytes);
  in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_bytes));
  if (in_.bad()) throw sdk::unavailable("the file " + file_.string() + " cannot be read to its end: check the share");
  buffer_.resize(static_cast<std::size_t>(in_.gcount()));
  at_ = 0;
  return !buffer_.empty();
}

bool LineReader::next(Line& line) {
  line = {};
  bool any = false, ended = false;
  while (!ended && (at_ < buffer_.size() || fill())) {
    any = true;
    const auto newline = buffer_.find('\n', at_);
    ended = newline != std::string::npos;
    const auto end = ended ? newline : buffer_.size();
    const auto room = most_bytes_ - line.text.size();
    line.too_long = line.too_long || end - at_ > room;
    line.text.append(buffer_, at_, std::min(end - at_, room));
    const auto taken = (ended ? end + 1 : end) - at_;
    position_.offset += taken;
    at_ += taken;
  }
  if (!any) return false;
  if (position_.lines++ == 0 && line.text.starts_with(byte_order_mark)) line.text.erase(0, byte_order_mark.size());
  line.end = position_;
  return true;
}

}  // namespace lt::folder
