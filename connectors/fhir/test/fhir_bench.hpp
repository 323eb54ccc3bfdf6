// The connector on the bench, against a server that answers as a test says.
#pragma once

#include <boost/json.hpp>
#include <testing/bench.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace lt::fhir_testing {

namespace testing = lt::plugin_testing;
namespace json = boost::json;
using plugin_host::OutRecord;
using plugin_host::RejectClass;

struct FhirBench : testing::Bench {
  FhirBench() : Bench(LT_CONNECTOR_FILE) { give_secret("fhir_token", "t0p-s3cret"); }

  void begin(std::string_view more = "") {
    open(
        "{url: 'https://fhir.example.vn/r4', server: h1, auth: {type: bearer, token: fhir_token}, page_size: 2, "
        "identifiers: {citizen_id: 'https://example.vn/cccd'}" +
        std::string(more) + "}");
  }
  testing::RecordingReadSink read(std::string_view stream, std::string_view state = "") {
    testing::RecordingReadSink sink;
    session().read(stream, state, sink, {});
    return sink;
  }
  testing::RecordingWriteSink write(std::string_view stream, const std::vector<OutRecord>& records) {
    testing::RecordingWriteSink sink;
    session().write(stream, records, sink, {});
    return sink;
  }
  json::value sent(std::size_t index) const { return json::parse(http.requests().at(index).body); }
  std::string target(std::size_t index) const { return testing::target_of(http.requests().at(index).url); }
};

inline json::value at(const json::value& value, std::string_view pointer) {
  boost::system::error_code error;
  const auto* found = value.find_pointer(pointer, error);
  return found ? *found : json::value();
}

}  // namespace lt::fhir_testing
