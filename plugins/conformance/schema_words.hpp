// What a schema of settings must say so that its form can be read, in English and in Vietnamese.
#pragma once

#include <boost/json/fwd.hpp>

#include <string>

namespace lt::conformance {

// Both give one sentence for each gap, with the setting's path ("auth.type") and the keyword that it lacks; empty where
// nothing is missing.

// Settings without title, title_vi or description; secrets that are no strings.
std::string undescribed_settings(const boost::json::value& schema);
// What a form shows beside them: description_vi, the schema's own four texts, and a title in both languages for each
// value of an enum.
std::string gaps_of_languages(const boost::json::value& schema);

}  // namespace lt::conformance
