// What handlers ask of a call, and pages.
#include "api/endpoint.hpp"

#include "api/problem.hpp"
#include "base/encoding.hpp"

#include <boost/json.hpp>

#include <charconv>

namespace lt::api {
namespace {

[[noreturn]] void refuse_cursor() {
  throw Refusal(Trouble::bad_request, {"con trỏ trang (cursor) không phải do hệ thống cấp",
                                       "the cursor was not given by this hub; begin without one"});
}

// Hexadecimal digits need no escape in an address.
std::string unsealed(const std::string& cursor) {
  std::string text;
  if (cursor.size() % 2 != 0 || cursor.size() > 2'000) refuse_cursor();
  for (std::size_t i = 0; i < cursor.size(); i += 2) {
    unsigned byte = 0;
    const char* end = cursor.data() + i + 2;
    const auto parsed = std::from_chars(cursor.data() + i, end, byte, 16);
    if (parsed.ec != std::errc() || parsed.ptr != end) refuse_cursor();
    text += static_cast<char>(byte);
  }
  return text;
}

}  // namespace

const std::string& Call::text(std::string_view name) const {
  static const std::string none;
  for (const Values* values : {&path, &query})
    if (const auto found = values->find(name); found != values->end()) return found->second;
  return none;
}

std::optional<std::int64_t> Call::integer(std::string_view name) const {
  const std::string& digits = text(name);
  if (digits.empty()) return std::nullopt;
  std::int64_t number = 0;
  const char* end = digits.data() + digits.size();
  const auto parsed = std::from_chars(digits.data(), end, number);
  if (parsed.ec == std::errc() && parsed.ptr == end && number >= 0) return number;
  const std::string shown(name);
  throw Refusal(Trouble::bad_request,
                {"'" + shown + "' phải là số nguyên không âm", "'" + shown + "' must be a whole number, not negative"});
}

std::vector<Parameter> page_parameters() {
  return {{"limit", "integer", "At most so many items, 1 to 200; 50 where not given"},
          {"cursor", "string", "`next` of the page before"}};
}

PageAsked page_asked(const Call& call) {
  PageAsked page{.limit = static_cast<int>(std::min<std::int64_t>(call.integer("limit").value_or(50), 1'000'000)),
                 .after = unsealed(call.text("cursor"))};
  if (page.limit >= 1 && page.limit <= most_of_a_page) return page;
  throw Refusal(Trouble::bad_request, {"'limit' từ 1 đến 200", "'limit' is between 1 and 200"});
}

std::int64_t PageAsked::number(std::int64_t beginning) const {
  std::from_chars(after.data(), after.data() + after.size(), beginning);
  return beginning;
}

Outcome page_of(boost::json::array items, const std::string& next) {
  return {.body =
              boost::json::object{{"items", std::move(items)},
                                  {"next", next.empty() ? boost::json::value() : boost::json::value(to_hex(next))}}};
}

}  // namespace lt::api
