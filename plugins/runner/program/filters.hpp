// What the kernel refuses a runner without any right of its own: files by Landlock, system calls by seccomp.
#pragma once

#include "confinement.hpp"

namespace lt::runner {

// False where the kernel has none of it.
bool filter_files(const Allowance& allowance);
bool filter_system_calls();

}  // namespace lt::runner
