// What a connector says of itself and of its settings, in both languages.
#pragma once

#include "model/entity.hpp"
#include "plugin_host/plugin.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace lt::app {

struct PluginWords {
  model::Label label;  // what people call it
  model::Label about;  // one sentence
};

// As its schema says; its id and summary where that says nothing.
PluginWords words_of(const plugin_host::Plugin& plugin);

// "title" or "description" of a schema, in Vietnamese where it has it; empty where it has none.
std::string word_of(const boost::json::object& schema, const std::string& word, bool vietnamese);

}  // namespace lt::app
