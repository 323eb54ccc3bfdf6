// The one place where Set-Cookie is written.
#include "app/resources/cookies.hpp"

#include "api/service.hpp"

namespace lt::app {

api::HttpHeader set_cookie(const api::Call& call, std::string_view name, std::string_view value,
                           std::string_view attributes) {
  std::string text(name);
  text.append("=").append(value).append("; Path=/; HttpOnly").append(attributes);
  if (call.request.secure) text += "; Secure";
  return {"Set-Cookie", std::move(text)};
}

api::HttpHeader set_session_cookie(const api::Call& call, std::string_view token) {
  return set_cookie(call, api::session_cookie(call.request.secure), token, "; SameSite=Strict");
}

api::HttpHeader end_session_cookie(const api::Call& call) {
  return set_cookie(call, api::session_cookie(call.request.secure), "", "; SameSite=Strict; Max-Age=0");
}

}  // namespace lt::app
