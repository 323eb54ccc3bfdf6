// Reads a stream page by page, so that a restart goes on where the last stored page ended.
#pragma once

#include <lienthong/rest/endpoint.hpp>
#include <lienthong/rest/moment.hpp>
#include <lienthong/rest/paging.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::rest {

// Which records a read asks for: those that changed since a moment.
struct Incremental {
  enum class Source { records, answer, date_header, clock };

  explicit Incremental(const sdk::Settings& settings);

  std::string parameter;
  Source source;
  std::string pointer;  // inside a record or inside the answer
  MomentFormat format;
  Milliseconds overlap;              // asked for again, against clocks that disagree
  std::optional<std::string> start;  // sent as it stands by the first read
};

// A stream's `read` settings.
struct ReadPlan {
  explicit ReadPlan(const sdk::Settings& settings);

  std::string path;
  std::string method;
  sdk::Settings query;
  boost::json::object body;
  bool parameters_in_body;
  std::string records;
  bool single;            // the value at `records` is one record, no array
  std::string fixed_key;  // of a single record that has none of its own
  bool anonymous;         // sent without credentials
  std::optional<Incremental> incremental;
  Paging paging;
};

// What a checkpoint says. A sweep is one pass over the list; `since` and `mark` are moments.
struct ReadState {
  std::optional<Milliseconds> since;  // of this sweep's requests
  std::optional<Milliseconds> mark;   // of the next sweep's
  std::optional<std::string> at;      // where this sweep goes on; none: it has not begun, or is over
  std::string paging;                 // the type of `at`
  Milliseconds saved = 0;

  // A text that is none of ours gives the beginning of everything.
  static ReadState parse(std::string_view text);
  std::string text() const;
};

// Emits every page whole with a checkpoint after each. Throws Failure.
void read_stream(Endpoint& endpoint, const ReadPlan& plan, const std::vector<std::string>& key, sdk::Reader& reader,
                 std::string_view state);

// The request that `check` makes: the first page, of one record where the size can be told.
sdk::Request first_request(const Endpoint& endpoint, const ReadPlan& plan);

}  // namespace lt::rest
