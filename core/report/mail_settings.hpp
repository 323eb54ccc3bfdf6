// The `mail` of config/report.yaml: which server takes reports, from whom, to whom.
#pragma once

#include "base/yaml.hpp"
#include "report/seal.hpp"

#include <string>
#include <vector>

namespace lt::report {

struct MailSettings {
  std::string server;  // smtps://host:465, or smtp://host:587 with STARTTLS
  bool tls = true;     // false: the mail goes in the clear, which no password does
  std::string ca;      // a file of certificates to trust; empty: the machine's
  std::string from;
  std::vector<std::string> to;
  std::string user;      // empty: the server asks for none
  std::string password;  // name of the secret
  std::vector<Format> attach;

  static MailSettings read(const YamlNode& node);
};

// user@host, without anything that ends a header's line.
bool is_address(std::string_view text);

}  // namespace lt::report
