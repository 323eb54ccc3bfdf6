// The table of troubles.
#include "api/problem.hpp"

#include "base/error_in_both.hpp"
#include "base/utf8.hpp"

#include <boost/json.hpp>

#include <array>

namespace lt::api {
namespace {

struct Row {
  Trouble trouble;
  int status;
  std::string_view code;
  const char* vi;
  const char* en;
};

constexpr std::array<Row, 16> table = {{
    {Trouble::bad_request, 400, "bad_request", "Yêu cầu không hợp lệ", "Bad request"},
    {Trouble::not_signed_in, 401, "not_signed_in", "Chưa đăng nhập", "Not signed in"},
    {Trouble::forbidden, 403, "forbidden", "Không có quyền", "Forbidden"},
    {Trouble::forged, 403, "forged", "Yêu cầu không đến từ trang của hệ thống", "Not sent by the hub's own page"},
    {Trouble::password_change_required, 403, "password_change_required", "Phải đổi mật khẩu trước",
     "The password must be changed first"},
    {Trouble::code_required, 401, "code_required", "Cần mã dùng một lần", "A one-time code is needed"},
    {Trouble::not_found, 404, "not_found", "Không tìm thấy", "Not found"},
    {Trouble::method_not_allowed, 405, "method_not_allowed", "Phương thức không được phép", "Method not allowed"},
    {Trouble::conflict, 409, "conflict", "Xung đột với trạng thái hiện tại", "Conflict with the present state"},
    {Trouble::precondition_failed, 412, "precondition_failed", "Nội dung đã được người khác thay đổi",
     "Changed by somebody else meanwhile"},
    {Trouble::precondition_required, 428, "precondition_required", "Thiếu If-Match", "If-Match is missing"},
    {Trouble::unsupported_media_type, 415, "unsupported_media_type", "Kiểu nội dung không được hỗ trợ",
     "Unsupported media type"},
    {Trouble::not_acceptable_content, 422, "not_acceptable_content", "Nội dung không thực hiện được",
     "The content cannot be acted on"},
    {Trouble::too_many_tries, 429, "too_many_tries", "Thử quá nhiều lần", "Too many tries"},
    {Trouble::failed, 500, "failed", "Hệ thống gặp lỗi", "The hub failed"},
    {Trouble::unavailable, 503, "unavailable", "Tạm thời chưa phục vụ được", "Unavailable for now"},
}};

const Row& row_of(Trouble trouble) { return table.at(static_cast<std::size_t>(trouble)); }

}  // namespace

int status_of(Trouble trouble) { return row_of(trouble).status; }
std::string_view code_of(Trouble trouble) { return row_of(trouble).code; }

std::vector<std::string> trouble_codes() {
  std::vector<std::string> codes;
  codes.reserve(table.size());
  for (const Row& row : table) codes.emplace_back(row.code);
  return codes;
}

Refusal Refusal::of(const Error& error) {
  const std::string words = error.what();
  const auto* in_both = dynamic_cast<const ErrorInBoth*>(&error);
  const std::string& vietnamese = in_both != nullptr ? in_both->vietnamese() : words;
  switch (error.kind()) {
    case ErrorKind::misconfigured:
    case ErrorKind::unsupported:
      return {Trouble::not_acceptable_content, {vietnamese, words}};
    case ErrorKind::unavailable:
    case ErrorKind::denied:
    case ErrorKind::cancelled:
      return {Trouble::unavailable, {vietnamese, words}, {{"Retry-After", "5"}}};
    case ErrorKind::failed:
      break;
  }
  return {
      Trouble::failed,
      {"Lý do nằm trong nhật ký của hệ thống; hãy báo người quản trị", "The hub's log says why; tell its operator"}};
}

// One violation as clients see it; texts from files may be no UTF-8.
boost::json::object violation_json(const Violation& violation) {
  std::string message;
  repair_utf8(violation.message, message);
  return {{"file", violation.file}, {"line", violation.line}, {"message", message}};
}

Response problem_response(const Refusal& refusal, Language language) {
  const Row& row = row_of(refusal.trouble());
  std::string detail;
  repair_utf8(in(language, refusal.detail()), detail);
  boost::json::object problem{{"type", std::string("urn:lienthong:problem:").append(row.code)},
                              {"title", language == Language::vi ? row.vi : row.en},
                              {"status", row.status},
                              {"detail", detail}};
  if (!refusal.violations().empty()) {
    auto& list = problem["violations"].emplace_array();
    for (const Violation& each : refusal.violations()) list.push_back(violation_json(each));
  }
  Response response{.status = row.status,
                    .headers = {{"Content-Type", "application/problem+json; charset=utf-8"},
                                {"Content-Language", std::string(to_string(language))}},
                    .body = boost::json::serialize(problem)};
  if (row.status == 401) response.headers.push_back({"WWW-Authenticate", "Bearer realm=\"lienthong\""});
  for (const HttpHeader& header : refusal.headers()) response.headers.push_back(header);
  return response;
}

}  // namespace lt::api
