// Dead letters as the API shows them.
#pragma once

#include "api/endpoint.hpp"
#include "app/resources/resources.hpp"

#include <boost/json.hpp>

namespace lt::app {

// Throws Refusal not_found where the caller sees no such letter.
store::DeadLetter letter_asked(const api::Call& call, const HubView& hub, store::Reader& reader);
// A message quotes the value; masked, it is said without what varies.
boost::json::array letter_reasons(const store::DeadLetter& letter, const Configuration& configuration, bool masked);
// LetterDetail.
boost::json::object letter_detail(store::Reader& reader, const store::DeadLetter& letter,
                                  const Configuration& configuration, bool masked);

}  // namespace lt::app
