// What this process uses, as the kernel tells it.
#pragma once

#include <cstdint>

namespace lt::app {

struct ProcessFigures {
  double cpu_seconds = 0;  // user and system
  std::int64_t resident_bytes = 0;
  std::int64_t virtual_bytes = 0;
  std::int64_t threads = 0;
  std::int64_t open_files = 0;
  std::int64_t most_files = 0;  // that it may open; 0: no limit
  double started = 0;           // seconds since 1970
};

// Zeros where the machine has no /proc.
ProcessFigures process_figures();

}  // namespace lt::app
