// Canonical rows as the API shows them.
#pragma once

#include "api/endpoint.hpp"
#include "app/resources/resources.hpp"

#include <boost/json.hpp>

#include <string>
#include <vector>

namespace lt::app {

// An entity, and where it stands in the model.
struct AskedEntity {
  int position;
  const model::Entity& entity;
};

// By its name, or that of the path; both throw Refusal not_found.
AskedEntity entity_named(const std::string& name, const HubView& hub);
AskedEntity entity_asked(const api::Call& call, const HubView& hub);
// The row of the path, where it is there; throws Refusal not_found.
store::RowId row_asked(const api::Call& call, store::Reader& reader, const AskedEntity& asked);

// References as the referred row's id.
std::string value_text(const model::Value& value);

// Judgement; keys that may be a person's are masked.
boost::json::object judgement_json(const store::Judgement& judgement);
boost::json::object source_record_json(const store::SourceRecordName& record);
boost::json::array disclosures_json(const std::vector<store::DisclosureEntry>& entries);
boost::json::array deliveries_json(store::Reader& reader, const HubView& hub, const AskedEntity& asked,
                                   store::RowId row, bool masked);

}  // namespace lt::app
