// Makes reports of what the store knows, compares them with the one kept before, renders and keeps them.
#pragma once

#include "app/configuration.hpp"
#include "base/clock.hpp"
#include "report/archive.hpp"
#include "report/render.hpp"
#include "schedule/agenda.hpp"
#include "store/store.hpp"

#include <string>
#include <vector>

namespace lt::app {

// A report that can be rendered in every format.
struct MadeReport {
  report::SyncStatus status;
  report::Figures figures;
};

// Configuration and clock outlive it.
class ReportMaker {
 public:
  ReportMaker(const Configuration& configuration, const Clock& clock);

  // How things stand, for those who look at the hub and for reports. `schedule`: of a scheduler that runs.
  report::SyncStatus look(const store::Store& store, report::Kind kind, report::Period period,
                          const std::vector<schedule::FlowState>& schedule = {}) const;
  // The same, compared with the last kept report of the kind.
  MadeReport make(const store::Store& store, report::Kind kind, report::Period period,
                  const std::vector<schedule::FlowState>& schedule = {}) const;

  std::string render(const MadeReport& report, report::Format format, report::Language language,
                     const std::string& number = {}) const;
  // In every format that can be verified, to be sent to `due`. False where one of its id is kept already.
  bool keep(const MadeReport& report, report::Language language, const std::string& number = {},
            const std::vector<std::string>& due = {}) const;

  const report::Archive& archive() const { return archive_; }
  report::Language language() const;  // hub.yaml's
  const schedule::TimeZone& zone() const { return *zone_; }

 private:
  const Configuration& configuration_;
  const Clock& clock_;
  report::Archive archive_;
  std::shared_ptr<const schedule::TimeZone> zone_;
};

}  // namespace lt::app
