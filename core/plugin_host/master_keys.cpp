// A credential, else the environment, else the file.
#include "plugin_host/master_keys.hpp"

#include "base/encoding.hpp"
#include "base/error.hpp"
#include "base/whole_file.hpp"

#include <openssl/rand.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace lt::plugin_host {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view remark = "# The hub's master key: seals the secrets. Keep a copy apart from theirs.\n";

std::string key_file_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string fresh_key() {
  std::string key(32, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(key.data()), static_cast<int>(key.size())) != 1)
    throw Error(ErrorKind::failed, "OpenSSL could not make a key; nothing was written");
  return to_base64(key);
}

// The lines of a file that are keys.
std::vector<std::string> keys_in(const std::string& text) {
  std::vector<std::string> keys;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (!line.empty() && !line.starts_with('#')) keys.push_back(line);
  return keys;
}

}  // namespace

std::optional<MasterKeys::Given> MasterKeys::given() {
  if (const char* folder = std::getenv("CREDENTIALS_DIRECTORY")) {
    const fs::path file = fs::path(folder) / master_key_credential;
    if (fs::exists(file)) return Given{key_file_text(file), "the credential " + std::string(master_key_credential)};
  }
  if (const char* text = std::getenv(master_key_variable)) return Given{text, master_key_variable};
  return std::nullopt;
}

SealingKeys MasterKeys::to_open() const {
  if (const auto keys = given()) return SealingKeys::parse(keys->text, keys->place);
  if (fs::exists(file_)) return SealingKeys::open_or_make(file_);
  throw Error(ErrorKind::misconfigured, "the master key that opens the secrets is nowhere: bring back " +
                                            file_.string() + " from its backup, or set " + master_key_variable);
}

SealingKeys MasterKeys::to_seal() const {
  if (const auto keys = given()) return SealingKeys::parse(keys->text, keys->place);
  if (!fs::exists(file_)) {
    fs::create_directories(file_.parent_path());
    write_whole(file_, std::string(remark) + fresh_key() + "\n", own_only);
  }
  return SealingKeys::open_or_make(file_);
}

void MasterKeys::add_new() const {
  fs::create_directories(file_.parent_path());
  std::string text = std::string(remark) + fresh_key() + "\n";
  for (const auto& key : keys_in(key_file_text(file_))) text.append(key).append("\n");
  write_whole(file_, text, own_only);
}

void MasterKeys::drop_former() const {
  const auto keys = keys_in(key_file_text(file_));
  if (keys.size() > 1) write_whole(file_, std::string(remark) + keys.front() + "\n", own_only);
}

}  // namespace lt::plugin_host
