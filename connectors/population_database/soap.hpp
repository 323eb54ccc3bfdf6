// SOAP 1.1 as the population database speaks it: an envelope out, an answer in, faults as failures.
#pragma once

#include <lienthong/sdk/http.hpp>
#include <pugixml.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lt::population {

// An element to write, in the namespace of the population database.
struct Element {
  std::string name;
  std::string text;
  std::vector<Element> children;

  Element(std::string element_name, std::string element_text)
      : name(std::move(element_name)), text(std::move(element_text)) {}
  Element(std::string element_name, std::vector<Element> elements)
      : name(std::move(element_name)), children(std::move(elements)) {}
};

// The whole document around a request.
std::string envelope(const Element& request);

// Which reaction a fault calls for, by the code that the system gave; none of these: by SOAP's own meaning of codes.
using FaultClasses = std::vector<std::pair<std::string, lt_status>>;

// A well-formed answer without a fault. Its nodes live as long as it.
class Answer {
 public:
  // Throws Failure: unavailable for what is cut off or no XML, failed for a document with a DOCTYPE, of another
  // namespace or nested too deep, and for a fault what it means.
  Answer(const sdk::Request& request, const sdk::Response& response, const FaultClasses& classes);

  // All elements of this name in the body, in their order. Throws Failure failed where one is of another namespace.
  std::vector<pugi::xml_node> elements(std::string_view name) const;

 private:
  void load(std::string_view body);
  void throw_fault(const sdk::Request& request, const FaultClasses& classes) const;

  pugi::xml_document document_;
  pugi::xml_node body_;
};

// "CongDan" of "ns1:CongDan".
std::string_view local_name(const pugi::xml_node& element);
// The first child element of this local name, or a null node.
pugi::xml_node child_named(const pugi::xml_node& element, std::string_view name);
// All text right below the element.
std::string text_of(const pugi::xml_node& element);
bool has_elements(const pugi::xml_node& element);

}  // namespace lt::population
