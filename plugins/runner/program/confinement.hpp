// What a runner gives up before it loads the connector: memory, files, the network, other processes.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace lt::runner {

struct Allowance {
  std::size_t memory_bytes = 0;       // of address space
  std::vector<std::string> readable;  // files and folders
  std::vector<std::string> writable;
};

// For good, for this thread and all that follow; to be called while there is one. Gives what could not be taken away,
// a phrase each: "files: the kernel has no Landlock".
std::vector<std::string> confine(Allowance allowance);

}  // namespace lt::runner
