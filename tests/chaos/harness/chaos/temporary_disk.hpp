// A disk of the test's own: ext4 in a file, mounted where only this process and its children see it.
#pragma once

#include "chaos/province.hpp"

#include <filesystem>
#include <string>

namespace lt::chaos {

class TemporaryDisk {
 public:
  // Why there can be none on this machine, tried with a small one; empty where there can.
  static std::string why_not();
  // Mounts an empty one over the folder. Throws std::runtime_error.
  TemporaryDisk(const std::filesystem::path& folder, int megabytes);
  // Over a temporary folder of its own, which goes with it.
  explicit TemporaryDisk(int megabytes);
  // Nobody may use it any more.
  ~TemporaryDisk();
  TemporaryDisk(const TemporaryDisk&) = delete;
  TemporaryDisk& operator=(const TemporaryDisk&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  // Takes every byte that is free, or gives all of them back.
  void fill() const;
  void make_room() const;
  // What was written up to now survives a power cut.
  void sync() const;
  // Every write waits, as on a disk that answers nobody for a while.
  void hang() const;
  void go_on() const;
  // Whether the kernel lets a test fail().
  bool can_fail() const;
  // An error of the disk, after which the kernel lets nobody write, open files included; until mount_again().
  void fail() const;
  // The power goes: what was not synced is lost, and nothing can be read or written until mount_again().
  void cut_power() const;
  // As after a restart of the machine: the file system's own journal is replayed. Nobody may use it.
  void mount_again();

 private:
  void mount();
  void unmount() const;
  std::filesystem::path trigger_of_errors() const;
  std::filesystem::path ballast() const { return folder_ / "ballast"; }

  std::filesystem::path folder_;
  std::filesystem::path image_;
  bool own_folder_ = false;
};

// A process that waits for a disk that hangs cannot even be killed, so the disk goes on whatever happens.
class Hang {
 public:
  explicit Hang(const TemporaryDisk& disk) : disk_(disk) { disk_.hang(); }
  ~Hang();
  Hang(const Hang&) = delete;
  Hang& operator=(const Hang&) = delete;

 private:
  const TemporaryDisk& disk_;
};

// Such a disk under everything that a province's hub keeps, with the list on it.
class DiskOfHub : public TemporaryDisk {
 public:
  explicit DiskOfHub(Province& province);
};

}  // namespace lt::chaos
