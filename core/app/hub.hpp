// The hub as it serves: its store, its scheduler, its runs, until it is told to stop.
#pragma once

#include "access/access.hpp"
#include "api/hooks.hpp"
#include "api/http_server.hpp"
#include "api/pages.hpp"
#include "api/service.hpp"
#include "app/configuration.hpp"
#include "app/daily_retention.hpp"
#include "app/events.hpp"
#include "app/flow_runner.hpp"
#include "app/jobs.hpp"
#include "app/last_starts.hpp"
#include "app/metrics.hpp"
#include "app/renewal.hpp"
#include "app/report_rounds.hpp"
#include "base/clock.hpp"
#include "schedule/scheduler.hpp"
#include "store/store.hpp"
#include "sync/flow_pause.hpp"
#include "sync/serving_times.hpp"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace lt::app {

// What goes on from one hub to the next, so that another configuration begins none of it anew.
struct Lasting {
  Renewal& renewal;  // whom to ask for another configuration
  Jobs jobs;
  RunTally tally = {};
};

class Hub {
 public:
  // Opens the store for serving. Throws Error where that cannot be. All outlives it.
  Hub(const Configuration& configuration, const Clock& clock, Lasting& lasting);
  ~Hub();

  // Also listens where hub.yaml says so; throws Error where that cannot be. `socket`: of the hub before this one, which
  // is taken over where it is at the same address.
  void start(std::shared_ptr<const api::ListeningSocket> socket = nullptr);
  // Null where hub.yaml names no address.
  const std::shared_ptr<const api::ListeningSocket>& socket() const { return socket_; }
  // Looks whether someone else, such as a command, has written or paused a flow; out-flows that follow changes become
  // due. Closes
  // receiving runs that have been idle. Once a day what has had its time goes (retention.yaml).
  void look_for_changes();
  // Ends every run, job and request within 10 s; jobs that are cut off say that the hub took another configuration.
  // Gives the flows whose runs would not end; the process must then end at once.
  std::vector<std::string> stop();
  // Why no work should be given to it now, a sentence each; empty: it is ready.
  std::vector<std::string> unready() const;
  // Whether runs start when they are due.
  bool alive() const { return scheduler_->alive(); }

  store::Store& store() { return store_; }

 private:
  std::vector<api::ReceivingSystem> receiving_systems();
  std::vector<api::Route> routes();
  void warn_of_sealed_letters();
  schedule::RunResult run(const sync::FlowDefinition& flow, const std::stop_token& stop);
  sync::RunResult run_logged(const sync::FlowDefinition& flow, const std::stop_token& stop);
  std::optional<store::Seq> look_at_the_store();
  void note_service(bool now);
  void heed_pauses();
  bool paused(const std::string& flow);
  std::vector<std::string> end_jobs(std::chrono::milliseconds within);

  const Configuration& configuration_;
  const Clock& clock_;
  Lasting& lasting_;
  store::Store store_;
  FlowRunner runner_;
  LastStarts last_starts_;
  DailyRetention retention_;
  std::unique_ptr<schedule::Scheduler> scheduler_;
  ReportRounds reports_;
  Events events_;
  std::unique_ptr<access::Access> access_;
  std::unique_ptr<Metrics> metrics_;
  std::unique_ptr<api::Service> service_;
  std::unique_ptr<api::Hooks> hooks_;
  std::unique_ptr<api::Pages> pages_;
  std::shared_ptr<const api::ListeningSocket> socket_;
  std::unique_ptr<api::HttpServer> server_;  // null where hub.yaml names no address
  std::atomic<const api::HttpServer*> listening_{
      nullptr};  // the same, for routes that it answers before it stands there
  std::mutex pauses_mutex_;
  std::map<std::string, std::optional<sync::PauseWord>> pauses_;  // by flow: the last word that was heeded
  sync::ServingTimes serving_;
  store::Seq seen_ = 0;
  bool silent_ = false;  // the store did not answer when it was asked last
};

}  // namespace lt::app
