// Counting what was sent.
#include "twins/sms_ledger.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace lt::twins {
namespace json = boost::json;
namespace {

std::string from_country_code(std::string_view phone) {
  std::string digits;
  for (const char c : phone)
    if (c >= '0' && c <= '9') digits += c;
  return digits.starts_with('0') ? "84" + digits.substr(1) : digits;
}

}  // namespace

bool sms_blocked_number(std::string_view phone) { return phone.ends_with("0000"); }

std::string SmsLedger::take(std::string_view phone, std::string_view text, std::string request_id,
                            std::string callback) {
  const std::lock_guard lock(mutex_);
  const std::string digits = from_country_code(phone);
  ++taken_;
  ++sent_[digits + '\n' + std::string(text)];
  if (!request_id.empty()) request_ids_.insert(request_id);
  const std::string id = name_ + "-" + std::to_string(taken_);
  if (!callback.empty()) owed_.push_back({id, digits, std::move(request_id), std::move(callback)});
  return id;
}

bool SmsLedger::repeated(const std::string& request_id) {
  const std::lock_guard lock(mutex_);
  if (!request_ids_.contains(request_id)) return false;
  ++repeated_;
  return true;
}

void SmsLedger::refuse(const std::string& code) {
  const std::lock_guard lock(mutex_);
  ++refused_[code];
}

std::vector<SmsTaken> SmsLedger::owed() {
  const std::lock_guard lock(mutex_);
  return std::exchange(owed_, {});
}

void SmsLedger::owe(SmsTaken taken) {
  const std::lock_guard lock(mutex_);
  owed_.push_back(std::move(taken));
}

void SmsLedger::reset() {
  const std::lock_guard lock(mutex_);
  taken_ = repeated_ = 0;
  sent_.clear();
  request_ids_.clear();
  refused_.clear();
  owed_.clear();
}

std::string SmsLedger::state() const {
  const std::lock_guard lock(mutex_);
  json::object refused;
  for (const auto& [code, count] : refused_) refused[code] = count;
  const auto twice = std::ranges::count_if(sent_, [](const auto& each) { return each.second > 1; });
  return json::serialize(json::object{{"twin", name_},
                                      {"taken", taken_},
                                      {"distinct", sent_.size()},
                                      {"sentTwice", twice},
                                      {"repeatedIds", repeated_},
                                      {"owed", owed_.size()},
                                      {"refusedByCode", std::move(refused)}});
}

std::string SmsLedger::page(std::string_view title) const {
  const std::lock_guard lock(mutex_);
  std::string body = "<table>" + html_row("Tin đã nhận", std::to_string(taken_)) +
                     html_row("Tin khác nhau", std::to_string(sent_.size())) +
                     html_row("Mã yêu cầu gửi lại (an toàn)", std::to_string(repeated_)) +
                     html_row("Biên nhận chưa gửi", std::to_string(owed_.size())) + "</table><table>";
  for (const auto& [code, count] : refused_) body += html_row("Từ chối " + code, std::to_string(count));
  return html_page(title, body + "</table>");
}

}  // namespace lt::twins
