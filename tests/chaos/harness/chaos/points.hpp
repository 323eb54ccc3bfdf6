// The named points of a record's way in and out, at which partners and the store's own lock hold a serving hub.
#pragma once

#include "chaos/scene.hpp"
#include "harness/child.hpp"

#include <functional>
#include <span>

namespace lt::chaos {

// Happens to a hub that is held.
using Befall = std::function<void(scenario::Child&)>;

struct Point {
  const char* name;
  // Starts a hub on a fresh scene, brings it to the point, and lets it befall there. The hub is given back, let go by
  // the store but not by its partners (Scene::let_go).
  scenario::Child (*hold)(Scene&, const Befall&);
};

std::span<const Point> points();

}  // namespace lt::chaos
