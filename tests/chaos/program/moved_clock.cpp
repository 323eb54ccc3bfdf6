// The hub's program by a clock that a test sets: the same parts, another main().
#include "chaos/moved_clock.hpp"

#include "app/run_program.hpp"

int main(int count, char** values) {
  const lt::chaos::MovedClock clock;
  return lt::app::run_program(count, values, clock);
}
