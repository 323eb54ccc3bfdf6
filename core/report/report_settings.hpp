// config/report.yaml: who issues reports, when they are made, where they go.
#pragma once

#include "report/issuer.hpp"
#include "report/mail_settings.hpp"
#include "report/period.hpp"
#include "report/seal.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <vector>

namespace lt::report {

struct ReportSettings {
  Issuer issuer = Issuer::unnamed();
  std::map<Kind, Milliseconds> schedule;  // local time of day at which the last whole period's report is due
  std::optional<MailSettings> mail;

  // A file that is not there is a configuration that says nothing.
  static ReportSettings load(const std::filesystem::path& file, Violations& violations);
};

// Of a list like [pdf, xlsx]; `fallback` where there is none.
std::vector<Format> read_formats(const YamlNode& node, std::vector<Format> fallback);

}  // namespace lt::report
