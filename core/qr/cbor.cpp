// libcbor's streaming decoder gives one head at a time; the tree is built here, within bounds.
#include "qr/cbor.hpp"

#include <cbor.h>

#include <algorithm>
#include <limits>

namespace lt::qr {
namespace {

constexpr int deepest = 16;
constexpr std::size_t most_items = 4096;

// What one call of the decoder said.
struct Head {
  Cbor item;
  std::uint64_t count = 0;  // of an array's items or a map's pairs
  bool open = false;        // an array or map of unknown length
  bool end = false;         // the break that ends one
  bool refused = false;     // what no certificate needs: strings in pieces, numbers beyond 63 bits
};

Head& head(void* context) { return *static_cast<Head*>(context); }

void number(void* context, std::uint64_t value, bool negative) {
  Head& h = head(context);
  h.item.kind = Cbor::Kind::integer;
  h.refused = value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (h.refused) return;
  h.item.integer = negative ? -1 - static_cast<std::int64_t>(value) : static_cast<std::int64_t>(value);
}

void real(void* context, double value) {
  head(context).item.kind = Cbor::Kind::decimal;
  head(context).item.decimal = value;
}

void collection(void* context, Cbor::Kind kind, std::uint64_t count, bool open) {
  head(context).item.kind = kind;
  head(context).count = count;
  head(context).open = open;
}

void string(void* context, Cbor::Kind kind, cbor_data data, std::size_t size) {
  head(context).item.kind = kind;
  head(context).item.text.assign(reinterpret_cast<const char*>(data), size);
}

cbor_callbacks make_callbacks() {
  cbor_callbacks c = cbor_empty_callbacks;
  c.uint8 = [](void* x, std::uint8_t v) { number(x, v, false); };
  c.uint16 = [](void* x, std::uint16_t v) { number(x, v, false); };
  c.uint32 = [](void* x, std::uint32_t v) { number(x, v, false); };
  c.uint64 = [](void* x, std::uint64_t v) { number(x, v, false); };
  c.negint8 = [](void* x, std::uint8_t v) { number(x, v, true); };
  c.negint16 = [](void* x, std::uint16_t v) { number(x, v, true); };
  c.negint32 = [](void* x, std::uint32_t v) { number(x, v, true); };
  c.negint64 = [](void* x, std::uint64_t v) { number(x, v, true); };
  c.float2 = [](void* x, float v) { real(x, v); };
  c.float4 = [](void* x, float v) { real(x, v); };
  c.float8 = [](void* x, double v) { real(x, v); };
  c.byte_string = [](void* x, cbor_data d, std::size_t n) { string(x, Cbor::Kind::bytes, d, n); };
  c.string = [](void* x, cbor_data d, std::size_t n) { string(x, Cbor::Kind::text, d, n); };
  c.byte_string_start = [](void* x) { head(x).refused = true; };
  c.string_start = [](void* x) { head(x).refused = true; };
  c.array_start = [](void* x, std::size_t n) { collection(x, Cbor::Kind::array, n, false); };
  c.map_start = [](void* x, std::size_t n) { collection(x, Cbor::Kind::map, n, false); };
  c.indef_array_start = [](void* x) { collection(x, Cbor::Kind::array, 0, true); };
  c.indef_map_start = [](void* x) { collection(x, Cbor::Kind::map, 0, true); };
  c.indef_break = [](void* x) { head(x).end = true; };
  c.boolean = [](void* x, bool v) { head(x).item.integer = v ? 1 : 0; };
  return c;
}

class CborReader {
 public:
  explicit CborReader(std::string_view bytes) : rest_(bytes) {}

  std::optional<Cbor> whole() {
    Cbor item;
    if (!read(item, 0) || !rest_.empty()) return std::nullopt;
    return item;
  }

 private:
  bool next(Head& found) {
    static const cbor_callbacks callbacks = make_callbacks();
    // libcbor refuses tags that were unassigned when it was written, COSE's 18 among them: a tag is an integer with
    // other first bits.
    std::string integer(rest_.substr(0, 9));
    const bool tag = !integer.empty() && (static_cast<unsigned char>(integer[0]) >> 5U) == 6;
    if (tag) integer[0] = static_cast<char>(static_cast<unsigned char>(integer[0]) & 0x1FU);
    const std::string_view bytes = tag ? std::string_view(integer) : rest_;
    const auto* start = reinterpret_cast<const unsigned char*>(bytes.data());
    const cbor_decoder_result result = cbor_stream_decode(start, bytes.size(), &callbacks, &found);
    if (tag) found.item.kind = Cbor::Kind::tag;
    if (result.status != CBOR_DECODER_FINISHED || found.refused || ++items_ > most_items) return false;
    rest_.remove_prefix(result.read);
    return true;
  }

  bool read(Cbor& item, int depth) {
    Head found;
    return next(found) && !found.end && fill(found, item, depth);
  }

  bool fill(Head& found, Cbor& item, int depth) {
    item = std::move(found.item);
    if (item.kind == Cbor::Kind::tag) return depth < deepest && read(item.items.emplace_back(), depth + 1);
    if (item.kind != Cbor::Kind::array && item.kind != Cbor::Kind::map) return true;
    if (depth >= deepest) return false;
    if (found.open) return read_open(item, depth);
    if (found.count > most_items) return false;
    const std::uint64_t count = item.kind == Cbor::Kind::map ? found.count * 2 : found.count;
    for (std::uint64_t i = 0; i < count; ++i)
      if (!read(item.items.emplace_back(), depth + 1)) return false;
    return true;
  }

  bool read_open(Cbor& item, int depth) {
    for (;;) {
      Head found;
      if (!next(found)) return false;
      if (found.end) return item.kind == Cbor::Kind::array || item.items.size() % 2 == 0;
      if (!fill(found, item.items.emplace_back(), depth + 1)) return false;
    }
  }

  std::string_view rest_;
  std::size_t items_ = 0;
};

template <typename Matches>
const Cbor* find_in(const Cbor& map, Matches matches) {
  if (map.kind != Cbor::Kind::map) return nullptr;
  for (std::size_t i = 0; i + 1 < map.items.size(); i += 2)
    if (matches(map.items[i])) return &map.items[i + 1];
  return nullptr;
}

std::string head_of(unsigned major, std::size_t value) {
  std::string bytes;
  const auto first = static_cast<unsigned char>(major << 5U);
  if (value < 24) {
    bytes += static_cast<char>(first | value);
    return bytes;
  }
  const unsigned width = value <= 0xFF ? 0 : value <= 0xFFFF ? 1 : value <= 0xFFFFFFFF ? 2 : 3;
  bytes += static_cast<char>(first | (24 + width));
  for (int shift = (8 << width) - 8; shift >= 0; shift -= 8) bytes += static_cast<char>((value >> shift) & 0xFFU);
  return bytes;
}

}  // namespace

const Cbor* Cbor::find(std::int64_t key) const {
  return find_in(*this, [&](const Cbor& k) { return k.kind == Kind::integer && k.integer == key; });
}

const Cbor* Cbor::find(std::string_view key) const {
  return find_in(*this, [&](const Cbor& k) { return k.kind == Kind::text && k.text == key; });
}

std::optional<Cbor> read_cbor(std::string_view bytes) { return CborReader(bytes).whole(); }

std::string cbor_bytes(std::string_view bytes) { return head_of(2, bytes.size()).append(bytes); }
std::string cbor_text(std::string_view text) { return head_of(3, text.size()).append(text); }
std::string cbor_array(std::size_t items) { return head_of(4, items); }

}  // namespace lt::qr
