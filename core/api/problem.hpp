// Why a request is not served, as application/problem+json (RFC 9457) in the reader's language.
#pragma once

#include "api/language.hpp"
#include "api/message.hpp"
#include "base/error.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace lt::api {

enum class Trouble : std::uint8_t {
  bad_request,
  not_signed_in,
  forbidden,
  forged,  // a write without the page's token
  password_change_required,
  code_required,
  not_found,
  method_not_allowed,
  conflict,
  precondition_failed,    // the client knows a former state
  precondition_required,  // the client says not which state it knows
  unsupported_media_type,
  not_acceptable_content,  // understood, but cannot be done: 422
  too_many_tries,
  failed,
  unavailable,
};

int status_of(Trouble trouble);
std::string_view code_of(Trouble trouble);  // last part of the problem's type
// Every trouble's code, for the document.
std::vector<std::string> trouble_codes();

// Thrown by handlers; what() is the English detail.
class Refusal : public std::exception {
 public:
  Refusal(Trouble trouble, model::Label detail, std::vector<HttpHeader> headers = {})
      : trouble_(trouble), detail_(std::move(detail)), headers_(std::move(headers)) {}
  // With what is wrong in files, line by line.
  Refusal(Trouble trouble, model::Label detail, std::vector<Violation> violations)
      : trouble_(trouble), detail_(std::move(detail)), violations_(std::move(violations)) {}
  // What the hub's rooms threw. A defect is told without its words, which stand in the log.
  static Refusal of(const Error& error);

  const char* what() const noexcept override { return detail_.en.c_str(); }
  Trouble trouble() const { return trouble_; }
  const model::Label& detail() const { return detail_; }
  const std::vector<HttpHeader>& headers() const { return headers_; }
  const std::vector<Violation>& violations() const { return violations_; }

 private:
  Trouble trouble_;
  model::Label detail_;
  std::vector<HttpHeader> headers_;
  std::vector<Violation> violations_;
};

boost::json::object violation_json(const Violation& violation);
Response problem_response(const Refusal& refusal, Language language);

}  // namespace lt::api
