// Edits of an envelope as a text, so that what no XML library would write can be written.
#include "twins/fault_xml.hpp"

#include "twins/random.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace lt::twins {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view open_citizen = "<ns1:CongDan>", close_citizen = "</ns1:CongDan>";
constexpr std::string_view open_body = "<ns1:Body>", close_body = "</ns1:Body>";
// A quote within a JSON string within XML.
constexpr std::string_view quote = "\\&quot;";

// From the first byte of what stands between two marks to its end; npos, npos where there is none.
struct Span {
  std::size_t begin = std::string::npos, end = std::string::npos;
  bool exists() const { return begin != std::string::npos && end != std::string::npos; }
};

Span between(const std::string& text, std::string_view open, std::string_view close, std::size_t from = 0) {
  const auto at = text.find(open, from);
  if (at == std::string::npos) return {};
  return {at + open.size(), text.find(close, at + open.size())};
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

std::vector<Span> citizens_of(const std::string& text) {
  std::vector<Span> found;
  for (auto at = between(text, open_citizen, close_citizen); at.exists();
       at = between(text, open_citizen, close_citizen, at.end))
    found.push_back(at);
  return found;
}

// The Body of the record that the fault names, else of the middle one.
Span chosen_body(const Fault& fault, const std::string& text) {
  const auto all = citizens_of(text);
  if (all.empty()) return {};
  const auto number =
      fault.record < 0 ? all.size() / 2 : std::min(static_cast<std::size_t>(fault.record), all.size() - 1);
  return between(text, open_body, close_body, all[number].begin);
}

void put_document_type(const Fault&, std::uint64_t, std::string& text) {
  constexpr std::string_view type =
      R"(<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">)"
      R"(<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY f SYSTEM "file:///etc/passwd">]>)";
  if (const auto at = text.find("?>"); at != std::string::npos) text.insert(at + 2, type);
  if (const auto at = text.find(open_body); at != std::string::npos) text.insert(at + open_body.size(), "&c;&f;");
}

void move_namespace(const Fault&, std::uint64_t, std::string& text) {
  replace_all(text, "http://dancuquocgia.bca", "http://khac.example.vn");
}

void rename_prefix(const Fault&, std::uint64_t, std::string& text) {
  replace_all(text, "ns1:", "q7:");
  replace_all(text, "xmlns:ns1", "xmlns:q7");
}

void escape_once(const Fault&, std::uint64_t, std::string& text) {
  replace_all(text, "<ns1:Body>&quot;", "<ns1:Body>");
  replace_all(text, "&quot;</ns1:Body>", "</ns1:Body>");
  replace_all(text, quote, "&quot;");
}

void break_body(const Fault& fault, std::uint64_t, std::string& text) {
  if (const auto body = chosen_body(fault, text); body.exists())
    text.erase(body.begin + (body.end - body.begin) / 2, body.end - body.begin - (body.end - body.begin) / 2);
}

void shuffle_citizens(const Fault&, std::uint64_t seed, std::string& text) {
  const auto all = citizens_of(text);
  if (all.size() < 2) return;
  std::vector<std::string> each;
  each.reserve(all.size());
  for (const auto& at : all) each.push_back(text.substr(at.begin, at.end - at.begin));
  Random random(seed, 302, all.size());
  for (std::size_t i = each.size() - 1; i > 0; --i) std::swap(each[i], each[random.below(i + 1)]);
  std::string made = text.substr(0, all.front().begin);
  for (std::size_t i = 0; i < each.size(); ++i)
    made.append(i > 0 ? open_citizen : ""sv).append(each[i]).append(i + 1 < each.size() ? close_citizen : ""sv);
  text = made + text.substr(all.back().end);
}

std::string field_of(const Fault& fault) { return fault.field.empty() ? "fullName" : fault.field; }
std::string key_of(const std::string& field) { return std::string(quote) + field + std::string(quote) + ":"; }

void drop_field(const Fault& fault, std::uint64_t, std::string& text) {
  const auto key = key_of(field_of(fault)) + std::string(quote);
  const auto end = std::string(quote) + ",";
  for (auto at = text.find(key); at != std::string::npos; at = text.find(key, at)) {
    const auto last = text.find(end, at + key.size());
    if (last == std::string::npos) return;
    text.erase(at, last + end.size() - at);
  }
  // An element of that name, where fields are elements.
  const std::string close = "</" + fault.field + ">";
  if (const auto element = between(text, "<" + fault.field + ">", close); !fault.field.empty() && element.exists())
    text.erase(element.begin - close.size() + 1, element.end + 2 * close.size() - 1 - element.begin);
}

void rename_field(const Fault& fault, std::uint64_t, std::string& text) {
  replace_all(text, key_of(field_of(fault)), key_of(fault.to));
  if (fault.field.empty()) return;
  for (const char* bracket : {"<", "</"}) replace_all(text, bracket + fault.field + ">", bracket + fault.to + ">");
}

// Puts `bytes` at the beginning of a text field of one citizen.
void put_into_field(const Fault& fault, std::string& text, const std::string& bytes) {
  const auto body = chosen_body(fault, text);
  const auto key = key_of(field_of(fault)) + std::string(quote);
  const auto at = body.exists() ? text.find(key, body.begin) : std::string::npos;
  if (at != std::string::npos) text.insert(at + key.size(), bytes);
}

void put_bad_bytes(const Fault& fault, std::uint64_t, std::string& text) {
  put_into_field(fault, text, "Nguy\xe1\xbb n V\xff\xfen\xc0\xaf");
}

void put_huge_text(const Fault& fault, std::uint64_t, std::string& text) {
  put_into_field(fault, text, std::string(static_cast<std::size_t>(fault.bytes), 'x'));
}

void nest(const Fault& fault, std::uint64_t, std::string& text) {
  const auto body = chosen_body(fault, text);
  if (!body.exists()) return;
  std::string made;
  for (std::int64_t i = 0; i < fault.depth; ++i) made += "<a>";
  for (std::int64_t i = 0; i < fault.depth; ++i) made += "</a>";
  text.replace(body.begin, body.end - body.begin, made);
}

struct XmlFault {
  std::string_view name;
  void (*edit)(const Fault& fault, std::uint64_t seed, std::string& text);
};
constexpr std::array<XmlFault, 11> xml_faults{{{"doctype", put_document_type},
                                               {"wrong_namespace", move_namespace},
                                               {"other_prefix", rename_prefix},
                                               {"plain_body", escape_once},
                                               {"broken_body", break_body},
                                               {"reorder", shuffle_citizens},
                                               {"drop_field", drop_field},
                                               {"rename_field", rename_field},
                                               {"bad_utf8", put_bad_bytes},
                                               {"huge_field", put_huge_text},
                                               {"bomb", nest}}};

}  // namespace

bool damage_xml(const Fault& fault, std::uint64_t seed, std::string& text) {
  const auto* kind =
      std::find_if(xml_faults.begin(), xml_faults.end(), [&](const XmlFault& each) { return each.name == fault.kind; });
  if (kind == xml_faults.end()) return false;
  kind->edit(fault, seed, text);
  return true;
}

}  // namespace lt::twins
