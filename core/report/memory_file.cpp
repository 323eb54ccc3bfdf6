// memfd_create(2), reached by its name under /proc.
#include "report/memory_file.hpp"

#include "base/error.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace lt::report {

MemoryFile::MemoryFile(std::string_view bytes) : descriptor_(::memfd_create("lienthong-report", MFD_CLOEXEC)) {
  if (descriptor_ < 0) {
    throw Error(ErrorKind::failed, std::string("no memory for a report's file: ") + std::strerror(errno));
  }
  std::ofstream(path(), std::ios::binary) << bytes;
}

MemoryFile::~MemoryFile() { ::close(descriptor_); }

std::string MemoryFile::path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

std::string MemoryFile::read() const {
  std::ifstream in(path(), std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

}  // namespace lt::report
