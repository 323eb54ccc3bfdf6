// Makes the reports that are due while the hub serves, and sends what was not sent yet.
#pragma once

#include "app/report_maker.hpp"
#include "app/report_sender.hpp"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace lt::app {

// Configuration, clock and store outlive it.
class ReportRounds {
 public:
  using States = std::function<std::vector<schedule::FlowState>()>;
  ReportRounds(const Configuration& configuration, const Clock& clock, store::Store& store, States states);

  // Looks every half minute, on a thread of its own, until stop().
  void start();
  void stop();
  // One look: makes what is due, also what was missed, and tries what waits to be sent. Logs what fails and goes on.
  void look(const std::stop_token& stop);

 private:
  void make_due();
  void send_due(const std::stop_token& stop);
  void try_to_send(const report::Kept& kept, const std::string& destination, const std::stop_token& stop);

  struct Attempt {
    int failures = 0;
    Milliseconds next = 0;
  };

  const Configuration& configuration_;
  const Clock& clock_;
  store::Store& store_;
  States states_;
  ReportMaker maker_;
  ReportSender sender_;
  std::map<std::string, Attempt> attempts_;  // by report and destination; a restart tries at once
  std::string last_fault_;                   // so that one that stays is said once
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace lt::app
