// flock for the hub, /proc for the owners of runs: a pid alone may have been given to another process since.
#include "store/store_lock.hpp"

#include "base/error.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <mutex>
#include <set>
#include <sstream>

namespace lt::store {

namespace {

// Field 22 of /proc/<pid>/stat: when the process started, in clock ticks since boot; empty where there is none.
std::string start_of(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/stat");
  std::string line;
  if (!std::getline(file, line)) return {};
  const std::size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) return {};
  std::istringstream fields(line.substr(name_end + 1));
  std::string field;
  for (int number = 3; number <= 22; ++number) fields >> field;
  return field;
}

std::string this_process() {
  const std::string pid = std::to_string(::getpid());
  return pid + ":" + start_of(pid) + ":";
}

std::mutex live_mutex;
std::set<std::string, std::less<>>& live_marks() {
  static std::set<std::string, std::less<>> marks;
  return marks;
}

}  // namespace

StoreLock::StoreLock(const std::filesystem::path& store) {
  const std::string path = store.string() + ".lock";
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (file_ < 0)
    throw Error(ErrorKind::denied, "store " + store.string() + ": cannot make " + path + ": " + std::strerror(errno) +
                                       "; give this user the right to write there");
  if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
    char pid[16] = {};
    const auto size = ::pread(file_, pid, sizeof pid - 1, 0);
    ::close(file_);
    throw Error(ErrorKind::unavailable, "store " + store.string() + ": is served already by process " +
                                            (size > 0 ? std::string(pid) : "unknown") +
                                            "; stop that hub first, or use another store");
  }
  const std::string pid = std::to_string(::getpid());
  if (::ftruncate(file_, 0) != 0 || ::pwrite(file_, pid.data(), pid.size(), 0) < 0) {
    ::close(file_);
    throw Error(ErrorKind::unavailable, "store " + store.string() + ": cannot write " + path);
  }
}

StoreLock::~StoreLock() { ::close(file_); }

Owner::Owner() {
  static int number = 0;
  const std::lock_guard guard(live_mutex);
  mark_ = this_process() + std::to_string(++number);
  live_marks().insert(mark_);
}

Owner::~Owner() {
  const std::lock_guard guard(live_mutex);
  live_marks().erase(mark_);
}

bool Owner::alive(std::string_view mark) {
  if (mark.starts_with(this_process())) {
    const std::lock_guard guard(live_mutex);
    return live_marks().contains(mark);
  }
  const std::size_t first = mark.find(':');
  const std::size_t second = mark.find(':', first + 1);
  if (second == std::string_view::npos) return false;
  const std::string start = start_of(std::string(mark.substr(0, first)));
  return !start.empty() && start == mark.substr(first + 1, second - first - 1);
}

}  // namespace lt::store
