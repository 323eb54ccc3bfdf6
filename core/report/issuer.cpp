// Reading the `issuer` of config/report.yaml.
#include "report/issuer.hpp"

#include <algorithm>

namespace lt::report {
namespace {

// Both languages, or one text for both.
model::Label label_of(const YamlNode& node) {
  if (!node.is_map()) return {node.text(), node.text()};
  node.allow_only({"vi", "en"});
  return {node["vi"].text(), node["en"].text()};
}

model::Label label_or_none(const YamlNode& node) { return node.exists() ? label_of(node) : model::Label{}; }

// The decree writes a symbol in capitals without blanks: "BC-TTCNTT".
std::string symbol_of(const YamlNode& node) {
  std::string symbol = node.text();
  const bool blank = std::ranges::any_of(symbol, [](char c) { return c == ' ' || c == '\t' || c == '/'; });
  if (symbol.empty() || blank || !symbol.starts_with("BC-")) {
    node.violation("'" + symbol + "' is no symbol of a report; write BC- and the short name of the body, as BC-TTCNTT");
  }
  return symbol;
}

}  // namespace

Issuer Issuer::read(const YamlNode& node) {
  node.allow_only({"parent", "body", "place", "symbol", "signer", "addressees", "recipients", "archive"});
  Issuer issuer;
  issuer.parent = label_or_none(node["parent"]);
  issuer.body = label_of(node["body"]);
  issuer.place = label_of(node["place"]);
  issuer.symbol = symbol_of(node["symbol"]);
  const YamlNode signer = node["signer"];
  signer.allow_only({"authority", "title", "name"});
  issuer.authority = label_or_none(signer["authority"]);
  issuer.title = label_of(signer["title"]);
  issuer.name = signer["name"].text_or("");
  if (node.has("addressees")) {
    for (const auto& each : node["addressees"].items()) issuer.addressees.push_back(label_of(each));
  }
  if (!node["recipients"].is_list()) {
    node["recipients"].violation("name those whom the report is sent to, a line each: recipients: [{vi: …, en: …}]");
  } else {
    for (const auto& each : node["recipients"].items()) issuer.recipients.push_back(label_of(each));
  }
  issuer.archive = node["archive"].text_or("VT");
  return issuer;
}

Issuer Issuer::unnamed() {
  constexpr const char* dots = "…………";
  return {.parent = {},
          .body = {dots, dots},
          .place = {dots, dots},
          .symbol = "BC-……",
          .authority = {},
          .title = {"THỦ TRƯỞNG ĐƠN VỊ", "HEAD OF UNIT"},
          .name = {},
          .addressees = {},
          .recipients = {},
          .archive = "VT"};
}

}  // namespace lt::report
