// Starting a program with nothing of the hub's but the descriptors it is given.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace lt::plugin_host {

struct SpawnOrder {
  std::filesystem::path program;
  std::vector<std::string> arguments = {};  // besides its name
  std::span<const int> descriptors = {};    // become 3, 4 … of the child
  int output = -1;                          // its standard output; -1: nowhere
  int errors = -1;                          // its standard error; -1: nowhere
};

// A process that leads its group, with an empty environment. It may ask to die with the thread that made it
// (PR_SET_PDEATHSIG): that one lives as long as this process. Throws lt::Error.
pid_t spawn(const SpawnOrder& order);

}  // namespace lt::plugin_host
