// What every C function that a plugin calls begins with: its arguments checked, its exceptions kept.
#pragma once

#include "plugin_host/call_host.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

namespace lt::plugin_host {

inline bool is_sound(lt_bytes text) { return text.data != nullptr || text.size == 0; }

// A struct that the plugin filled, as far as the plugin knows it; the rest is zero. None where it is shorter than
// `first_size`, what the first version of its header holds.
template <class Struct>
std::optional<Struct> copy_of(const Struct* given, std::size_t first_size) {
  if (!given || given->size < first_size) return std::nullopt;
  Struct copy{};
  std::memcpy(&copy, given, std::min(given->size, sizeof(Struct)));
  return copy;
}

// Runs `work(host, call)`. An lt::Error becomes its status and the explanation; anything else is a defect.
template <class Work>
lt_status serve(CallHost& host, const char* function, Work&& work) noexcept {
  Call* call = nullptr;
  try {
    call = host.call_here(function);
    if (!call) return LT_FAILED;
    return work(host, *call);
  } catch (const Error& error) {
    if (!call) return LT_FAILED;
    call->explanation = error.what();
    if (error.kind() == ErrorKind::cancelled) call->told_cancelled = true;
    return status_of(error.kind());
  } catch (const std::exception& error) {
    if (call) call->explanation = error.what();
    return LT_FAILED;
  }
}

}  // namespace lt::plugin_host
