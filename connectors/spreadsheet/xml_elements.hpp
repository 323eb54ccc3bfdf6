// Cuts a stream of XML into the elements asked for, so that a sheet of any length is parsed a row at a time.
#pragma once

#include <pugixml.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::spreadsheet {

/// The name without its namespace prefix: "x:row" is "row".
std::string_view local_name(const pugi::xml_node& node);
/// The first child element of that local name, or an empty node.
pugi::xml_node child(const pugi::xml_node& parent, std::string_view name);
/// The attribute of that local name ("id" finds "r:id"), or an empty one.
pugi::xml_attribute attribute(const pugi::xml_node& node, std::string_view name);
/// Parses a whole part; DTDs and entities of its own are never expanded. Throws FileError.
void parse_xml(pugi::xml_document& document, std::string_view xml, const std::string& part);

/// Elements nested in one that is asked for belong to it. UTF-8 only.
class XmlElements {
 public:
  using Sink = std::function<bool(const pugi::xml_node&)>;
  /// `names` are local names. An element longer than `max_bytes` is a FileError.
  XmlElements(std::vector<std::string> names, std::string part, std::uint64_t max_bytes, Sink sink)
      : names_(std::move(names)), part_(std::move(part)), max_bytes_(max_bytes), sink_(std::move(sink)) {}
  /// False when the sink wants no more.
  bool feed(std::string_view piece);
  /// Throws FileError when the stream ended within an element.
  void finish() const;

 private:
  std::size_t markup_end(std::size_t begin) const;
  bool take_markup(std::size_t begin, std::size_t end);
  bool deliver(std::string_view xml);
  bool wanted(std::string_view name) const;

  std::vector<std::string> names_;
  std::string part_;
  std::uint64_t max_bytes_;
  Sink sink_;
  std::string buffer_;
  std::size_t scanned_ = 0;                  ///< everything before was looked at
  std::size_t element_ = std::string::npos;  ///< where the open element begins
  std::string open_;                         ///< its name with prefix
  unsigned depth_ = 0;                       ///< of elements of that name
  pugi::xml_document document_;
};

}  // namespace lt::spreadsheet
