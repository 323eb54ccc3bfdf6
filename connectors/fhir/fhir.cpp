// FHIR R4 servers: resources in by search or bulk export, out in transactions.
#include "reading.hpp"
#include "transaction.hpp"

#include <lienthong/sdk.hpp>

#include <algorithm>

namespace {

using namespace lt::sdk;

// The endpoint's settings: FHIR's media type unless the system's headers ask for another.
Settings endpoint_settings(const Settings& settings) {
  json::object values = settings.values();
  json::object headers = settings.object("headers").values();
  if (!headers.contains("Accept")) headers["Accept"] = "application/fhir+json";
  values["headers"] = std::move(headers);
  return Settings(std::move(values));
}

std::vector<std::string> stream_names(const Settings& settings) {
  std::vector<std::string> names;
  for (const auto& name : settings.list("streams")) names.push_back(lt::rest::text_of(name));
  if (names.empty()) names = {"patient", "immunization", "observation", "location", "organization"};
  return names;
}

class Fhir : public Connector {
 public:
  explicit Fhir(const Settings& settings)
      : endpoint_(endpoint_settings(settings)),
        streams_(stream_names(settings)),
        bulk_(settings.boolean_or("bulk", false)),
        reading_(settings),
        writing_(settings),
        naming_(settings.object("identifiers"), settings.text_or("server", settings.text("url"))) {}

  void check(Host& host) override {
    const Request request = endpoint_.request("GET", "/metadata");
    const Response response = endpoint_.send(host, request, lt::rest::RequestKind::read);
    const json::value answer = response.json();
    const auto* statement = answer.if_object();
    if (!statement || lt::fhir::text_member(*statement, "resourceType") != "CapabilityStatement")
      throw misconfigured("GET " + request.url + " answered no CapabilityStatement; is 'url' a FHIR server's base?");
    const std::string version(lt::fhir::text_member(*statement, "fhirVersion"));
    if (!version.starts_with("4."))
      throw misconfigured("the server speaks FHIR " + (version.empty() ? "of no version" : version) +
                          "; this connector speaks R4 (4.x)");
  }

  std::vector<Stream> streams(Host&) override {
    std::vector<Stream> list;
    list.reserve(streams_.size());
    for (const auto& name : streams_)
      list.push_back({name, Direction::both, {"/id"}, lt::fhir::type_of_stream(name), nullptr});
    return list;
  }

  void read(Reader& reader, std::string_view stream, std::string_view state) override {
    const lt::fhir::Reading reading{endpoint_, reading_, naming_, reader, stream, type_of(stream)};
    const auto from = lt::fhir::ReadState::parse(state);
    if (bulk_)
      lt::fhir::bulk_export(reading, from);
    else
      lt::fhir::search(reading, from);
  }

  void write(Writer& writer, std::string_view stream, std::span<const Record> records) override {
    lt::fhir::Transaction(endpoint_, writing_, naming_, writer, type_of(stream)).run(records);
  }

 private:
  std::string type_of(std::string_view stream) const {
    if (std::find(streams_.begin(), streams_.end(), stream) == streams_.end())
      throw misconfigured("the settings of this system have no stream '" + std::string(stream) + "'");
    return lt::fhir::type_of_stream(stream);
  }

  lt::rest::Endpoint endpoint_;
  std::vector<std::string> streams_;
  bool bulk_;
  lt::fhir::ReadSettings reading_;
  lt::fhir::WriteSettings writing_;
  lt::fhir::Naming naming_;
};

}  // namespace

LT_CONNECTOR(Fhir, .version = "0.1.0", .vendor = "Liên Thông",
             .summary = "FHIR R4 servers: resources in by search or bulk export, out in transactions.");
