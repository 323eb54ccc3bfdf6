// Writing with pugixml; reading without document types, entities of one's own, or depth without end.
#include "soap.hpp"

#include <algorithm>
#include <sstream>

namespace lt::population {
namespace {

constexpr std::string_view citizen_namespace = "http://dancuquocgia.bca";
constexpr std::string_view soap_namespace = "http://schemas.xmlsoap.org/soap/envelope/";
constexpr int most_depth = 64;

void append(pugi::xml_node parent, const Element& element) {
  pugi::xml_node made = parent.append_child(("dan:" + element.name).c_str());
  if (!element.text.empty()) made.text().set(element.text.c_str());
  for (const Element& child : element.children) append(made, child);
}

std::string_view prefix_of(const pugi::xml_node& element) {
  const std::string_view name = element.name();
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
}

std::string_view namespace_of(const pugi::xml_node& element) {
  const std::string_view prefix = prefix_of(element);
  const std::string declaration = prefix.empty() ? "xmlns" : "xmlns:" + std::string(prefix);
  for (pugi::xml_node node = element; node; node = node.parent())
    if (const auto attribute = node.attribute(declaration.c_str())) return attribute.value();
  return {};
}

bool is(const pugi::xml_node& element, std::string_view name_space, std::string_view name) {
  return local_name(element) == name && namespace_of(element) == name_space;
}

pugi::xml_node first_element(const pugi::xml_node& parent) {
  return parent.find_child([](const pugi::xml_node& node) { return node.type() == pugi::node_element; });
}

// Visits what is below `root` in document order, without recursion: the depth is the sender's choice.
template <class Visit>
void walk(const pugi::xml_node& root, const Visit& visit) {
  int depth = 1;
  pugi::xml_node node = root.first_child();
  while (node) {
    visit(node, depth);
    if (node.first_child()) {
      node = node.first_child();
      ++depth;
      continue;
    }
    while (node != root && !node.next_sibling()) {
      node = node.parent();
      --depth;
    }
    if (node == root) return;
    node = node.next_sibling();
  }
}

bool has_document_type(const pugi::xml_document& document) {
  return std::any_of(document.begin(), document.end(),
                     [](const pugi::xml_node& node) { return node.type() == pugi::node_doctype; });
}

// SOAP 1.1 section 4.4.1: the dotted code becomes finer to the right; X-Road puts its own words there.
lt_status meaning_of(std::string_view code, const FaultClasses& classes) {
  for (const auto& [known, status] : classes)
    if (code == known) return status;
  constexpr std::string_view about_rights[] = {"AccessDenied", "Authentication", "Authorization", "Unauthorized"};
  for (const std::string_view word : about_rights)
    if (code.find(word) != std::string_view::npos) return LT_DENIED;
  if (code.starts_with("Server")) return LT_UNAVAILABLE;
  return code.starts_with("Client") ? LT_MISCONFIGURED : LT_FAILED;
}

lt_status status_of(int http_status) {
  return http_status == 400 || http_status == 422 ? LT_MISCONFIGURED : sdk::status_of(http_status);
}

std::string place(const sdk::Request& request) { return request.method + " " + request.url; }

}  // namespace

std::string_view local_name(const pugi::xml_node& element) {
  const std::string_view name = element.name();
  return name.substr(name.find(':') + 1);
}

pugi::xml_node child_named(const pugi::xml_node& element, std::string_view name) {
  return element.find_child([name](const pugi::xml_node& node) { return local_name(node) == name; });
}

std::string text_of(const pugi::xml_node& element) {
  std::string text;
  for (const pugi::xml_node& node : element.children())
    if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) text += node.value();
  return text;
}

bool has_elements(const pugi::xml_node& element) { return static_cast<bool>(first_element(element)); }

std::string envelope(const Element& request) {
  pugi::xml_document document;
  auto declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  auto root = document.append_child("soapenv:Envelope");
  root.append_attribute("xmlns:soapenv") = soap_namespace.data();
  root.append_attribute("xmlns:dan") = citizen_namespace.data();
  root.append_child("soapenv:Header");
  append(root.append_child("soapenv:Body"), request);
  std::ostringstream text;
  document.save(text, "", pugi::format_raw);
  return text.str();
}

Answer::Answer(const sdk::Request& request, const sdk::Response& response, const FaultClasses& classes) {
  // A refusal of what stands before the service (a gateway, a limit) says nothing in SOAP; a fault comes with 500.
  if (!response.ok() && response.status() != 500)
    throw sdk::Failure(status_of(response.status()), sdk::failure_of(request, response).what(), response.retry_after());
  try {
    load(response.body());
  } catch (const sdk::Failure&) {
    if (!response.ok()) throw sdk::failure_of(request, response);
    throw;
  }
  throw_fault(request, classes);
  if (!response.ok()) throw sdk::failure_of(request, response);
  const pugi::xml_node first = first_element(body_);
  if (!first || namespace_of(first) != citizen_namespace)
    throw sdk::failed(place(request) + " answered with " + (first ? "<" + std::string(first.name()) + ">" : "nothing") +
                      " in the SOAP body, which is not of the namespace " + std::string(citizen_namespace) +
                      ": is this the service of the population database?");
}

void Answer::load(std::string_view body) {
  const auto loaded =
      document_.load_buffer(body.data(), body.size(), pugi::parse_default | pugi::parse_doctype, pugi::encoding_auto);
  if (has_document_type(document_) || loaded.status == pugi::status_bad_doctype)
    throw sdk::failed(
        "the answer has a document type declaration (DOCTYPE), which SOAP forbids and which can read files or swell "
        "without end; it was not read. Ask the system's operator where it comes from");
  if (!loaded)
    throw sdk::unavailable("the answer is no whole XML document (" + std::string(loaded.description()) + " at byte " +
                           std::to_string(loaded.offset) + " of " + std::to_string(body.size()) +
                           "): " + std::string(body.substr(0, 200)));
  const pugi::xml_node root = document_.document_element();
  walk(root, [](const pugi::xml_node&, int depth) {
    if (depth > most_depth)
      throw sdk::failed("the answer is nested more than " + std::to_string(most_depth) +
                        " deep; it was not read. Ask the system's operator what this is");
  });
  if (is(root, soap_namespace, "Envelope"))
    body_ = root.find_child([](const pugi::xml_node& node) { return is(node, soap_namespace, "Body"); });
  if (!body_)
    throw sdk::failed("the answer is no SOAP 1.1 envelope but <" + std::string(root.name()) +
                      ">; 'url' and 'path' must lead to the service: " + std::string(body.substr(0, 200)));
}

void Answer::throw_fault(const sdk::Request& request, const FaultClasses& classes) const {
  const pugi::xml_node fault =
      body_.find_child([](const pugi::xml_node& node) { return is(node, soap_namespace, "Fault"); });
  if (!fault) return;
  const std::string whole = text_of(child_named(fault, "faultcode"));
  const std::string code = whole.substr(whole.find(':') + 1);
  std::string message = place(request) + " answered with the fault '" + code +
                        "': " + text_of(child_named(fault, "faultstring")).substr(0, 300);
  throw sdk::Failure(meaning_of(code, classes), message);
}

std::vector<pugi::xml_node> Answer::elements(std::string_view name) const {
  std::vector<pugi::xml_node> found;
  walk(body_, [&](const pugi::xml_node& node, int) {
    if (local_name(node) != name) return;
    if (namespace_of(node) != citizen_namespace)
      throw sdk::failed("the answer has <" + std::string(node.name()) + "> in the namespace '" +
                        std::string(namespace_of(node)) + "', not in " + std::string(citizen_namespace) +
                        "; it is not read as if it were empty. Ask the system's operator what changed");
    found.push_back(node);
  });
  return found;
}

}  // namespace lt::population
