// A request to each line of the table that is answered with good; contract_test writes them down.
#pragma once

#include "api_world.hpp"

#include <string>
#include <vector>

namespace lt::app::test {

struct Example {
  const char* operation;
  std::string target;
  std::string body = {};
  std::vector<api::HttpHeader> headers = {};
};

// In an order in which each finds what it needs. Those that send a browser on are none of them.
std::vector<Example> examples(World& world);

}  // namespace lt::app::test
