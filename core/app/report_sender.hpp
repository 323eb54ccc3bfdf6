// Sends kept reports where config/report.yaml says: by e-mail, and to streams of systems.
#pragma once

#include "app/flow_runner.hpp"
#include "report/archive.hpp"

#include <stop_token>
#include <string>
#include <vector>

namespace lt::app {

// Configuration, clock and runner outlive it.
class ReportSender {
 public:
  ReportSender(const Configuration& configuration, const Clock& clock, const FlowRunner& runner,
               report::Archive archive);

  // "mail" and "system-NAME", as far as they are configured.
  std::vector<std::string> destinations() const;
  // Returns once the destination has taken the report. Throws Error; a repeat is known by its id.
  void send(const report::Kept& kept, const std::string& destination, const std::stop_token& stop) const;
  // The same, and the archive knows that it was sent there.
  void deliver(const report::Kept& kept, const std::string& destination, const std::stop_token& stop) const;
  // The one that is named, all where none is. Throws Error misconfigured where there are none.
  std::vector<std::string> chosen(const std::string& name) const;

 private:
  void send_by_mail(const report::Kept& kept, const std::stop_token& stop) const;
  void send_to_system(const report::Kept& kept, const report::SystemDestination& destination,
                      const std::stop_token& stop) const;

  const Configuration& configuration_;
  const Clock& clock_;
  const FlowRunner& runner_;
  report::Archive archive_;
};

}  // namespace lt::app
