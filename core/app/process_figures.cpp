// Reading /proc/self/stat (proc(5)), getrusage and getrlimit.
#include "app/process_figures.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace lt::app {
namespace {

namespace fs = std::filesystem;

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

// The value behind `key` of a file of lines "key value"; 0 where there is none.
std::int64_t valued(const char* file, const std::string& key) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(key)) return std::stoll(line.substr(key.size()));
  return 0;
}

void read_stat(ProcessFigures& figures) {
  std::ifstream in("/proc/self/stat");
  std::string line;
  if (!std::getline(in, line)) return;
  // The second field is the program's name between brackets, which may hold anything.
  std::istringstream fields(line.substr(line.rfind(')') + 1));
  constexpr int threads = 20;
  constexpr int start = 22;
  constexpr int size = 23;
  constexpr int pages = 24;
  std::string word;
  for (int field = 3; field <= pages && fields >> word; ++field) {
    if (field == threads) figures.threads = std::stoll(word);
    if (field == start)
      figures.started = static_cast<double>(valued("/proc/stat", "btime ")) +
                        std::stod(word) / static_cast<double>(sysconf(_SC_CLK_TCK));
    if (field == size) figures.virtual_bytes = std::stoll(word);
    if (field == pages) figures.resident_bytes = std::stoll(word) * sysconf(_SC_PAGESIZE);
  }
}

std::int64_t open_files() {
  std::error_code error;
  const fs::directory_iterator handles("/proc/self/fd", error);
  return error ? 0 : std::distance(begin(handles), end(handles));
}

}  // namespace

ProcessFigures process_figures() {
  ProcessFigures figures;
  rusage used{};
  if (getrusage(RUSAGE_SELF, &used) == 0) figures.cpu_seconds = seconds(used.ru_utime) + seconds(used.ru_stime);
  read_stat(figures);
  figures.open_files = open_files();
  rlimit most{};
  if (getrlimit(RLIMIT_NOFILE, &most) == 0 && most.rlim_cur != RLIM_INFINITY)
    figures.most_files = static_cast<std::int64_t>(most.rlim_cur);
  return figures;
}

}  // namespace lt::app
