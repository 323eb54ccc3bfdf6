// A system as a form gives it, as the file that describes it.
#pragma once

#include <boost/json/object.hpp>

#include <string>

namespace lt::app {

// {system, connector, settings, label?, enabled?, egress?, isolation?, proxy?} as the YAML of systems/NAME.yaml.
std::string system_file_text(const boost::json::object& form);

}  // namespace lt::app
