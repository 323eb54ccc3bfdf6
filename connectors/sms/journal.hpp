// What was sent and what became of it, on disk before and after each message leaves: so none is sent twice.
#pragma once

#include "database.hpp"
#include "message.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sms {

// asked: it left and no answer came yet; whether the provider has it is in doubt.
enum class PartState : std::uint8_t { fresh, asked, accepted, delivered, failed };

struct Part {
  PartState state = PartState::fresh;
  std::string remote_id;
  std::int64_t asked_at = 0;  // milliseconds since 1970
};

struct Entry {
  std::int64_t id = 0;
  bool given_up = false;  // a person was told that it is in doubt
  std::vector<Part> parts;
};

// What a provider tells of a message or of one part of it. How it names it, from the surest to the least sure:
struct Receipt {
  std::string reference;              // ours
  std::string remote_id;              // its own
  std::optional<int> user_reference;  // the part's number modulo 65536, as we submitted it
  std::string phone;                  // E.164
  std::string text;                   // how the part's text began, where it says
  PartState state = PartState::accepted;
  std::string status;  // delivered, failed, expired
  std::string error;   // its code
  std::int64_t at = 0;
};

struct Reply {
  std::string phone;  // E.164 of the citizen
  std::string to;     // our number
  std::string text;
  std::int64_t at = 0;
  int reference = 0, total = 1, part = 1;  // of a reply in parts
};

// One JSON document with the place where the next look begins.
struct Change {
  std::int64_t place = 0;
  std::string key;
  std::string json;
};

// One thread at a time; several journals on one file in parallel.
class Journal {
 public:
  // Forgets what is older than `keep_days`.
  Journal(const std::filesystem::path& file, std::int64_t keep_days, std::int64_t now);

  // A transaction around many of the calls below.
  Transaction begin() { return Transaction(database_); }

  // As it stands; made where it is new. `parts`: in how many the provider gets it from us.
  Entry entry(const Message& message, std::size_t parts, std::int64_t now);
  void asked(std::int64_t entry, std::size_t part, const std::string& text, std::int64_t now);
  void accepted(std::int64_t entry, std::size_t part, const std::string& remote_id, std::int64_t now);
  // The provider does not have it, and said so.
  void withdrawn(std::int64_t entry, std::size_t part);
  void give_up(std::int64_t entry);
  // The number that stands for a part towards the provider.
  static int user_reference(std::int64_t entry, std::size_t part) {
    return static_cast<int>((entry * 256 + static_cast<std::int64_t>(part)) % 65536);
  }

  // The reference of the message that it is about; empty where it is of nothing known: it is kept, for the answer to
  // the message may still be on its way.
  std::string receipt(const Receipt& receipt, std::int64_t now);
  void reply(const Reply& reply);

  // Messages whose status changed, and replies that are whole, after a place, in order.
  std::vector<Change> statuses(std::int64_t after, int limit);
  std::optional<Change> status_of(const std::string& reference);
  std::vector<Change> replies(std::int64_t after, int limit);

 private:
  struct Place {
    std::int64_t entry = 0;
    std::size_t part = 0;
    explicit operator bool() const { return entry != 0; }
  };
  Place place_of(const Receipt& receipt);
  Place place_in_doubt(const Receipt& receipt);
  void apply(const Place& place, const Receipt& receipt, std::int64_t now);
  void restate(std::int64_t entry, std::int64_t now);

  Database database_;
};

}  // namespace sms
