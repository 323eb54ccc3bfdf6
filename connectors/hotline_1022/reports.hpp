// The client of GeoReport v2: reports of the centre in, reports of the hub out.
#pragma once

#include <lienthong/rest/error_table.hpp>
#include <lienthong/sdk.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hotline_1022 {

class Reports {
 public:
  explicit Reports(const lt::sdk::Settings& settings);

  // The centre answers with its services, among them all of `service_codes`.
  void check(const lt::sdk::Host& host) const;
  // By change where the centre tells changes, else by windows of the time of report.
  void read(const lt::sdk::Reader& reader, std::string_view state) const;
  void write(const lt::sdk::Writer& writer, std::span<const lt::sdk::Record> records) const;

 private:
  using Moment = std::int64_t;

  lt::sdk::Request request(const std::string& method, const std::string& path) const;
  // Throws Failure, with the centre's own words, for an answer that ends the call.
  void require_call(lt_status status, const lt::sdk::Request& request, const lt::sdk::Response& response) const;
  // One answer of a list, as it came.
  using Page = std::function<void(std::string_view body)>;
  // The pages of one list; how many records there were.
  std::size_t list(const lt::sdk::Host& host, const lt::sdk::Request& base, const Page& page) const;
  // All reports made in a span of time, a window at a time, a page more than once where its window was cut.
  struct Span {
    Moment from, until;
    std::string status;  // empty: any
  };
  void windows(const lt::sdk::Host& host, const Span& span, const Page& page,
               const std::function<void(Moment)>& read_until) const;
  void read_windows(const lt::sdk::Reader& reader, std::string_view state) const;
  void read_changes(const lt::sdk::Reader& reader, std::string_view state) const;
  // What the centre holds of the last days, by what a report says; read when the first answer is in doubt.
  using Held = std::map<std::string, std::string>;  // service code and description → number
  Held held_by_centre(const lt::sdk::Writer& writer) const;
  void send(const lt::sdk::Writer& writer, const lt::sdk::Record& record, const lt::sdk::json::object& report) const;
  // The number that a token stands for, or the token marked as one while there is none.
  std::string number_of(const lt::sdk::Host& host, const std::string& token) const;

  lt::sdk::Settings settings_;
  lt::sdk::Settings plan_;  // `reports`
  std::string url_;
  std::string idempotency_header_;
  lt::rest::ErrorTable errors_;
};

}  // namespace hotline_1022
