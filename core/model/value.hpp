// One field's value: nothing, a text borrowed from an arena, a whole number or a decimal; 16 bytes.
#pragma once

#include <cstdint>
#include <string_view>

namespace lt::model {

// Dates ("2021-05-03", or "2021" where only the year is known) and timestamps ("2021-05-03T08:15:00+07:00") are texts
// in canonical form; booleans are the integers 0 and 1; references are integers. The model says which is which.
class Value {
 public:
  enum class Kind : std::uint8_t { none, text, integer, decimal };

  Value() : integer_(0) {}
  static Value text(std::string_view text) {
    Value v;
    v.text_ = text.data();
    v.size_ = static_cast<std::uint32_t>(text.size());
    v.kind_ = Kind::text;
    return v;
  }
  static Value integer(std::int64_t number) {
    Value v;
    v.integer_ = number;
    v.kind_ = Kind::integer;
    return v;
  }
  static Value decimal(double number) {
    Value v;
    v.decimal_ = number;
    v.kind_ = Kind::decimal;
    return v;
  }

  Kind kind() const { return kind_; }
  bool empty() const { return kind_ == Kind::none || (kind_ == Kind::text && size_ == 0); }
  std::string_view as_text() const { return kind_ == Kind::text ? std::string_view{text_, size_} : std::string_view{}; }
  std::int64_t as_integer() const { return kind_ == Kind::integer ? integer_ : 0; }
  double as_decimal() const { return kind_ == Kind::decimal ? decimal_ : static_cast<double>(as_integer()); }

  // Empty values are equal whatever their kind: a store that gives NULL for "" changes nothing.
  friend bool operator==(const Value& a, const Value& b) {
    if (a.empty() || b.empty()) return a.empty() && b.empty();
    if (a.kind_ != b.kind_) return false;
    switch (a.kind_) {
      case Kind::text:
        return a.as_text() == b.as_text();
      case Kind::decimal:
        return a.decimal_ == b.decimal_;
      default:
        return a.integer_ == b.integer_;
    }
  }

 private:
  union {
    const char* text_;
    std::int64_t integer_;
    double decimal_;
  };
  std::uint32_t size_ = 0;
  Kind kind_ = Kind::none;
};

}  // namespace lt::model
