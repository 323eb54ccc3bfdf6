// Eight bytes that two processes share.
#include "chaos/moved_clock.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>

namespace lt::chaos {
namespace {
constexpr const char* name_of_file = "LT_CHAOS_CLOCK";
}

ClockFile::ClockFile(const std::filesystem::path& file) {
  open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC);
  ::setenv(name_of_file, file.c_str(), 1);
}

ClockFile::ClockFile() {
  const char* file = std::getenv(name_of_file);
  if (!file) throw std::runtime_error(std::string(name_of_file) + " does not name the clock's file");
  open(file, O_RDWR | O_CLOEXEC);
}

ClockFile::~ClockFile() { ::munmap(shared_, sizeof *shared_); }

void ClockFile::open(const char* file, int flags) {
  const int handle = ::open(file, flags, 0600);
  const bool whole = handle >= 0 && ::ftruncate(handle, sizeof *shared_) == 0;
  void* const mapped =
      whole ? ::mmap(nullptr, sizeof *shared_, PROT_READ | PROT_WRITE, MAP_SHARED, handle, 0) : MAP_FAILED;
  const std::string why = std::strerror(errno);
  if (handle >= 0) ::close(handle);
  if (mapped == MAP_FAILED) throw std::runtime_error(std::string("cannot share the clock ") + file + ": " + why);
  shared_ = static_cast<std::int64_t*>(mapped);
}

void ClockFile::set_ahead(Milliseconds time) { std::atomic_ref(*shared_).store(time); }
Milliseconds ClockFile::ahead() const { return std::atomic_ref(*shared_).load(); }

}  // namespace lt::chaos
