// The file of secrets: names with values, each sealed under the master key, or in the open as a person wrote it.
#pragma once

#include "plugin_host/master_keys.hpp"
#include "plugin_host/secrets.hpp"

#include <sys/types.h>

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace lt::plugin_host {

struct KeptSecret {
  std::string name;
  bool sealed = false;
  std::string set;  // when, as ISO 8601; empty: not by the hub
  std::string by;
};

// YAML or JSON that only its owner may read (0600): `name: value`, or `name: {sealed: …, set: …, by: …}`. Read again
// when it changes; an absent file holds none. Thread-safe, and its writers wait for each other across processes.
class SecretsFile : public Secrets {
 public:
  SecretsFile(std::filesystem::path file, MasterKeys keys) : file_(std::move(file)), keys_(std::move(keys)) {}

  std::optional<std::string> find(std::string_view name) const override;

  std::vector<KeptSecret> list() const;
  const std::filesystem::path& file() const { return file_; }

  // Each is on the disk when it returns. `when`: ISO 8601. Throw Error: misconfigured where name or value is none.
  void set(const std::string& name, const std::string& value, const std::string& when, const std::string& by);
  // False where there is none.
  bool remove(const std::string& name);
  // Seals what lies in the open; how many.
  std::size_t seal(const std::string& when, const std::string& by);
  // Seals all under a new key: one that it makes, or where the keys are given from outside, the first of those, which
  // must be another than before. How many were sealed.
  std::size_t rotate(const std::string& when, const std::string& by);

 private:
  struct Entry {
    std::string text;  // the value, or what is sealed
    bool sealed = false;
    std::string set;
    std::string by;
  };
  using Entries = std::map<std::string, Entry, std::less<>>;
  bool read_when_changed() const;
  void read() const;
  std::string opened(std::string_view name, const Entry& entry) const;
  // `entry` with its value in the open.
  static Entry sealed(const SealingKeys& keys, std::string_view name, Entry entry);
  void change(const std::function<void(Entries&)>& work);

  std::filesystem::path file_;
  MasterKeys keys_;
  mutable std::mutex mutex_;
  mutable std::pair<long long, ino_t> read_{-1, 0};
  mutable Entries entries_;
};

}  // namespace lt::plugin_host
