// XML in and out.
#include "twins/population_soap.hpp"

#include "twins/places.hpp"
#include "twins/twin.hpp"
#include "twins/writing.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

namespace lt::twins {
namespace {

constexpr std::string_view population = "http://dancuquocgia.bca";
constexpr std::string_view soap = "http://schemas.xmlsoap.org/soap/envelope/";

std::string_view local(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  return name.substr(name.find(':') + 1);
}

bool declares(const pugi::xml_node& node, std::string_view uri) {
  const std::string_view name = node.name();
  const auto colon = name.find(':');
  const auto attribute =
      colon == std::string_view::npos ? std::string("xmlns") : "xmlns:" + std::string(name.substr(0, colon));
  for (auto at = node; at; at = at.parent())
    if (const auto found = at.attribute(attribute.c_str())) return found.value() == uri;
  return false;
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view name) {
  return parent.find_child([name](const pugi::xml_node& node) { return local(node) == name; });
}

Reply enveloped(int status, const std::string& body) {
  return reply(status,
               R"(<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap=")" + std::string(soap) +
                   R"("><soap:Body>)" + body + "</soap:Body></soap:Envelope>",
               "text/xml; charset=utf-8");
}

Reply answered(std::string_view name, const std::string& content) {
  const std::string element = "ns1:" + std::string(name);
  return enveloped(200,
                   "<" + element + " xmlns:ns1=\"" + std::string(population) + "\">" + content + "</" + element + ">");
}

std::string element(std::string_view name, std::string_view content) {
  const std::string tag = "ns1:" + std::string(name);
  return "<" + tag + ">" + std::string(content) + "</" + tag + ">";
}

}  // namespace

std::optional<SoapRequest> SoapRequest::parse(std::string_view text) {
  SoapRequest made;
  made.document_ = std::make_shared<pugi::xml_document>();
  const auto loaded = made.document_->load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_doctype);
  if (!loaded) return std::nullopt;
  for (const auto& node : *made.document_)
    if (node.type() == pugi::node_doctype) return std::nullopt;
  const auto envelope = made.document_->document_element();
  const auto body = child(envelope, "Body");
  if (local(envelope) != "Envelope" || !declares(envelope, soap) || !declares(body, soap)) return std::nullopt;
  made.operation_ = body.first_child();
  if (!declares(made.operation_, population)) return std::nullopt;
  return made;
}

std::string SoapRequest::name() const { return std::string(local(operation_)); }

std::string SoapRequest::text(std::string_view name) const {
  return operation_.find_node([name](const pugi::xml_node& node) { return local(node) == name; }).text().get();
}

bool SoapRequest::has(std::string_view name) const {
  return static_cast<bool>(operation_.find_node([name](const pugi::xml_node& node) { return local(node) == name; }));
}

Reply soap_fault(std::string_view code, std::string_view message) {
  return enveloped(500, "<soap:Fault><faultcode>soap:" + std::string(code) + "</faultcode><faultstring>" +
                            html_escaped(message) + "</faultstring></soap:Fault>");
}

Reply sync_answer(const Citizens& citizens, const std::vector<std::size_t>& page) {
  std::string list;
  for (const std::size_t citizen : page) {
    // Escaped as a JSON string, then as XML.
    const auto twice = html_escaped(boost::json::serialize(boost::json::string(citizens.body(citizen))));
    list += element("CongDan", element("SoDinhDanh", citizens.number(citizen)) + element("Body", twice));
  }
  return answered("TraCuuThongTinCongDanResponse", list);
}

Reply citizen_answer(const Citizens& citizens, std::optional<std::size_t> found) {
  if (!found) return answered("TraCuuThongTinCongDanResponse", "");
  const auto person = citizens.person(*found);
  const auto& commune = communes()[person.commune];
  const auto day = day_of(person.birth);
  char born[32];
  std::snprintf(born, sizeof born, "%04d%02u%02u", day.year, day.month, day.day);
  return answered(
      "TraCuuThongTinCongDanResponse",
      element("CongDan",
              element("SoDinhDanh", person.citizen_id) + element("SoCMND", person.old_id) +
                  element("HoVaTen", html_escaped(person.name)) + element("GioiTinh", person.male ? "1" : "2") +
                  element("NgayThangNamSinh", element("NgayThangNam", born)) +
                  element("ThuongTru",
                          element("MaTinhThanh", thanh_hoa_code) + element("MaQuanHuyen", commune.district_code) +
                              element("MaPhuongXa", commune.code) + element("ChiTiet", html_escaped(person.address)))));
}

Reply existence_answer(bool exists) {
  return answered("KetQuaXacThucResponse", element("TonTai", exists ? "true" : "false"));
}

}  // namespace lt::twins
