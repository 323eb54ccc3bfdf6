// Relationships, workbook, styles and shared strings: ECMA-376 part 1, 18.2, 18.4, 18.8; part 2, 9.
#include "xlsx_parts.hpp"

#include "text_encoding.hpp"
#include "xml_elements.hpp"

#include <unicode/utf8.h>

#include <charconv>
#include <map>

namespace lt::spreadsheet {
namespace {

std::string folder_of(const std::string& entry) {
  const auto slash = entry.rfind('/');
  return slash == std::string::npos ? "" : entry.substr(0, slash + 1);
}

/// Relative to the folder of the part that names it, or from the root with a leading '/'.
std::string resolve(const std::string& folder, const std::string& target) {
  if (target.starts_with('/')) return target.substr(1);
  return std::filesystem::path(folder + target).lexically_normal().generic_string();
}

struct Relations {
  struct Target {
    std::string type, entry;
  };
  std::map<std::string, Target> by_id;
  std::map<std::string, std::string> by_type;  ///< last word of the type → first entry
};

Relations read_relations(ZipArchive& zip, const std::string& entry) {
  const auto folder = folder_of(entry);
  const auto rels = folder + "_rels/" + entry.substr(folder.size()) + ".rels";
  Relations found;
  if (!zip.contains(rels)) return found;
  pugi::xml_document document;
  parse_xml(document, zip.read(rels), rels);
  for (const auto& relation : document.document_element().children()) {
    const auto target = resolve(folder, attribute(relation, "Target").value());
    const std::string uri = attribute(relation, "Type").value();
    const auto type = uri.substr(uri.rfind('/') + 1);
    found.by_id[attribute(relation, "Id").value()] = {type, target};
    found.by_type.try_emplace(type, target);
  }
  return found;
}

bool is_true(const pugi::xml_attribute& flag) {
  const std::string_view text = flag.value();
  return text == "1" || text == "true" || text == "on";
}

void read_styles(ZipArchive& zip, const std::string& entry, NumberFormats& formats) {
  pugi::xml_document document;
  parse_xml(document, zip.read(entry), entry);
  const auto root = document.document_element();
  for (const auto& format : child(root, "numFmts").children()) {
    formats.define(attribute(format, "numFmtId").as_uint(), attribute(format, "formatCode").value());
  }
  for (const auto& style : child(root, "cellXfs").children()) {
    if (local_name(style) == "xf") formats.add_style(attribute(style, "numFmtId").as_uint());
  }
}

void read_strings(ZipArchive& zip, const std::string& entry, const Limits& limits, StringTable& strings) {
  XmlElements items({"si"}, entry, limits.part_bytes, [&](const pugi::xml_node& item) {
    strings.add(rich_text(item));
    return true;
  });
  zip.stream(entry, [&](std::string_view piece) { return items.feed(piece); });
  items.finish();
}

void read_sheets(const pugi::xml_node& workbook, const Relations& relations, XlsxParts& parts) {
  for (const auto& sheet : child(workbook, "sheets").children()) {
    const auto found = relations.by_id.find(attribute(sheet, "id").value());
    const std::string state = attribute(sheet, "state").value();
    if (found == relations.by_id.end()) {
      throw FileError("the workbook is damaged: its sheet \"" + std::string(attribute(sheet, "name").value()) +
                      "\" is not in the file");
    }
    if (found->second.type != "worksheet") continue;
    parts.sheets.push_back({to_nfc(attribute(sheet, "name").value()), !state.empty() && state != "visible"});
    parts.sheet_entries.push_back(found->second.entry);
  }
}

}  // namespace

std::string decode_escapes(std::string_view text) {
  std::string out;
  std::size_t i = 0;
  for (std::size_t at; (at = text.find("_x", i)) != std::string_view::npos;) {
    unsigned code = 0;
    const auto hex = text.substr(at + 2, 4);
    const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), code, 16);
    const bool escape = hex.size() == 4 && error == std::errc{} && end == hex.data() + 4 &&
                        text.substr(at + 6, 1) == "_" && (code < 0xD800 || code > 0xDFFF);
    out += text.substr(i, at - i);
    if (escape) {
      char utf8[4];
      int32_t length = 0;
      U8_APPEND_UNSAFE(utf8, length, static_cast<UChar32>(code));
      out.append(utf8, static_cast<std::size_t>(length));
    } else {
      out += "_x";
    }
    i = at + (escape ? 7 : 2);
  }
  return out.append(text.substr(i));
}

std::string rich_text(const pugi::xml_node& node) {
  std::string text;
  for (const auto& part : node.children()) {
    const auto name = local_name(part);
    if (name == "t") text += part.child_value();
    if (name == "r") text += child(part, "t").child_value();
  }
  return to_nfc(decode_escapes(text));
}

XlsxParts read_xlsx_parts(ZipArchive& zip, const Limits& limits) {
  const auto root = read_relations(zip, "");
  const auto found = root.by_type.find("officeDocument");
  const std::string entry = found == root.by_type.end() ? "xl/workbook.xml" : found->second;
  if (entry.ends_with(".bin")) throw FileError("this is a binary workbook (.xlsb): save it in Excel as .xlsx");
  if (zip.contains("content.xml") && !zip.contains(entry)) {
    throw FileError("this is an OpenDocument file (.ods): save it as .xlsx");
  }
  if (!zip.contains(entry)) throw FileError("this is a zip file without a workbook in it: save the table as .xlsx");
  pugi::xml_document document;
  parse_xml(document, zip.read(entry), entry);
  const auto workbook = document.document_element();
  if (local_name(workbook) != "workbook")
    throw FileError("this is an Office file but no workbook: save the table as .xlsx");
  const auto relations = read_relations(zip, entry);
  XlsxParts parts{{}, {}, {}, StringTable(limits)};
  if (is_true(attribute(child(workbook, "workbookPr"), "date1904"))) parts.formats.use_1904();
  read_sheets(workbook, relations, parts);
  if (parts.sheets.empty()) throw FileError("the workbook has no sheet with cells");
  if (auto styles = relations.by_type.find("styles"); styles != relations.by_type.end()) {
    read_styles(zip, styles->second, parts.formats);
  }
  if (auto strings = relations.by_type.find("sharedStrings"); strings != relations.by_type.end()) {
    read_strings(zip, strings->second, limits, parts.strings);
  }
  return parts;
}

}  // namespace lt::spreadsheet
