// Writes records as files that appear whole: one for each batch, or one that is replaced.
#pragma once

#include "exchange.hpp"

#include <lienthong/sdk/host.hpp>

#include <span>
#include <string>

namespace lt::folder {

/// Accepts or rejects each record. A batch that is repeated gets the name that it had. Throws Failure unavailable when
/// the folder cannot be written to.
void write_files(const sdk::Writer& writer, const OutStream& stream, const std::string& name,
                 std::span<const sdk::Record> records);

}  // namespace lt::folder
