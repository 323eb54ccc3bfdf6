// Limits, namespaces, capabilities, and then the two filters that need none of them.
#include "confinement.hpp"

#include "filters.hpp"

#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace lt::runner {
namespace {

constexpr const char* own_folder = "/dev/shm";
constexpr int behind_the_hub = 19;  // of nice: a core goes to a runner where the hub has no use for it

void limit(__rlimit_resource resource, rlim_t value) {
  const rlimit limits{value, value};
  setrlimit(resource, &limits);
}

bool write_file(const char* path, const std::string& text) {
  const int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool written = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  close(file);
  return written;
}

// A network, messages and mounts of its own, with nothing in them. As the same user, so that its files stay its own.
bool leave_namespaces() {
  constexpr int spaces = CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWNS;
  const std::string user = std::to_string(geteuid());
  const std::string group = std::to_string(getegid());
  if (unshare(CLONE_NEWUSER | spaces) != 0) return unshare(spaces) == 0;
  write_file("/proc/self/setgroups", "deny");
  write_file("/proc/self/uid_map", user + " " + user + " 1");
  write_file("/proc/self/gid_map", group + " " + group + " 1");
  return true;
}

// A folder of its own for what is too large for memory, seen by nobody else and gone with it. Needs the namespaces.
bool make_own_folder() {
  return mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         mount("runner", own_folder, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=256m,mode=700") == 0;
}

bool drop_capabilities() {
  __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  __user_cap_data_struct none[2] = {};
  return syscall(SYS_capset, &header, none) == 0;
}

}  // namespace

std::vector<std::string> confine(Allowance allowance) {
  std::vector<std::string> open_doors;
  setpriority(PRIO_PROCESS, 0, behind_the_hub);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_NOFILE, 256);
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  open_doors.emplace_back("memory: a build with sanitizers needs all of the address space");
#else
  limit(RLIMIT_AS, allowance.memory_bytes);
#endif
  const bool own_namespaces = leave_namespaces();
  if (own_namespaces && make_own_folder()) {
    allowance.writable.emplace_back(own_folder);
    setenv("TMPDIR", own_folder, 1);
  } else {
    open_doors.emplace_back("files: the kernel gives it no folder of its own for temporary ones");
  }
  if (!drop_capabilities()) open_doors.emplace_back("rights: the capabilities stay");
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) open_doors.emplace_back("rights: no_new_privs is refused");
  if (!filter_files(allowance)) open_doors.emplace_back("files: the kernel has no Landlock");
  const bool filtered = filter_system_calls();
  if (!filtered) open_doors.emplace_back("processes: the kernel takes no seccomp filter");
  if (!filtered && !own_namespaces) {
    open_doors.emplace_back("network: the kernel gives no network namespace and takes no seccomp filter");
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // last: a change of rights forgets it
  return open_doors;
}

}  // namespace lt::runner
