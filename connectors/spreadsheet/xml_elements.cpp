// The scanner knows only where markup begins and ends; pugixml parses what it cuts out.
#include "xml_elements.hpp"

#include "cell.hpp"

#include <algorithm>
#include <utility>

namespace lt::spreadsheet {
namespace {

constexpr unsigned parse_options = pugi::parse_default | pugi::parse_ws_pcdata;

std::string_view without_prefix(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view name_at(std::string_view markup) { return markup.substr(0, markup.find_first_of(" \t\r\n/>")); }

}  // namespace

std::string_view local_name(const pugi::xml_node& node) { return without_prefix(node.name()); }

pugi::xml_node child(const pugi::xml_node& parent, std::string_view name) {
  for (const auto& node : parent.children()) {
    if (local_name(node) == name) return node;
  }
  return {};
}

pugi::xml_attribute attribute(const pugi::xml_node& node, std::string_view name) {
  for (const auto& found : node.attributes()) {
    if (without_prefix(found.name()) == name) return found;
  }
  return {};
}

void parse_xml(pugi::xml_document& document, std::string_view xml, const std::string& part) {
  const auto result = document.load_buffer(xml.data(), xml.size(), parse_options);
  if (!result) {
    throw FileError("the part " + part + " of the workbook is no valid XML (" + result.description() +
                    "): save the file again in Excel");
  }
}

bool XmlElements::wanted(std::string_view name) const {
  return std::find(names_.begin(), names_.end(), without_prefix(name)) != names_.end();
}

/// One past the end of the markup that begins with '<' at `begin`; npos when it is not all there yet.
std::size_t XmlElements::markup_end(std::size_t begin) const {
  const auto rest = std::string_view(buffer_).substr(begin);
  constexpr std::string_view comment = "<!--", cdata = "<![CDATA[";
  for (const auto& [opening, closing] :
       {std::pair{comment, std::string_view("-->")}, {cdata, std::string_view("]]>")}}) {
    if (rest.size() < opening.size() && opening.starts_with(rest)) return std::string::npos;
    if (!rest.starts_with(opening)) continue;
    const auto end = rest.find(closing, opening.size());
    return end == std::string_view::npos ? end : begin + end + closing.size();
  }
  char quote = 0;
  for (std::size_t i = 1; i < rest.size(); ++i) {
    const char c = rest[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return begin + i + 1;
    }
  }
  return std::string::npos;
}

bool XmlElements::deliver(std::string_view xml) {
  parse_xml(document_, xml, part_);
  return sink_(document_.document_element());
}

bool XmlElements::take_markup(std::size_t begin, std::size_t end) {
  const auto markup = std::string_view(buffer_).substr(begin + 1, end - begin - 1);
  const bool closes = markup.starts_with('/');
  const auto name = name_at(closes ? markup.substr(1) : markup);
  const bool self_closed = markup.size() >= 2 && markup[markup.size() - 2] == '/';
  if (element_ == std::string::npos) {
    if (closes || !wanted(name)) return true;
    if (self_closed) return deliver(std::string_view(buffer_).substr(begin, end - begin));
    element_ = begin;
    open_ = name;
    depth_ = 1;
    return true;
  }
  if (name != open_) return true;
  if (!closes) depth_ += self_closed ? 0 : 1;
  if (!closes || --depth_ > 0) return true;
  const auto from = std::exchange(element_, std::string::npos);
  return deliver(std::string_view(buffer_).substr(from, end - from));
}

bool XmlElements::feed(std::string_view piece) {
  buffer_ += piece;
  while (true) {
    const auto begin = buffer_.find('<', scanned_);
    if (begin == std::string::npos) {
      scanned_ = buffer_.size();
      break;
    }
    const auto end = markup_end(begin);
    if (end == std::string::npos) {
      scanned_ = begin;
      break;
    }
    scanned_ = end;
    if (!take_markup(begin, end)) return false;
  }
  const auto done = std::min(element_, scanned_);
  buffer_.erase(0, done);
  scanned_ -= done;
  if (element_ != std::string::npos) element_ = 0;
  if (buffer_.size() > max_bytes_) {
    throw FileError("one element of the part " + part_ + " is larger than " + std::to_string(max_bytes_ >> 20) +
                    " MiB: refused");
  }
  return true;
}

void XmlElements::finish() const {
  if (element_ != std::string::npos || buffer_.find('<') != std::string::npos) {
    throw FileError("the part " + part_ + " of the workbook ends in the middle: copy the file again");
  }
}

}  // namespace lt::spreadsheet
