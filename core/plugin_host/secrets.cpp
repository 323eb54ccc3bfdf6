// The places where secrets may lie.
#include "plugin_host/secrets.hpp"

#include "plugin_host/master_keys.hpp"

#include <cctype>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

namespace lt::plugin_host {
namespace {

class EnvironmentSecrets : public Secrets {
 public:
  std::optional<std::string> find(std::string_view name) const override {
    const char* value = std::getenv(environment_variable(name).c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
  }
};

class FolderSecrets : public Secrets {
 public:
  explicit FolderSecrets(std::filesystem::path folder) : folder_(std::move(folder)) {}

  std::optional<std::string> find(std::string_view name) const override {
    const std::filesystem::path file_name(name);
    if (name.empty() || file_name.filename() != file_name || name == "." || name == "..") return std::nullopt;
    if (name == master_key_credential) return std::nullopt;  // no partner's settings may ask for it
    std::ifstream in(folder_ / file_name, std::ios::binary);
    if (!in) return std::nullopt;
    std::string value{std::istreambuf_iterator<char>(in), {}};
    while (!value.empty() && (value.back() == '\n' || value.back() == '\r')) value.pop_back();
    return value;
  }

 private:
  std::filesystem::path folder_;
};

class FixedSecrets : public Secrets {
 public:
  explicit FixedSecrets(std::map<std::string, std::string> values) : values_(std::move(values)) {}

  std::optional<std::string> find(std::string_view name) const override {
    const auto value = values_.find(std::string(name));
    return value == values_.end() ? std::nullopt : std::optional(value->second);
  }

 private:
  std::map<std::string, std::string> values_;
};

class FirstOf : public Secrets {
 public:
  explicit FirstOf(std::vector<std::unique_ptr<Secrets>> places) : places_(std::move(places)) {}

  std::optional<std::string> find(std::string_view name) const override {
    for (const auto& place : places_) {
      if (auto value = place->find(name)) return value;
    }
    return std::nullopt;
  }

 private:
  std::vector<std::unique_ptr<Secrets>> places_;
};

}  // namespace

std::string environment_variable(std::string_view secret) {
  std::string variable = "LIENTHONG_SECRET_";
  for (const char c : secret) {
    const auto byte = static_cast<unsigned char>(c);
    variable += std::isalnum(byte) ? static_cast<char>(std::toupper(byte)) : '_';
  }
  return variable;
}

std::unique_ptr<Secrets> environment_secrets() { return std::make_unique<EnvironmentSecrets>(); }
std::unique_ptr<Secrets> folder_secrets(std::filesystem::path folder) {
  return std::make_unique<FolderSecrets>(std::move(folder));
}
std::unique_ptr<Secrets> fixed_secrets(std::map<std::string, std::string> values) {
  return std::make_unique<FixedSecrets>(std::move(values));
}
std::unique_ptr<Secrets> first_of(std::vector<std::unique_ptr<Secrets>> places) {
  return std::make_unique<FirstOf>(std::move(places));
}

}  // namespace lt::plugin_host
