// The program as a process: all of it but the clock it goes by, which tests set.
#pragma once

#include "base/clock.hpp"

namespace lt::app {

// What main() gives back. One command line, stopped by SIGINT or SIGTERM. Once a process, before it has other threads.
int run_program(int count, char** values, const Clock& clock);

}  // namespace lt::app
