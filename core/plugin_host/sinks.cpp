// Words for what happens to a record.
#include "plugin_host/sinks.hpp"

namespace lt::plugin_host {

std::string_view to_string(RejectClass reject_class) {
  switch (reject_class) {
    case RejectClass::transient:
      return "transient";
    case RejectClass::permanent:
      return "permanent";
    case RejectClass::conflict:
      return "conflict";
    case RejectClass::forbidden:
      return "forbidden";
    case RejectClass::dependency:
      return "dependency";
  }
  return "permanent";
}

}  // namespace lt::plugin_host
