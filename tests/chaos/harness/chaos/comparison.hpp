// What must be true after every disaster: the hub is as one to which nothing happened, and so are its partners.
#pragma once

#include "chaos/province.hpp"

#include <cstdint>
#include <set>
#include <string>

namespace lt::chaos {

// What a hub comes to that nobody disturbs, its store in a file whatever the store of the others.
struct Peace {
  std::string dump;
  std::set<std::string> letters;  // flow, key and first reason
  std::set<std::string> persons;  // as the app holds them
  std::int64_t held = 0;          // records in the app
};

// Made once a process.
const Peace& peace();

// Runs by hand whatever may still be due.
void finish(const scenario::Installation& hub);

// After finish(): dump and dead letters are those of peace(), every ledger balances, `store check` finds no problem,
// the app holds everything and was given nothing twice as new.
void check_nothing_lost(Province& province);

}  // namespace lt::chaos
