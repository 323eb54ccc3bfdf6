// Adding up.
#include "app/disclosure_groups.hpp"

#include <algorithm>

namespace lt::app {

DisclosureGroups disclosure_groups(const std::vector<store::DisclosedDocument>& documents) {
  DisclosureGroups groups;
  for (const store::DisclosedDocument& document : documents) {
    DisclosureGroup& group = groups[{document.what->destination, document.what->purpose, document.entity}];
    if (group.times++ == 0) group.first = group.last = document.at;
    group.first = std::min(group.first, document.at);
    group.last = std::max(group.last, document.at);
    group.fields.insert(document.what->fields.begin(), document.what->fields.end());
    group.flows.insert(document.what->flow);
  }
  return groups;
}

}  // namespace lt::app
