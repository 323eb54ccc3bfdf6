// Why a call ends early: thrown anywhere in a connector, turned into a status of the contract at its edge.
#pragma once

#include <lienthong/plugin.h>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace lt::sdk {

using std::chrono::milliseconds;

inline lt_bytes bytes(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view view(lt_bytes text) { return {text.data, text.size}; }

class Failure : public std::runtime_error {
 public:
  Failure(lt_status status, const std::string& message, std::optional<milliseconds> retry_after = std::nullopt)
      : std::runtime_error(message), status_(status), retry_after_(retry_after) {}

  lt_status status() const { return status_; }
  std::optional<milliseconds> retry_after() const { return retry_after_; }

 private:
  lt_status status_;
  std::optional<milliseconds> retry_after_;
};

// The system does not answer or asks for patience: the hub backs off.
inline Failure unavailable(const std::string& message, std::optional<milliseconds> retry_after = std::nullopt) {
  return {LT_UNAVAILABLE, message, retry_after};
}
// The credentials are refused: the flow pauses until they change.
inline Failure denied(const std::string& message) { return {LT_DENIED, message}; }
// The settings cannot work: the flow pauses until they change.
inline Failure misconfigured(const std::string& message) { return {LT_MISCONFIGURED, message}; }
inline Failure unsupported(const std::string& message) { return {LT_UNSUPPORTED, message}; }
// A defect, of the connector or of the system's answers.
inline Failure failed(const std::string& message) { return {LT_FAILED, message}; }

// Throws what a function of the host answered; the host has explained itself already.
inline void require_ok(lt_status status) {
  if (status != LT_OK) throw Failure(status, "");
}

// Runs `work`; no exception leaves. The text of what was thrown becomes the explanation.
template <class Work>
lt_status guard(const lt_host* host, Work&& work) noexcept {
  const auto explain = [host](std::string_view message, long long retry_after_ms) {
    if (!message.empty()) host->explain(host, bytes(message), retry_after_ms);
  };
  try {
    work();
    return LT_OK;
  } catch (const Failure& failure) {
    explain(failure.what(), failure.retry_after() ? failure.retry_after()->count() : -1);
    return failure.status();
  } catch (const std::exception& error) {
    explain(error.what(), -1);
  } catch (...) {
    explain("the connector threw something that is no std::exception", -1);
  }
  return LT_FAILED;
}

}  // namespace lt::sdk
