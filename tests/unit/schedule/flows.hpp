// Flows from YAML texts, for the tests of this room.
#pragma once

#include "schedule/plan.hpp"
#include "sync/flow_definition.hpp"

#include <memory>
#include <string>
#include <vector>

namespace lt::schedule {

// Keeps what the definitions' YAML nodes point to.
struct Flows {
  std::unique_ptr<Violations> violations = std::make_unique<Violations>();
  std::vector<sync::FlowDefinition> list;

  sync::FlowDefinition& add(const std::string& name, const std::string& schedule, const std::string& rest = "",
                            const std::string& direction = "in") {
    const std::string text = "flow: " + name + "\ndirection: " + direction +
                             "\nsystem: portal\nstream: s\nmapping: m\n" + rest + "\nschedule: " + schedule + "\n";
    const auto node = YamlNode::parse(text, name + ".yaml", *violations);
    list.push_back(sync::FlowDefinition::read(node));
    return list.back();
  }
};

}  // namespace lt::schedule
