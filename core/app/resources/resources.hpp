// What the API serves of the hub, a file a resource: each adds its lines and schemas to the table.
#pragma once

#include "access/access.hpp"
#include "api/endpoint.hpp"
#include "app/configuration.hpp"
#include "app/events.hpp"
#include "app/flow_runner.hpp"
#include "app/jobs.hpp"
#include "app/renewal.hpp"
#include "base/clock.hpp"
#include "schedule/agenda.hpp"
#include "store/store.hpp"

#include <functional>
#include <vector>

namespace lt::app {

// All of it outlives the table.
struct HubView {
  const Configuration& configuration;
  store::Store& store;
  const Clock& clock;
  access::Access& access;
  std::function<std::vector<schedule::FlowState>()> states;  // of the scheduler
  const FlowRunner& runner;
  Jobs& jobs;
  Events& events;
  std::function<void()> heed_pauses;  // what was said of pauses counts at once
  Renewal& renewal;
};

api::Table api_table(const HubView& hub);

void add_session_resource(api::Table& table, const HubView& hub);
void add_oidc_resource(api::Table& table, const HubView& hub);
void add_system_resources(api::Table& table, const HubView& hub);
void add_flow_resources(api::Table& table, const HubView& hub);
void add_flow_deeds(api::Table& table, const HubView& hub);
void add_event_resource(api::Table& table, const HubView& hub);
void add_run_resources(api::Table& table, const HubView& hub);
void add_letter_resources(api::Table& table, const HubView& hub);
void add_letter_deeds(api::Table& table, const HubView& hub);
void add_job_resources(api::Table& table, const HubView& hub);
void add_record_search(api::Table& table, const HubView& hub);
void add_record_resources(api::Table& table, const HubView& hub);
void add_record_history(api::Table& table, const HubView& hub);
void add_judgement_resources(api::Table& table, const HubView& hub);
void add_review_resources(api::Table& table, const HubView& hub);
void add_report_resources(api::Table& table, const HubView& hub);
void add_unit_resource(api::Table& table, const HubView& hub);
void add_plugin_resources(api::Table& table, const HubView& hub);
void add_figures_resource(api::Table& table, const HubView& hub);
void add_erasure_resources(api::Table& table, const HubView& hub);
void add_upkeep_resources(api::Table& table, const HubView& hub);
void add_audit_resources(api::Table& table, const HubView& hub);
void add_user_resources(api::Table& table, const HubView& hub);
void add_settings_resources(api::Table& table, const HubView& hub);
void add_mapping_resources(api::Table& table, const HubView& hub);
void add_secret_resources(api::Table& table, const HubView& hub);

}  // namespace lt::app
