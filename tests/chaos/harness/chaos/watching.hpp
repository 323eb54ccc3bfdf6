// A hub in a disaster: watched until something is so, killed, or left in peace.
#pragma once

#include "harness/child.hpp"
#include "harness/installation.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <random>
#include <string>

namespace lt::chaos {

// Says why and ends the program with the code that CTest takes for "skipped". Only before anything was checked.
[[noreturn]] void skip(const std::string& reason);

// Moments of this run: from LT_CHAOS_SEED where it is set, else from chance; printed either way.
std::mt19937_64 seeded();
std::chrono::milliseconds moment_within(std::mt19937_64& random, std::chrono::milliseconds most);

// `lienthong serve` that has read its configuration and runs flows.
scenario::Child serve(const scenario::Installation& hub);
// Fails the test where the hub ends by itself or it is not so after `most`.
void serves_until(scenario::Child& serving, const std::string& what, const std::function<bool()>& so,
                  std::chrono::milliseconds most = std::chrono::minutes(2));
// Lets it serve for so long: a moment that no partner can see.
void serves_for(scenario::Child& serving, std::chrono::milliseconds time);
int times_said(const scenario::Child& serving, const std::string& words);

void kill_now(scenario::Child& serving);
// The same for one that may have been ended already, by SIGBUS at a page that has no disk.
void end_now(scenario::Child& serving);
// SIGTERM, which it obeys.
void stop(scenario::Child& serving);

}  // namespace lt::chaos
