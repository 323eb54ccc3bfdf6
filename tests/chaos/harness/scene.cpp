// The order matters: a disk before what lies on it, partners before their wires.
#include "chaos/scene.hpp"

#include "chaos/watching.hpp"

namespace lt::chaos {

Scene::Scene(Needs needs) {
  if (needs == Needs::disk)
    put_disk_under_store();
  else
    province_ = std::make_unique<Province>();
  scenario::Installation& hub = province_->hub();
  portal_ = std::make_unique<Relay>(hub.twins().port("portal"));
  app_ = std::make_unique<Relay>(hub.twins().port("app"));
  province_->readdress("national_vaccination", hub.twins_url("portal"), portal_->url());
  province_->readdress("smart_thanh_hoa", hub.twins_url("app"), app_->url());
  province_->take_time(std::chrono::milliseconds(0));
  if (needs != Needs::clock) return;
  clock_.emplace(hub.folder() / "clock");
  hub.use_program(LT_MOVED_CLOCK_PROGRAM);
}

void Scene::put_disk_under_store() {
  if (const auto reason = TemporaryDisk::why_not(); !reason.empty()) skip(reason);
  if (!on_server()) {
    province_ = std::make_unique<Province>();
    disk_ = std::make_unique<DiskOfHub>(*province_);
    return;
  }
  constexpr int megabytes = 512;
  disk_ = std::make_unique<TemporaryDisk>(megabytes);
  server_ = test_databases::PostgresServer::synced(disk_->folder());
  if (!server_) skip("PostgreSQL 15 is not installed; scripts/setup installs it");
  province_ = std::make_unique<Province>(*server_);
  disk_->sync();
}

void Scene::let_go() {
  province_->clear_faults();
  portal_->cut();
  app_->cut();
}

void Scene::make_room() {
  disk_->make_room();
  if (!server_) return;
  server_->kill();
  server_->start();
}

void Scene::recover_disk() {
  if (server_) server_->kill();
  disk_->mount_again();
  if (server_) server_->start();
}

}  // namespace lt::chaos
