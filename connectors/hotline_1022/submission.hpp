// A report that an app posts: read, held against the service it names, numbered.
#pragma once

#include <lienthong/sdk.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hotline_1022 {

// What the caller did wrong, with the status that says it.
struct Refusal : std::runtime_error {
  Refusal(int code_, const std::string& description) : std::runtime_error(description), code(code_) {}
  int code;
};

// The members of a form or of a JSON object, attribute[x] under "attribute". Throws Refusal.
lt::sdk::json::object members_of(const lt::sdk::Incoming& request);

// The record of a report to `service` made at `now`, or Refusal.
lt::sdk::json::object report_of(const lt::sdk::json::object& members, const lt::sdk::Settings& service,
                                const std::string& number, std::int64_t now);

// A moment as the convention writes it.
std::string moment_text(std::int64_t moment);

}  // namespace hotline_1022
