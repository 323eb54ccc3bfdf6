// Names, paths, the index.
#include "layers.hpp"

#include <algorithm>

namespace epidemic_map {

using namespace lt::sdk;

namespace {

constexpr std::string_view placeholder = "{layer}";

bool is_plain(std::string_view name) {
  return !name.empty() &&
         std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::string filled(std::string path, std::string_view name) {
  const std::size_t at = path.find(placeholder);
  return at == std::string::npos ? path : path.replace(at, placeholder.size(), name);
}

}  // namespace

Layers::Layers(const Settings& settings) {
  const std::string path = settings.text_or("path", "api/layers/{layer}");
  const Settings layers = settings.object("layers");
  for (const auto& member : layers.values()) {
    const std::string name(member.key());
    if (!is_plain(name) || name == "layers") {
      throw misconfigured("'" + name + "' cannot name a layer; use small letters, digits and _, and not 'layers'");
    }
    const Settings each = layers.object(name);
    if (!each.has("path") && path.find(placeholder) == std::string::npos) {
      throw misconfigured("'path' needs {layer}, or every layer would take the place of the one before");
    }
    layers_.emplace(name, Layer{.title = each.text_or("title", name),
                                .path = each.text_or("path", filled(path, name)),
                                .is_public = each.boolean_or("public", false)});
  }
}

const Layer& Layers::at(std::string_view name) const {
  const auto found = layers_.find(name);
  if (found == layers_.end()) {
    throw misconfigured("the settings of this system have no layer '" + std::string(name) + "'");
  }
  return found->second;
}

const Layer* Layers::find_public(std::string_view name) const {
  const auto found = layers_.find(name);
  return found == layers_.end() || !found->second.is_public ? nullptr : &found->second;
}

json::object Layers::index(std::string_view base) const {
  json::array list;
  for (const auto& [name, layer] : layers_) {
    if (!layer.is_public) continue;
    list.push_back({{"name", name}, {"title", layer.title}, {"href", std::string(base) + "/" + name + ".geojson"}});
  }
  return {{"layers", std::move(list)}};
}

}  // namespace epidemic_map
