// Where a call of a plugin puts its results; implemented by the one who calls (the sync engine, the command line).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace lt::plugin_host {

// What to do with one record that could not go on; the same words as lt_reject_class.
enum class RejectClass {
  transient,   // try this record again later
  permanent,   // a dead letter until a person mends it
  conflict,    // a dead letter: the system holds something else
  forbidden,   // a dead letter: rights are missing
  dependency,  // try again after the record that it refers to is there
};

std::string_view to_string(RejectClass reject_class);

// All functions are called on the thread that called Session::read or Session::receive, all views end with the call.
// What a sink throws stops the plugin (its next call of the host is answered "cancelled") and is thrown on to the
// caller of the session when the plugin has returned.
class ReadSink {
 public:
  virtual ~ReadSink() = default;
  // A whole JSON document; records at `records_pointer` (RFC 6901, empty: the document is the array), their key at
  // `key_pointers` inside each (empty: the stream's key).
  virtual void page(std::string_view bytes, std::string_view records_pointer,
                    std::span<const std::string_view> key_pointers) = 0;
  // One JSON object; `key` empty: the stream's key.
  virtual void record(std::string_view json, std::string_view key) = 0;
  // Covers everything that came before: to be stored in one transaction with it.
  virtual void checkpoint(std::string_view state) = 0;
  // Something that should be a record and is none, as it came.
  virtual void reject(std::string_view record, RejectClass reject_class, std::string_view reason) = 0;
  virtual void progress(std::int64_t /*done*/, std::optional<std::int64_t> /*total*/) {}
};

// Gets exactly one accept or reject for each record of a write that returns; fewer when the write throws.
class WriteSink {
 public:
  virtual ~WriteSink() = default;
  virtual void accept(std::size_t index, std::string_view remote_id) = 0;
  // `retry_after`: when the system says so; else the caller chooses.
  virtual void reject(std::size_t index, RejectClass reject_class, std::string_view reason,
                      std::optional<std::chrono::milliseconds> retry_after) = 0;
  virtual void progress(std::int64_t /*done*/, std::optional<std::int64_t> /*total*/) {}
};

}  // namespace lt::plugin_host
