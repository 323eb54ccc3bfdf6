// From a table's lines to paths, from its schemas to components.
#include "api/openapi.hpp"

#include "api/problem.hpp"

#include <boost/algorithm/string/case_conv.hpp>
#include <boost/json.hpp>

#include <set>

namespace lt::api {
namespace {

namespace json = boost::json;

const Schema problem_schema{"Problem",
                            "Why a request was not served (RFC 9457)",
                            {{"type", "string", "urn:lienthong:problem:CODE"},
                             {"title", "string", "In the reader's language"},
                             {"status", "integer"},
                             {"detail", "string", "What is wrong and what to do"},
                             {"violations", "Violation[]", "In files that were sent", true}}};

const Schema violation_schema{"Violation",
                              "What is wrong in a file of the configuration",
                              {{"file", "string", "From the configuration's folder"},
                               {"line", "integer", "From 1; 0: the whole file"},
                               {"message", "string"}}};

json::object content(const std::string& type, json::object schema) {
  return {{type, json::object{{"schema", std::move(schema)}}}};
}

json::object problem(const char* description) {
  return {{"description", description}, {"content", content("application/problem+json", schema_of_type("Problem"))}};
}

json::object bytes_of(const std::string& media) {
  json::object schema{{"type", "string"}};
  if (!media.starts_with("text/")) schema["format"] = "binary";
  return schema;
}

bool is_list(const Endpoint& endpoint) { return endpoint.answers.ends_with("[]"); }

std::string answer_schema(const Endpoint& endpoint) {
  return is_list(endpoint) ? endpoint.answers.substr(0, endpoint.answers.size() - 2) + "Page" : endpoint.answers;
}

json::object responses_of(const Endpoint& endpoint) {
  json::object responses;
  if (!endpoint.media.empty()) {
    json::object contents;
    for (const auto& media : endpoint.media) contents[media] = json::object{{"schema", bytes_of(media)}};
    responses["200"] = json::object{{"description", endpoint.summary}, {"content", std::move(contents)}};
  } else if (endpoint.sends_on) {
    responses["302"] = json::object{
        {"description", endpoint.summary},
        {"headers", json::object{{"Location", json::object{{"description", "Where the browser goes on"},
                                                           {"schema", json::object{{"type", "string"}}}}}}}};
  } else if (endpoint.answers.empty()) {
    responses["204"] = json::object{{"description", "Done"}};
  } else {
    json::object good{{"description", endpoint.summary}};
    good["content"] = content("application/json", schema_of_type(answer_schema(endpoint)));
    if (endpoint.method == "GET") {
      good["headers"] =
          json::object{{"ETag", json::object{{"description", "Of this very answer; send it as If-None-Match"},
                                             {"schema", json::object{{"type", "string"}}}}}};
      responses["304"] = json::object{{"description", "As If-None-Match knows it"}};
    }
    responses[std::to_string(endpoint.status)] = std::move(good);
  }
  if (!endpoint.query.empty() || !endpoint.takes.empty())
    responses["400"] = problem("A parameter or the body is wrong");
  if (endpoint.right != access::Right::none) {
    responses["401"] = problem("Nobody is signed in");
    responses["403"] = problem("The right is missing");
  }
  if (!path_names(endpoint.path).empty()) responses["404"] = problem("There is none");
  responses["default"] = problem("Anything else");
  return responses;
}

json::array parameters_of(const Endpoint& endpoint) {
  json::array parameters;
  for (const auto& name : path_names(endpoint.path))
    parameters.push_back(
        json::object{{"name", name}, {"in", "path"}, {"required", true}, {"schema", schema_of_type("string")}});
  for (const Parameter& parameter : endpoint.query)
    parameters.push_back(json::object{{"name", parameter.name},
                                      {"in", "query"},
                                      {"required", parameter.required},
                                      {"description", parameter.note},
                                      {"schema", schema_of_type(parameter.type)}});
  return parameters;
}

json::array roles_with(access::Right right) {
  json::array roles;
  for (const access::Role role : access::roles)
    if (access::may(role, right)) roles.emplace_back(json::string(to_string(role)));
  return roles;
}

json::object operation_of(const Endpoint& endpoint) {
  json::object operation{{"operationId", endpoint.operation},
                         {"summary", endpoint.summary},
                         {"description", endpoint.summary + "."},
                         {"tags", json::array{endpoint.tag}},
                         {"x-right", to_string(endpoint.right)}};
  if (endpoint.right == access::Right::none) {
    operation["security"] = json::array{};
  } else {
    operation["x-roles"] = roles_with(endpoint.right);
  }
  if (json::array parameters = parameters_of(endpoint); !parameters.empty())
    operation["parameters"] = std::move(parameters);
  if (!endpoint.takes.empty())
    operation["requestBody"] =
        json::object{{"required", true}, {"content", content("application/json", schema_of_type(endpoint.takes))}};
  operation["responses"] = responses_of(endpoint);
  return operation;
}

json::object schemas_of(const Table& table) {
  json::object schemas{{problem_schema.name, to_json_schema(problem_schema)},
                       {violation_schema.name, to_json_schema(violation_schema)}};
  for (const Schema& schema : table.schemas) schemas[schema.name] = to_json_schema(schema);
  for (const Endpoint& endpoint : table.endpoints) {
    if (!is_list(endpoint)) continue;
    schemas[answer_schema(endpoint)] = to_json_schema(
        {answer_schema(endpoint),
         "A page of a list",
         {{"items", endpoint.answers}, {"next", "string?", "The next page's cursor; null: the last page"}}});
  }
  return schemas;
}

json::object security_schemes() {
  return {{"session",
           json::object{{"type", "apiKey"},
                        {"in", "cookie"},
                        {"name", "__Host-lienthong"},
                        {"description",
                         "Set by signIn (over plain HTTP on loopback: lienthong). Writes also need X-CSRF-Token."}}},
          {"token", json::object{{"type", "http"}, {"scheme", "bearer"}, {"description", "lienthong users token"}}}};
}

}  // namespace

json::object openapi_document(const Table& table, const std::string& version) {
  json::object paths;
  std::set<std::string> tags;
  for (const Endpoint& endpoint : table.endpoints) {
    json::value& path = paths[endpoint.path];
    if (!path.is_object()) path = json::object();
    path.as_object()[boost::algorithm::to_lower_copy(endpoint.method)] = operation_of(endpoint);
    tags.insert(endpoint.tag);
  }
  json::array tag_list;
  for (const auto& tag : tags) tag_list.push_back(json::object{{"name", tag}, {"description", "About " + tag}});
  return {{"openapi", "3.1.0"},
          {"info", json::object{{"title", "Liên Thông"},
                                {"version", version},
                                {"description",
                                 "Everything that the console and the command line show and do. Persons' data are "
                                 "masked but where an operation says otherwise."},
                                {"contact", json::object{{"name", "The hub's administrator"}}},
                                {"license", json::object{{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
          {"servers", json::array{json::object{{"url", "/"}, {"description", "This hub"}}}},
          {"security", json::array{json::object{{"session", json::array{}}}, json::object{{"token", json::array{}}}}},
          {"tags", std::move(tag_list)},
          {"paths", std::move(paths)},
          {"components", json::object{{"schemas", schemas_of(table)}, {"securitySchemes", security_schemes()}}}};
}

}  // namespace lt::api
