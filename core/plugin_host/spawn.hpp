// Starting a program with nothing of the hub's but the descriptors it is given.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <span>

namespace lt::plugin_host {

// `descriptors` become 3, 4 … of the child, `errors` its standard error; its environment is empty. The child may ask to
// die with the thread that made it (PR_SET_PDEATHSIG): that one lives as long as this process. Throws lt::Error.
pid_t spawn(const std::filesystem::path& program, std::span<const int> descriptors, int errors);

}  // namespace lt::plugin_host
