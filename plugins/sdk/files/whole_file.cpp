// Writing, fsync and rename by POSIX.
#include <fcntl.h>
#include <lienthong/files/whole_file.hpp>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace lt::files {
namespace {

[[noreturn]] void fail(const char* what, const std::filesystem::path& file) {
  throw std::filesystem::filesystem_error(what, file, std::error_code(errno, std::generic_category()));
}

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& file, int flags) : file_(file), number_(::open(file.c_str(), flags, 0640)) {
    if (number_ < 0) fail("cannot be opened", file_);
  }
  ~Descriptor() { ::close(number_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto written = ::write(number_, bytes.data(), bytes.size());
      if (written < 0 && errno != EINTR) fail("cannot be written", file_);
      if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void make_safe() const {
    // Some network shares know no fsync of a folder; they say EINVAL.
    if (::fsync(number_) != 0 && errno != EINVAL) fail("cannot be made safe on the disk", file_);
  }

 private:
  std::filesystem::path file_;
  int number_;
};

}  // namespace

void publish(const std::filesystem::path& part, const std::filesystem::path& file) {
  Descriptor(part, O_RDONLY | O_CLOEXEC).make_safe();
  std::filesystem::rename(part, file);
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  Descriptor(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC).make_safe();
}

void put_file(const std::filesystem::path& part, const std::filesystem::path& file, std::string_view content) {
  Descriptor(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC).write(content);
  publish(part, file);
}

}  // namespace lt::files
