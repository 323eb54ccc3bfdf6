// What a simulated SMS provider has taken: each message once, by whom it was asked how often, and receipts to come.
#pragma once

#include "twins/twin.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lt::twins {

// A number ending in 0000 is refused everywhere, and so is a text with this word or another brand name than this.
inline constexpr std::string_view sms_blocked_word = "[cấm]";
inline constexpr std::string_view sms_brand = "SYT-ThanhHoa";
bool sms_blocked_number(std::string_view phone);

struct SmsTaken {
  std::string id;
  std::string phone;  // digits from 84 on, whatever way it was written
  std::string request_id;
  std::string callback;  // an address; empty: nobody asked for a receipt
};

// Safe from many threads.
class SmsLedger {
 public:
  explicit SmsLedger(std::string name) : name_(std::move(name)) {}

  // Gives the message's id. The same text to the same number again counts as sent twice.
  std::string take(std::string_view phone, std::string_view text, std::string request_id = {},
                   std::string callback = {});
  // Whether this request id was taken before; counts that it was asked again.
  bool repeated(const std::string& request_id);
  void refuse(const std::string& code);
  // Messages whose receipt is still owed; they are owed no more.
  std::vector<SmsTaken> owed();
  // Owed again, for its receipt did not arrive.
  void owe(SmsTaken taken);
  void reset();

  // {"twin", "taken", "distinct", "sentTwice", "repeatedIds", "refusedByCode", "owed"}; no number and no text.
  std::string state() const;
  std::string page(std::string_view title) const;

 private:
  std::string name_;
  mutable std::mutex mutex_;
  std::uint64_t taken_ = 0, repeated_ = 0;
  std::map<std::string, std::uint64_t> sent_;  // number and text → how often
  std::set<std::string> request_ids_;
  std::map<std::string, std::uint64_t> refused_;
  std::vector<SmsTaken> owed_;
};

// The names sms_esms, sms_viettel, sms_vnpt, sms_speedsms, sms_fpt; user lienthong, secret twin-secret.
std::map<std::string, std::unique_ptr<Twin>> sms_providers();

}  // namespace lt::twins
