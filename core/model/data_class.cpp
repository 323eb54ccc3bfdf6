// An entity is as personal as its most personal field.
#include "model/data_class.hpp"

#include <algorithm>

namespace lt::model {

DataClass class_of(const Entity& entity) {
  if (entity.fields.empty()) return DataClass::open;
  return std::ranges::max(entity.fields, {}, &Field::data_class).data_class;
}

}  // namespace lt::model
