// Landlock has no wrapper in the C library yet; seccomp has libseccomp.
#include "filters.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <memory>

namespace lt::runner {
namespace {

// All that the first version knows: 13 rights. Later ones are asked for by the version that the kernel has.
constexpr std::uint64_t first_rights = (1u << 13) - 1;
constexpr std::uint64_t refer_right = 1u << 13;
constexpr std::uint64_t truncate_right = 1u << 14;
constexpr std::uint64_t rights_of_a_file =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | truncate_right;
constexpr std::uint64_t reading =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;

std::uint64_t rights_of(long version) {
  return first_rights | (version >= 2 ? refer_right : 0) | (version >= 3 ? truncate_right : 0);
}

// What is not there cannot be opened anyway.
void allow(int rules, const std::string& path, std::uint64_t rights) {
  const int place = open(path.c_str(), O_PATH | O_CLOEXEC);
  if (place < 0) return;
  struct stat status{};
  if (fstat(place, &status) == 0 && !S_ISDIR(status.st_mode)) rights &= rights_of_a_file;
  landlock_path_beneath_attr rule{};
  rule.allowed_access = rights;
  rule.parent_fd = place;
  syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  close(place);
}

// What would make another process, reach one, reach the network, or change what the kernel holds for others.
constexpr int refused[] = {SCMP_SYS(fork),
                           SCMP_SYS(vfork),
                           SCMP_SYS(execve),
                           SCMP_SYS(execveat),
                           SCMP_SYS(kill),
                           SCMP_SYS(pidfd_open),
                           SCMP_SYS(pidfd_getfd),
                           SCMP_SYS(pidfd_send_signal),
                           SCMP_SYS(rt_sigqueueinfo),
                           SCMP_SYS(ptrace),
                           SCMP_SYS(process_vm_readv),
                           SCMP_SYS(process_vm_writev),
                           SCMP_SYS(kcmp),
                           SCMP_SYS(socket),
                           SCMP_SYS(socketpair),
                           SCMP_SYS(connect),
                           SCMP_SYS(bind),
                           SCMP_SYS(listen),
                           SCMP_SYS(accept),
                           SCMP_SYS(accept4),
                           SCMP_SYS(io_uring_setup),
                           SCMP_SYS(io_uring_enter),
                           SCMP_SYS(io_uring_register),
                           SCMP_SYS(setrlimit),
                           SCMP_SYS(setsid),
                           SCMP_SYS(setpgid),
                           SCMP_SYS(unshare),
                           SCMP_SYS(setns),
                           SCMP_SYS(mount),
                           SCMP_SYS(umount2),
                           SCMP_SYS(pivot_root),
                           SCMP_SYS(chroot),
                           SCMP_SYS(open_by_handle_at),
                           SCMP_SYS(bpf),
                           SCMP_SYS(perf_event_open),
                           SCMP_SYS(userfaultfd),
                           SCMP_SYS(keyctl),
                           SCMP_SYS(add_key),
                           SCMP_SYS(request_key),
                           SCMP_SYS(init_module),
                           SCMP_SYS(finit_module),
                           SCMP_SYS(delete_module),
                           SCMP_SYS(kexec_load),
                           SCMP_SYS(reboot),
                           SCMP_SYS(swapon),
                           SCMP_SYS(swapoff),
                           SCMP_SYS(settimeofday),
                           SCMP_SYS(clock_settime),
                           SCMP_SYS(adjtimex),
                           SCMP_SYS(syslog),
                           SCMP_SYS(personality),
                           SCMP_SYS(shmget),
                           SCMP_SYS(msgget),
                           SCMP_SYS(semget)};

struct Release {
  void operator()(void* filter) const { seccomp_release(filter); }
};

}  // namespace

bool filter_files(const Allowance& allowance) {
  const long version = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return false;
  const std::uint64_t rights = rights_of(version);
  landlock_ruleset_attr attributes{};
  attributes.handled_access_fs = rights;
  const auto rules = static_cast<int>(syscall(SYS_landlock_create_ruleset, &attributes, sizeof(attributes), 0));
  if (rules < 0) return false;
  for (const auto& path : allowance.readable) allow(rules, path, reading);
  for (const auto& path : allowance.writable) allow(rules, path, rights & ~std::uint64_t{LANDLOCK_ACCESS_FS_EXECUTE});
  const bool done = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  close(rules);
  return done;
}

bool filter_system_calls() {
  const std::unique_ptr<void, Release> filter(seccomp_init(SCMP_ACT_ALLOW));
  if (!filter) return false;
  bool complete = true;
  for (const int call : refused) {
    complete = seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), call, 0) == 0 && complete;
  }
  // Threads yes, processes no. clone3() hides its flags in memory, so that the C library has to use clone().
  const scmp_arg_cmp no_thread{.arg = 0, .op = SCMP_CMP_MASKED_EQ, .datum_a = CLONE_THREAD, .datum_b = 0};
  complete =
      seccomp_rule_add_array(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, &no_thread) == 0 && complete;
  complete = seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 && complete;
  // Limits may be read, not set.
  const scmp_arg_cmp sets{.arg = 2, .op = SCMP_CMP_NE, .datum_a = 0, .datum_b = 0};
  complete =
      seccomp_rule_add_array(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(prlimit64), 1, &sets) == 0 && complete;
  return complete && seccomp_load(filter.get()) == 0;
}

}  // namespace lt::runner
