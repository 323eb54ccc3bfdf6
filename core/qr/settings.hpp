// What is not certain of the codes in use, as config/qr.yaml says it.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace lt {
class Violations;
}

namespace lt::qr {

struct Settings {
  // The order of the subfields of the personal code's last field, and what its sexes mean.
  std::vector<std::string> personal_extension{"proxy_number", "sex", "insurance_number", "phone", "signature_text"};
  std::map<std::string, std::string> personal_sexes{{"0", "O"}, {"1", "M"}, {"2", "F"}};
  int pass_days = 3;

  // A missing file leaves everything as it is here.
  static Settings load(const std::filesystem::path& file, Violations& violations);
};

}  // namespace lt::qr
