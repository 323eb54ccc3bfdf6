// Classes of personal data (Decree 13/2023/NĐ-CP) by their names, and that of a whole entity.
#pragma once

#include "model/entity.hpp"

#include <array>
#include <string_view>

namespace lt::model {

// In the order of DataClass: each asks for more care than the one before.
inline constexpr std::array<std::string_view, 4> data_class_names{"open", "internal", "basic", "sensitive"};

// The highest among its fields.
DataClass class_of(const Entity& entity);

}  // namespace lt::model
