// Reading faults and choosing whom they strike.
#include "twins/fault.hpp"

#include "twins/random.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <variant>

namespace lt::twins {
namespace json = boost::json;
namespace {

using Member = std::variant<std::string Fault::*, std::int64_t Fault::*, double Fault::*>;
struct Word {
  std::string_view name;
  Member member;
};

const std::array<Word, 14> fault_words{{{"kind", &Fault::kind},
                                        {"path", &Fault::path},
                                        {"method", &Fault::method},
                                        {"ms", &Fault::ms},
                                        {"every", &Fault::every},
                                        {"after", &Fault::after},
                                        {"count", &Fault::count},
                                        {"probability", &Fault::probability},
                                        {"retry_after", &Fault::retry_after},
                                        {"field", &Fault::field},
                                        {"to", &Fault::to},
                                        {"bytes", &Fault::bytes},
                                        {"depth", &Fault::depth},
                                        {"record", &Fault::record}}};

constexpr std::array<std::string_view, 26> fault_kinds{"slow",         "400",
                                                       "401",          "403",
                                                       "404",          "409",
                                                       "422",          "429",
                                                       "500",          "502",
                                                       "503",          "cut",
                                                       "truncate",     "repeat_page",
                                                       "overlap_page", "reorder",
                                                       "bad_utf8",     "drop_field",
                                                       "rename_field", "huge_field",
                                                       "doctype",      "wrong_namespace",
                                                       "other_prefix", "plain_body",
                                                       "broken_body",  "soap_fault"};
constexpr std::int64_t most_bytes = 64 << 20, most_depth = 10'000'000;

template <class Number>
Number number(std::string_view name, std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    throw std::invalid_argument("fault: " + std::string(name) + " must be a number, not \"" + std::string(text) + '"');
  return value;
}

void set(Fault& fault, std::string_view name, std::string_view text) {
  const auto word = std::find_if(fault_words.begin(), fault_words.end(), [&](const Word& w) { return w.name == name; });
  if (word == fault_words.end()) {
    std::string known;
    for (const auto& w : fault_words) known.append(known.empty() ? "" : ", ").append(w.name);
    throw std::invalid_argument("fault: unknown word \"" + std::string(name) + "\"; known are " + known);
  }
  if (const auto* as_text = std::get_if<std::string Fault::*>(&word->member))
    fault.** as_text = text;
  else if (const auto* as_number = std::get_if<std::int64_t Fault::*>(&word->member))
    fault.** as_number = number<std::int64_t>(name, text);
  else
    fault.*std::get<double Fault::*>(word->member) = number<double>(name, text);
}

Fault checked(const Fault& fault) {
  if (fault.kind != "bomb" && std::find(fault_kinds.begin(), fault_kinds.end(), fault.kind) == fault_kinds.end()) {
    std::string known = "bomb";
    for (const auto kind : fault_kinds) known.append(", ").append(kind);
    throw std::invalid_argument("fault: kind \"" + fault.kind + "\" is unknown; known are " + known);
  }
  const auto within = [](std::string_view name, std::int64_t value, std::int64_t low, std::int64_t high) {
    if (value < low || value > high)
      throw std::invalid_argument("fault: " + std::string(name) + " must be " + std::to_string(low) + " to " +
                                  std::to_string(high));
  };
  within("every", fault.every, 1, INT64_MAX);
  within("ms", fault.ms, 0, 3'600'000);
  within("bytes", fault.bytes, 0, most_bytes);
  within("depth", fault.depth, 1, most_depth);
  return fault;
}

std::string plain(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

bool matches(const Fault& fault, const Request& request) {
  return request.path.starts_with(fault.path) && (fault.method.empty() || fault.method == request.method);
}

bool repeats(const Fault& fault) { return fault.kind == "repeat_page" || fault.kind == "overlap_page"; }

}  // namespace

Fault parse_fault(std::string_view text) {
  Fault made;
  while (!text.empty()) {
    const auto end = text.find(';');
    const auto part = text.substr(0, end);
    const auto equals = part.find('=');
    if (equals == std::string_view::npos)
      throw std::invalid_argument("fault: \"" + std::string(part) +
                                  "\" must be word=value, e.g. path=/api;kind=slow;ms=500;every=7");
    set(made, part.substr(0, equals), part.substr(equals + 1));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return checked(made);
}

std::vector<Fault> parse_faults_json(std::string_view text) {
  json::error_code error;
  const auto parsed = json::parse(json::string_view(text.data(), text.size()), error);
  if (error) throw std::invalid_argument("fault: the body is no JSON: " + error.message());
  std::vector<Fault> made;
  const auto one = [&](const json::value& value) {
    if (!value.is_object()) throw std::invalid_argument("fault: must be an object or an array of objects");
    Fault fault;
    for (const auto& pair : value.get_object()) set(fault, {pair.key().data(), pair.key().size()}, plain(pair.value()));
    made.push_back(checked(fault));
  };
  if (parsed.is_array())
    for (const auto& value : parsed.get_array()) one(value);
  else
    one(parsed);
  return made;
}

void FaultBox::add(const Fault& fault) {
  const std::lock_guard lock(mutex_);
  faults_.push_back(checked(fault));
}

void FaultBox::clear() {
  const std::lock_guard lock(mutex_);
  faults_.clear();
  last_body_.clear();
}

std::string FaultBox::list_json() const {
  const std::lock_guard lock(mutex_);
  json::array made;
  for (const auto& fault : faults_)
    made.push_back({{"kind", fault.kind},
                    {"path", fault.path},
                    {"every", fault.every},
                    {"seen", fault.seen},
                    {"struck", fault.struck}});
  return json::serialize(made);
}

std::vector<Fault> FaultBox::strike(const Request& request) {
  const std::lock_guard lock(mutex_);
  std::vector<Fault> made;
  for (std::size_t i = 0; i < faults_.size(); ++i) {
    auto& fault = faults_[i];
    if (!matches(fault, request)) continue;
    const auto nth = ++fault.seen - fault.after;
    if (nth <= 0 || nth % fault.every != 0) continue;
    if (fault.count >= 0 && fault.struck >= fault.count) continue;
    Random random(seed_, 300, i, static_cast<std::uint64_t>(fault.seen));
    if (static_cast<double>(random.below(1'000'000)) >= fault.probability * 1e6) continue;
    ++fault.struck;
    made.push_back(fault);
  }
  return made;
}

void FaultBox::remember(const Request& request, const Reply& reply) {
  const std::lock_guard lock(mutex_);
  if (reply.status != 200 ||
      !std::any_of(faults_.begin(), faults_.end(), [&](const Fault& f) { return repeats(f) && matches(f, request); }))
    return;
  if (last_body_.size() < 100 || last_body_.count(request.path) > 0) last_body_[request.path] = reply.body;
}

}  // namespace lt::twins
