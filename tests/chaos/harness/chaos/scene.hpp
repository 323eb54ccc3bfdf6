// What a disaster may use: a province with a wire before each partner, and where it is asked for a clock that can be
// set and a disk of its own under the store.
#pragma once

#include "chaos/moved_clock.hpp"
#include "chaos/province.hpp"
#include "chaos/relay.hpp"
#include "chaos/temporary_disk.hpp"

#include <memory>
#include <optional>

namespace lt::chaos {

enum class Needs { nothing, clock, disk };

class Scene {
 public:
  // Ends the test as skipped where the machine does not permit what is needed.
  explicit Scene(Needs needs);

  Province& province() { return *province_; }
  Relay& portal() { return *portal_; }
  Relay& app() { return *app_; }
  ClockFile& clock() { return *clock_; }
  // The hub's own, or the database server's where that keeps the store.
  TemporaryDisk& disk() { return *disk_; }

  // Partners that were made to wait answer again; what waited for them is cut off.
  void let_go();
  // After TemporaryDisk::fill(); a server whose log found no room has ended itself.
  void make_room();
  // After a disk that failed or had no power.
  void recover_disk();

 private:
  void put_disk_under_store();

  std::unique_ptr<TemporaryDisk> disk_;
  std::unique_ptr<test_databases::PostgresServer> server_;  // on the disk
  std::unique_ptr<Province> province_;
  std::unique_ptr<Relay> portal_;
  std::unique_ptr<Relay> app_;
  std::optional<ClockFile> clock_;
};

}  // namespace lt::chaos
