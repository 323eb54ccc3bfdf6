// Reading config/qr.yaml.
#include "qr/settings.hpp"

#include "base/suggest.hpp"
#include "base/yaml.hpp"

#include <algorithm>

namespace lt::qr {

Settings Settings::load(const std::filesystem::path& file, Violations& violations) {
  Settings settings;
  if (!std::filesystem::exists(file)) return settings;
  const YamlNode node = YamlNode::load_file(file, violations);
  if (!node.exists()) return settings;
  node.allow_only({"personal_extension", "personal_sexes", "pass_days"});
  if (node.has("personal_extension")) {
    const std::vector<std::string> known = settings.personal_extension;
    settings.personal_extension = node["personal_extension"].texts();
    for (const YamlNode& item : node["personal_extension"].items()) {
      if (std::find(known.begin(), known.end(), item.text()) == known.end())
        item.violation("unknown subfield '" + item.text() + "'" + suggestion(item.text(), known));
    }
  }
  if (node.has("personal_sexes")) {
    settings.personal_sexes.clear();
    for (const auto& [code, sex] : node["personal_sexes"].entries()) {
      const std::string meaning = sex.text();
      if (meaning != "M" && meaning != "F" && meaning != "O") sex.violation("'" + meaning + "' is none of M, F, O");
      settings.personal_sexes[code] = meaning;
    }
  }
  const auto days = node["pass_days"].integer_or(settings.pass_days);
  if (days < 1 || days > 365) node["pass_days"].violation("between 1 and 365 days, not " + std::to_string(days));
  settings.pass_days = static_cast<int>(std::clamp<std::int64_t>(days, 1, 365));
  return settings;
}

}  // namespace lt::qr
