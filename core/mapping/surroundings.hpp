// What a mapping may name besides its own text: entities, reference tables, administrative units, QR codes.
#pragma once

#include "mapping/reference_tables.hpp"
#include "model/entity.hpp"

namespace lt::units {
class Catalogue;
}

namespace lt::qr {
class Reader;
}

namespace lt::mapping {

// Borrowed: all of it must outlive every mapping that was loaded with it.
struct Surroundings {
  const model::Model& model;
  const ReferenceTables& tables;
  const units::Catalogue* units = nullptr;  // without it the unit functions are refused at load
  const qr::Reader* qr = nullptr;           // without it codes are read with the usual settings and no trusted signer
};

}  // namespace lt::mapping
