// A file in memory for libraries that want a path.
#pragma once

#include <string>
#include <string_view>

namespace lt::report {

class MemoryFile {
 public:
  // Throws Error{failed} where the system gives none.
  explicit MemoryFile(std::string_view bytes = {});
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const;  // in this process only
  std::string read() const;

 private:
  int descriptor_;
};

}  // namespace lt::report
