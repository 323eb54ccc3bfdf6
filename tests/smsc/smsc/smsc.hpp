// The SMSC of npm's smpp as a child process, with its knobs and what it has seen.
#pragma once

#include <boost/json.hpp>
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace lt::smsc {

// Started by the constructor, listening when it returns; ended by the destructor. System id lienthong, password
// twin-pw.
class Smsc {
 public:
  // With a key and its certificate (PEM files) over TLS. Throws std::runtime_error where it cannot be started.
  explicit Smsc(const std::filesystem::path& key = {}, const std::filesystem::path& certificate = {});
  ~Smsc();
  Smsc(const Smsc&) = delete;

  std::uint16_t port() const { return port_; }
  // {"throttle_every": 5, "cut_after": [3]}: see smsc.mjs.
  void turn(std::string_view knobs) const { post("/knobs", knobs); }
  void send_held_receipts() const { post("/receipts", "{}"); }
  // [{"from", "to", "text"} or {"from", "to", "reference", "parts"}]: citizens' replies.
  void deliver(std::string_view replies) const { post("/deliver", replies); }
  boost::json::object state() const;
  std::int64_t counted(std::string_view name) const { return state().at(name).to_number<std::int64_t>(); }

 private:
  std::string ask(std::string_view method, std::string_view path, std::string_view body) const;
  void post(std::string_view path, std::string_view body) const { ask("POST", path, body); }

  std::filesystem::path folder_;
  pid_t pid_ = 0;
  std::uint16_t port_ = 0;
  std::uint16_t control_ = 0;
};

}  // namespace lt::smsc
