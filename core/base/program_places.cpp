// The build folder and an installed system, told apart by what is there.
#include "base/program_places.hpp"

#include <cstdlib>

namespace lt {
namespace {

namespace fs = std::filesystem;

// Empty where the machine does not say.
fs::path own_folder() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).parent_path();
}

fs::path first_there(const fs::path& one, const fs::path& other) {
  std::error_code error;
  return (fs::exists(one, error) ? one : other).lexically_normal();
}

}  // namespace

fs::path companion_program(std::string_view name) {
  return first_there(own_folder() / name, own_folder() / "../lib/lienthong" / name);
}

fs::path companion_folder(std::string_view name) {
  return first_there(own_folder() / ".." / name, own_folder() / "../lib/lienthong" / name);
}

fs::path shared_file(std::string_view name) {
  if (const char* folder = std::getenv("LIENTHONG_SHARE"); folder != nullptr && *folder != 0)
    return fs::path(folder) / name;
  return first_there(own_folder() / "../share/lienthong" / name, own_folder() / "../share" / name);
}

}  // namespace lt
