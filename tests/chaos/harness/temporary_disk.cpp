// A mount namespace, mkfs, mount and the kernel's own ways to hurt a file system.
#include "chaos/temporary_disk.hpp"

#include <fcntl.h>
#include <linux/fs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>

namespace lt::chaos {

namespace fs = std::filesystem;

namespace {

// EXT4_IOC_SHUTDOWN, which no header of the system's has; as in the kernel's Documentation and e2fsprogs.
constexpr unsigned long shut_down = _IOR('X', 125, std::uint32_t);
constexpr std::uint32_t without_writing_the_journal = 2;

std::string because() { return std::strerror(errno); }

// From here on, mounts of this process are seen by it and its children only.
void have_mounts_of_our_own() {
  static bool done = false;
  if (done) return;
  if (::unshare(CLONE_NEWNS) != 0) throw std::runtime_error("this user may not have mounts of its own: " + because());
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    throw std::runtime_error("mounts cannot be made private here: " + because());
  done = true;
}

bool succeeds(const std::string& line) { return std::system((line + " >/dev/null 2>&1").c_str()) == 0; }

fs::path new_folder() {
  std::string pattern = (fs::temp_directory_path() / "lienthong-disk-XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw std::runtime_error("there is no temporary folder: " + because());
  return pattern;
}

// A folder opened, for what the kernel does with the whole file system below it.
class Folder {
 public:
  explicit Folder(const fs::path& path) : handle_(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (handle_ < 0) throw std::runtime_error("cannot open " + path.string() + ": " + because());
  }
  ~Folder() { ::close(handle_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void sync() const {
    if (::syncfs(handle_) != 0) throw std::runtime_error("cannot sync the disk: " + because());
  }
  template <class Argument>
  void order(unsigned long request, Argument argument, const char* what) const {
    if (::ioctl(handle_, request, argument) != 0) throw std::runtime_error(std::string(what) + ": " + because());
  }

 private:
  int handle_;
};

}  // namespace

std::string TemporaryDisk::why_not() {
  try {
    const TemporaryDisk tried(8);
    return "";
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

TemporaryDisk::TemporaryDisk(int megabytes) : TemporaryDisk(new_folder(), megabytes) { own_folder_ = true; }

TemporaryDisk::TemporaryDisk(const fs::path& folder, int megabytes)
    : folder_(folder), image_(folder.string() + ".img") {
  have_mounts_of_our_own();
  std::ofstream(image_).close();
  fs::resize_file(image_, static_cast<std::uintmax_t>(megabytes) << 20U);
  if (!succeeds("mkfs.ext4 -q -m 0 " + image_.string()))
    throw std::runtime_error("mkfs.ext4 is not installed or refuses");
  mount();
}

TemporaryDisk::~TemporaryDisk() {
  if (::umount2(folder_.c_str(), 0) != 0) ::umount2(folder_.c_str(), MNT_DETACH);
  std::error_code ignored;
  fs::remove(image_, ignored);
  if (own_folder_) fs::remove(folder_, ignored);
}

void TemporaryDisk::mount() {
  if (!succeeds("mount -o loop,errors=remount-ro " + image_.string() + " " + folder_.string()))
    throw std::runtime_error("this machine mounts no ext4 in a file (no loop device, or not allowed)");
}

void TemporaryDisk::unmount() const {
  if (::umount2(folder_.c_str(), 0) != 0)
    throw std::runtime_error("cannot unmount " + folder_.string() + ": " + because());
}

void TemporaryDisk::fill() const {
  const int file = ::open(ballast().c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) throw std::runtime_error("cannot make " + ballast().string() + ": " + because());
  off_t taken = 0;
  for (off_t piece = 64 << 20; piece >= 1024;) {
    if (::fallocate(file, 0, taken, piece) == 0)
      taken += piece;
    else
      piece /= 2;
  }
  const bool full = errno == ENOSPC;
  ::close(file);
  if (!full) throw std::runtime_error("the disk does not become full: " + because());
}

void TemporaryDisk::make_room() const { fs::remove(ballast()); }

void TemporaryDisk::sync() const { Folder(folder_).sync(); }
void TemporaryDisk::hang() const { Folder(folder_).order(FIFREEZE, 0, "cannot make the disk hang"); }
void TemporaryDisk::go_on() const { Folder(folder_).order(FITHAW, 0, "cannot let the disk go on"); }

fs::path TemporaryDisk::trigger_of_errors() const {
  struct stat about{};
  if (::stat(folder_.c_str(), &about) != 0) throw std::runtime_error("cannot look at " + folder_.string());
  const fs::path device = fs::read_symlink("/sys/dev/block/" + std::to_string(major(about.st_dev)) + ":" +
                                           std::to_string(minor(about.st_dev)));
  return "/sys/fs/ext4" / device.filename() / "trigger_fs_error";
}

bool TemporaryDisk::can_fail() const { return ::access(trigger_of_errors().c_str(), W_OK) == 0; }

void TemporaryDisk::fail() const {
  std::ofstream trigger(trigger_of_errors());
  trigger << "chaos" << std::flush;
  if (!trigger) throw std::runtime_error("cannot make the disk fail");
}

void TemporaryDisk::cut_power() const {
  std::uint32_t how = without_writing_the_journal;
  Folder(folder_).order(shut_down, &how, "cannot cut the power of the disk");
}

void TemporaryDisk::mount_again() {
  unmount();
  mount();
}

Hang::~Hang() {
  try {
    disk_.go_on();
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
  }
}

DiskOfHub::DiskOfHub(Province& province) : TemporaryDisk(province.hub().folder() / "var", 256) {
  fs::create_directories(province.hub().lists());
  province.write_the_list();
  sync();
}

}  // namespace lt::chaos
