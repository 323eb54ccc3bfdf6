// The program, by the machine's clock.
#include "app/run_program.hpp"

int main(int count, char** values) {
  const lt::SystemClock clock;
  return lt::app::run_program(count, values, clock);
}
