// The editor is a child of the shell, which takes its words apart ("code --wait") as it does those typed to it.
#include "app/editor.hpp"

#include "base/error.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace lt::app {
namespace {

namespace fs = std::filesystem;

fs::path folder_in_memory() {
  for (const char* folder : {static_cast<const char*>(std::getenv("XDG_RUNTIME_DIR")), "/dev/shm"})
    if (folder != nullptr && ::access(folder, W_OK | X_OK) == 0) return folder;
  return fs::temp_directory_path();
}

class PrivateFile {
 public:
  explicit PrivateFile(const std::string& text) : name_((folder_in_memory() / "lienthong-XXXXXX.json").string()) {
    constexpr int suffix = 5;
    const int descriptor = ::mkostemps(name_.data(), suffix, O_CLOEXEC);  // 0600
    const bool written =
        descriptor >= 0 && ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    const int reason = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (written) return;
    std::error_code ignored;
    fs::remove(name_, ignored);
    throw Error(ErrorKind::denied, "the record cannot be written to " + name_ + ": " + std::strerror(reason));
  }
  ~PrivateFile() {
    std::error_code ignored;
    fs::remove(name_, ignored);
  }
  PrivateFile(const PrivateFile&) = delete;
  PrivateFile& operator=(const PrivateFile&) = delete;

  const std::string& name() const { return name_; }
  std::string read() const {
    std::ifstream in(name_, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

 private:
  std::string name_;
};

void run_editor(const std::string& file) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::execl("/bin/sh", "sh", "-c", R"(eval "exec ${VISUAL:-${EDITOR:-vi}} \"\$1\"")", "sh", file.c_str(),
            static_cast<char*>(nullptr));
    ::_exit(127);
  }
  int status = 0;
  while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (child < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw Error(ErrorKind::failed, "the editor did not end well, so nothing was changed; name yours in EDITOR");
}

}  // namespace

std::string edited(const std::string& text) {
  const PrivateFile file(text);
  run_editor(file.name());
  return file.read();
}

}  // namespace lt::app
