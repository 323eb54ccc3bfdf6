// The layers that the settings name: what they are called, where the map takes them, who may see them here.
#pragma once

#include <lienthong/sdk.hpp>

#include <map>
#include <string>
#include <string_view>

namespace epidemic_map {

struct Layer {
  std::string title;
  std::string path;        // behind the map's address
  bool is_public = false;  // the hub serves it to anybody
};

// By the name that stream, answer and address share.
class Layers {
 public:
  // From the settings `layers` and `path`. Throws Failure misconfigured for a name that cannot stand in an address.
  explicit Layers(const lt::sdk::Settings& settings);

  // Throws Failure misconfigured where there is none.
  const Layer& at(std::string_view name) const;
  // Of an address that strangers may ask; null where there is no such layer for them.
  const Layer* find_public(std::string_view name) const;
  const std::map<std::string, Layer, std::less<>>& all() const { return layers_; }
  // {"layers": [{"name", "title", "href"}]} of the public ones, relative to `base`.
  boost::json::object index(std::string_view base) const;

 private:
  std::map<std::string, Layer, std::less<>> layers_;
};

}  // namespace epidemic_map
