// The whole table.
#include "app/resources/resources.hpp"

namespace lt::app {

api::Table api_table(const HubView& hub) {
  api::Table table;
  table.schemas.push_back({"Label", "A text in both languages", {{"vi", "string"}, {"en", "string"}}});
  for (const auto add : {add_session_resource,  add_oidc_resource,       add_system_resources,  add_flow_resources,
                         add_flow_deeds,        add_event_resource,      add_run_resources,     add_letter_resources,
                         add_letter_deeds,      add_job_resources,       add_record_search,     add_record_resources,
                         add_record_history,    add_judgement_resources, add_review_resources,  add_unit_resource,
                         add_plugin_resources,  add_figures_resource,    add_report_resources,  add_audit_resources,
                         add_user_resources,    add_settings_resources,  add_mapping_resources, add_secret_resources,
                         add_erasure_resources, add_upkeep_resources}) {
    add(table, hub);
  }
  return table;
}

}  // namespace lt::app
