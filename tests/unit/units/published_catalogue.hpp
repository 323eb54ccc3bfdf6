// The catalogue as it is published, loaded once for the tests of this room.
#pragma once

#include "units/catalogue.hpp"

namespace lt::units {

inline const Catalogue& catalogue() {
  static const Catalogue loaded = Catalogue::load(LT_BUILD_DIR "/share/units.tsv");
  return loaded;
}

}  // namespace lt::units
