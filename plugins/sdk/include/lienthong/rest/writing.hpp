// Writes records to a stream, one by one or in batches, with a result for each.
#pragma once

#include <lienthong/rest/endpoint.hpp>

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lt::rest {

// Where a request goes; `path` may hold {key} and {remote_id}.
struct WriteTarget {
  explicit WriteTarget(const sdk::Settings& settings, std::string_view usual_method);

  std::string method;
  std::string path;
  bool addresses_record() const;
};

// The members that each record travels in; an empty name leaves one out. Without `data` the others join the record's
// own members.
struct Envelope {
  explicit Envelope(const sdk::Settings& settings);

  std::string key, idempotency_key, operation, remote_id, data;
  std::string upsert_word, erase_word;

  // One JSON object.
  void append(std::string& body, const sdk::Record& record) const;
};

// Any JSON around a record, for systems whose form no envelope has. A text that is just {record}, {key},
// {idempotency_key}, {operation} (upsert or delete), {remote_id} or {/pointer} into the record is replaced by that
// value, null where there is none.
class Template {
 public:
  explicit Template(boost::json::value shape);

  bool tells_operation() const { return tells_operation_; }
  void append(std::string& body, const sdk::Record& record) const;

 private:
  boost::json::value shape_;
  bool tells_operation_;
};

// Where the answer to a batch tells what became of each record.
struct ResultPlan {
  explicit ResultPlan(const sdk::Settings& settings);

  std::string list;                  // pointer in the answer to the array of results
  std::optional<std::string> index;  // pointers in a result from here on; neither index nor key: in the order sent
  std::optional<std::string> key;
  std::optional<std::string> status;  // none: a result without `error` is good
  std::set<std::string> good;         // values of `status`
  std::optional<std::string> remote_id, code, error;
  std::map<std::string, lt_reject_class, std::less<>> classes;  // by code or by status; others are permanent
};

// A stream's `write` settings.
struct WritePlan {
  explicit WritePlan(const sdk::Settings& settings);

  // Records travel in a list, be it of one; else each is a request of its own.
  bool in_batches() const { return batch > 1 || whole || !list.empty() || results; }
  // A deletion may travel like other records, for what surrounds it says that it is one.
  bool tells_operation() const {
    return (envelope && !envelope->operation.empty()) || (form && form->tells_operation());
  }
  // The record as the system wants it.
  void append(std::string& text, const sdk::Record& record) const;

  WriteTarget target;
  std::optional<WriteTarget> update;  // instead of `target` for records with a remote id, one by one only
  std::optional<WriteTarget> erase;   // deletions, one by one
  std::size_t batch;                  // the most records of a request
  bool whole;                         // all records that the call is given are one request, never cut in two
  std::size_t max_bytes;              // of a batch's body, at least one record
  std::string list;                   // member that holds a batch's records; empty: the body is the array
  boost::json::object body;           // other members of a batch's body
  std::optional<Envelope> envelope;
  std::optional<Template> form;
  std::string idempotency_header;        // of single requests; empty: none
  std::optional<std::string> remote_id;  // pointer in the answer to a single request
  std::optional<ResultPlan> results;     // none: an accepted batch is accepted as a whole
};

// Each record is accepted or rejected when this returns. A batch that is refused for its content is halved until the
// record that is wrong stands alone. Throws Failure for what stops the whole call.
void write_stream(Endpoint& endpoint, const WritePlan& plan, const sdk::Writer& writer,
                  std::span<const sdk::Record> records);

}  // namespace lt::rest
