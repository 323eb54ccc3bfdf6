// Hashing a mapping by meaning.
#include "mapping/fingerprint.hpp"

#include "base/hash.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace lt::mapping {
namespace {

// To be raised when a function comes to give other results for the same input.
constexpr std::string_view meaning = "mapping functions 1";

void append(const YamlValue& value, std::string& out) {
  if (value.kind == YamlValue::Kind::map) {
    out += '{';
    for (const auto& entry : value.entries) {
      out += entry.key + '\x1f';
      append(entry.value, out);
    }
    out += '}';
  } else if (value.kind == YamlValue::Kind::list) {
    out += '[';
    for (const auto& item : value.items) append(item, out);
    out += ']';
  } else if (value.kind == YamlValue::Kind::scalar) {
    out += value.text + '\x1e';
  }
}

void append(const model::Entity& entity, std::string& out) {
  out += entity.name;
  for (const model::Field& field : entity.fields) {
    out += '\n' + field.name + '\x1f' + std::to_string(static_cast<int>(field.type)) + (field.required ? "!" : "") +
           field.target + '\x1f' + field.pattern + '\x1f' + field.derived;
    for (const auto& value : field.values) out += '\x1f' + value;
    if (field.min) out += "\x1fmin" + std::to_string(*field.min);
    if (field.max) out += "\x1fmax" + std::to_string(*field.max);
  }
  for (const model::Rule& rule : entity.rules) {
    out += '\n' + rule.check;
    for (const int position : rule.fields) out += '\x1f' + std::to_string(position);
  }
}

}  // namespace

std::uint64_t fingerprint(const YamlNode& file, std::span<const std::uint64_t> tables,
                          std::span<const model::Entity* const> entities) {
  constexpr std::array<std::string_view, 4> meaningless{"examples", "label", "description", "purpose"};
  std::string all(meaning);
  for (const auto& [key, value] : file.entries()) {
    if (std::find(meaningless.begin(), meaningless.end(), key) != meaningless.end()) continue;
    all += '\n' + key + '\x1f';
    append(value.value(), all);
  }
  for (const std::uint64_t table : tables) all += '\n' + std::to_string(table);
  for (const model::Entity* entity : entities) {
    all += '\n';
    append(*entity, all);
  }
  return static_cast<std::uint64_t>(content_hash(all));
}

}  // namespace lt::mapping
