// Sends kept reports: by e-mail as config/report.yaml says, and by flow, into the store from which out-flows take them.
#pragma once

#include "app/configuration.hpp"
#include "base/clock.hpp"
#include "report/archive.hpp"
#include "store/store.hpp"

#include <stop_token>
#include <string>
#include <vector>

namespace lt::app {

// Configuration, clock and store outlive it; the store is one to write into.
class ReportSender {
 public:
  ReportSender(const Configuration& configuration, const Clock& clock, store::Store& store, report::Archive archive);

  // "mail", and "flow" where an enabled out-flow takes what the flow of the stream kept_reports stores.
  std::vector<std::string> destinations() const;
  // Returns once the mail's server has taken the report, or the store: what becomes of it there its flows say. Throws
  // Error; a repeat is known by its id.
  void send(const report::Kept& kept, const std::string& destination, const std::stop_token& stop) const;
  // The same, and the archive knows that it was sent there.
  void deliver(const report::Kept& kept, const std::string& destination, const std::stop_token& stop) const;
  // The one that is named, all where none is. Throws Error misconfigured where there are none.
  std::vector<std::string> chosen(const std::string& name) const;

 private:
  void send_by_mail(const report::Kept& kept, const std::stop_token& stop) const;
  void send_by_flow(const report::Kept& kept, const std::stop_token& stop) const;

  const Configuration& configuration_;
  const Clock& clock_;
  store::Store& store_;
  report::Archive archive_;
};

}  // namespace lt::app
