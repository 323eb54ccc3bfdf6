// A new file beside the old one, synced, then renamed, then the folder synced.
#include "base/whole_file.hpp"

#include "base/error.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace lt {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void cannot_write(const fs::path& file, int reason) {
  throw Error(ErrorKind::denied, "the file " + file.string() + " cannot be written: " +
                                     std::generic_category().message(reason) + "; let the hub's user write its folder");
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

void sync_folder(const fs::path& file) {
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool kept = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int reason = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!kept) cannot_write(file, reason);
}

}  // namespace

void write_whole(const fs::path& file, std::string_view text, fs::perms mode) {
  std::string made = file.string() + ".XXXXXX";
  const int descriptor = ::mkostemp(made.data(), O_CLOEXEC);  // 0600
  if (descriptor < 0) cannot_write(file, errno);
  const bool written =
      ::fchmod(descriptor, static_cast<mode_t>(mode)) == 0 && write_all(descriptor, text) && ::fsync(descriptor) == 0;
  const int reason = errno;
  ::close(descriptor);
  if (!written || ::rename(made.c_str(), file.c_str()) != 0) {
    const int why = written ? errno : reason;
    ::unlink(made.c_str());
    cannot_write(file, why);
  }
  sync_folder(file);
}

}  // namespace lt
