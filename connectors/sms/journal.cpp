// Messages, their parts, receipts that came early, and replies as tables.
#include "journal.hpp"

#include <boost/json.hpp>

namespace sms {
namespace json = boost::json;
namespace {

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS message (
  id INTEGER PRIMARY KEY, reference TEXT NOT NULL UNIQUE, request_id TEXT NOT NULL, phone TEXT NOT NULL,
  brand TEXT NOT NULL, network TEXT NOT NULL, segments INTEGER NOT NULL, cost REAL NOT NULL,
  parts INTEGER NOT NULL, given_up INTEGER NOT NULL DEFAULT 0, made_at INTEGER NOT NULL, changed INTEGER,
  status TEXT NOT NULL DEFAULT '', error TEXT NOT NULL DEFAULT '', accepted_at INTEGER, done_at INTEGER);
CREATE INDEX IF NOT EXISTS message_changed ON message (changed) WHERE changed IS NOT NULL;
CREATE INDEX IF NOT EXISTS message_phone ON message (phone);
CREATE TABLE IF NOT EXISTS part (
  message INTEGER NOT NULL REFERENCES message ON DELETE CASCADE, number INTEGER NOT NULL, state INTEGER NOT NULL,
  user_reference INTEGER NOT NULL, beginning TEXT NOT NULL, remote_id TEXT NOT NULL DEFAULT '',
  status TEXT NOT NULL DEFAULT '', error TEXT NOT NULL DEFAULT '', asked_at INTEGER NOT NULL, done_at INTEGER,
  PRIMARY KEY (message, number)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS part_remote ON part (remote_id) WHERE remote_id <> '';
CREATE TABLE IF NOT EXISTS early_receipt (
  remote_id TEXT PRIMARY KEY, state INTEGER NOT NULL, status TEXT NOT NULL, error TEXT NOT NULL, at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS reply (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, phone TEXT NOT NULL, receiver TEXT NOT NULL,
  text TEXT NOT NULL, at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS reply_part (
  phone TEXT NOT NULL, reference INTEGER NOT NULL, total INTEGER NOT NULL, part INTEGER NOT NULL, text TEXT NOT NULL,
  at INTEGER NOT NULL, PRIMARY KEY (phone, reference, total, part)) WITHOUT ROWID;
)";

constexpr std::int64_t same_reply_ms = 60'000;
constexpr std::size_t beginning_letters = 20;  // of the text that a receipt repeats

// How a part's text begins, as a receipt may repeat it, and only as a digest.
std::string beginning_of(std::string_view utf8) {
  return digest(to_utf8(composed(utf8).substr(0, beginning_letters)), 16);
}

std::string of_phone(const std::string& phone) { return digest(phone, 24); }

int number_of(PartState state) { return static_cast<int>(state); }

json::value whole_or_null(const Statement& row, int column) {
  const auto value = row.integer(column);
  return value == 0 ? json::value() : json::value(value);
}

constexpr const char* status_columns =
    "SELECT changed, request_id, reference, status, error, network, brand, segments, cost, accepted_at, done_at, "
    "(SELECT remote_id FROM part WHERE message = message.id AND number = 1) FROM message ";

Change change_of(const Statement& row) {
  const json::object document{{"request_id", row.text(1)},
                              {"reference", row.text(2)},
                              {"status", row.text(3)},
                              {"error", row.text(4)},
                              {"network", row.text(5)},
                              {"brand", row.text(6)},
                              {"segments", row.integer(7)},
                              {"cost", row.number(8)},
                              {"accepted_at", whole_or_null(row, 9)},
                              {"done_at", whole_or_null(row, 10)},
                              {"provider_message_id", row.text(11)}};
  return {row.integer(0), row.text(1), json::serialize(document)};
}

}  // namespace

Journal::Journal(const std::filesystem::path& file, std::int64_t keep_days, std::int64_t now)
    : database_(file, schema) {
  const std::int64_t oldest = now - keep_days * 86'400'000;
  Transaction transaction(database_);
  for (const char* sql : {"DELETE FROM message WHERE made_at < ?", "DELETE FROM early_receipt WHERE at < ?",
                          "DELETE FROM reply WHERE at < ?", "DELETE FROM reply_part WHERE at < ?"})
    database_.prepare(sql).bind(oldest).step();
  transaction.commit();
}

Entry Journal::entry(const Message& message, std::size_t parts, std::int64_t now) {
  database_
      .prepare(
          "INSERT OR IGNORE INTO message (reference, request_id, phone, brand, network, segments, cost, parts, "
          "made_at) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(message.reference)
      .bind(message.request_id)
      .bind(of_phone(message.phone))
      .bind(message.brand)
      .bind(message.network)
      .bind(static_cast<std::int64_t>(message.segments.parts.size()))
      .bind(message.cost)
      .bind(static_cast<std::int64_t>(parts))
      .bind(now)
      .step();
  Entry entry;
  {
    auto row = database_.prepare("SELECT id, given_up FROM message WHERE reference = ?");
    row.bind(message.reference).step();
    entry.id = row.integer(0);
    entry.given_up = row.integer(1) != 0;
  }
  entry.parts.resize(parts);
  auto rows = database_.prepare("SELECT number, state, remote_id, asked_at FROM part WHERE message = ?");
  rows.bind(entry.id);
  while (rows.step()) {
    const auto number = static_cast<std::size_t>(rows.integer(0));
    if (number < 1 || number > entry.parts.size()) continue;
    entry.parts[number - 1] = {static_cast<PartState>(rows.integer(1)), rows.text(2), rows.integer(3)};
  }
  return entry;
}

void Journal::asked(std::int64_t entry, std::size_t part, const std::string& text, std::int64_t now) {
  database_
      .prepare(
          "INSERT INTO part (message, number, state, user_reference, beginning, asked_at) VALUES (?, ?, ?, ?, ?, ?) "
          "ON CONFLICT (message, number) DO UPDATE SET state = excluded.state, asked_at = excluded.asked_at")
      .bind(entry)
      .bind(static_cast<std::int64_t>(part))
      .bind(static_cast<std::int64_t>(number_of(PartState::asked)))
      .bind(static_cast<std::int64_t>(user_reference(entry, part)))
      .bind(beginning_of(text))
      .bind(now)
      .step();
  database_.prepare("UPDATE message SET given_up = 0 WHERE id = ?").bind(entry).step();
}

void Journal::accepted(std::int64_t entry, std::size_t part, const std::string& remote_id, std::int64_t now) {
  database_
      .prepare(
          "UPDATE part SET state = max(state, ?), remote_id = CASE WHEN remote_id = '' THEN ? ELSE remote_id END "
          "WHERE message = ? AND number = ?")
      .bind(static_cast<std::int64_t>(number_of(PartState::accepted)))
      .bind(remote_id)
      .bind(entry)
      .bind(static_cast<std::int64_t>(part))
      .step();
  Receipt early;
  {
    auto row = database_.prepare("SELECT state, status, error, at FROM early_receipt WHERE remote_id = ?");
    if (remote_id.empty() || !row.bind(remote_id).step()) return restate(entry, now);
    early.state = static_cast<PartState>(row.integer(0));
    early.status = row.text(1);
    early.error = row.text(2);
    early.at = row.integer(3);
  }
  database_.prepare("DELETE FROM early_receipt WHERE remote_id = ?").bind(remote_id).step();
  apply({entry, part}, early, now);
}

void Journal::withdrawn(std::int64_t entry, std::size_t part) {
  database_.prepare("DELETE FROM part WHERE message = ? AND number = ? AND state = ?")
      .bind(entry)
      .bind(static_cast<std::int64_t>(part))
      .bind(static_cast<std::int64_t>(number_of(PartState::asked)))
      .step();
}

void Journal::give_up(std::int64_t entry) {
  database_.prepare("UPDATE message SET given_up = 1 WHERE id = ?").bind(entry).step();
}

Journal::Place Journal::place_of(const Receipt& receipt) {
  if (!receipt.reference.empty()) {
    auto row = database_.prepare("SELECT id FROM message WHERE reference = ?");
    if (row.bind(receipt.reference).step()) return {row.integer(0), 1};
  }
  if (!receipt.remote_id.empty()) {
    auto row = database_.prepare("SELECT message, number FROM part WHERE remote_id = ? ORDER BY message DESC");
    if (row.bind(receipt.remote_id).step()) return {row.integer(0), static_cast<std::size_t>(row.integer(1))};
  }
  return place_in_doubt(receipt);
}

// The one part to that number whose answer never came and that this receipt can mean.
Journal::Place Journal::place_in_doubt(const Receipt& receipt) {
  if (receipt.phone.empty()) return {};
  auto rows = database_.prepare(
      "SELECT part.message, part.number, part.user_reference, part.beginning FROM message JOIN part ON part.message = "
      "message.id WHERE message.phone = ? AND part.state = ? ORDER BY part.message, part.number");
  rows.bind(of_phone(receipt.phone)).bind(static_cast<std::int64_t>(number_of(PartState::asked)));
  const std::string beginning = receipt.text.empty() ? std::string() : beginning_of(receipt.text);
  Place found;
  while (rows.step()) {
    const Place place{rows.integer(0), static_cast<std::size_t>(rows.integer(1))};
    if (receipt.user_reference) {
      if (rows.integer(2) == *receipt.user_reference) return place;
      continue;
    }
    if (beginning.empty() || beginning != rows.text(3)) continue;
    if (found) return {};  // two could be meant
    found = place;
  }
  return found;
}

std::string Journal::receipt(const Receipt& receipt, std::int64_t now) {
  if (const Place place = place_of(receipt)) {
    apply(place, receipt, now);
    auto row = database_.prepare("SELECT reference FROM message WHERE id = ?");
    row.bind(place.entry).step();
    return row.text(0);
  }
  if (receipt.remote_id.empty()) return {};
  database_
      .prepare(
          "INSERT INTO early_receipt (remote_id, state, status, error, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT "
          "(remote_id) DO UPDATE SET state = excluded.state, status = excluded.status, error = excluded.error "
          "WHERE excluded.state > state")
      .bind(receipt.remote_id)
      .bind(static_cast<std::int64_t>(number_of(receipt.state)))
      .bind(receipt.status)
      .bind(receipt.error)
      .bind(receipt.at)
      .step();
  return {};
}

void Journal::apply(const Place& place, const Receipt& receipt, std::int64_t now) {
  const bool done = receipt.state >= PartState::delivered;
  database_
      .prepare(
          "UPDATE part SET state = max(state, ?), status = CASE WHEN ? THEN ? ELSE status END, error = CASE WHEN ? "
          "THEN ? ELSE error END, done_at = CASE WHEN ? THEN ? ELSE done_at END, remote_id = CASE WHEN remote_id = "
          "'' THEN ? ELSE remote_id END WHERE message = ? AND number = ? AND state < ?")
      .bind(static_cast<std::int64_t>(number_of(receipt.state)))
      .bind(static_cast<std::int64_t>(done))
      .bind(receipt.status)
      .bind(static_cast<std::int64_t>(done))
      .bind(receipt.error)
      .bind(static_cast<std::int64_t>(done))
      .bind(receipt.at)
      .bind(receipt.remote_id)
      .bind(place.entry)
      .bind(static_cast<std::int64_t>(place.part))
      .bind(static_cast<std::int64_t>(number_of(PartState::delivered)))
      .step();
  restate(place.entry, now);
}

// The message is what its parts are together: failed with one of them, delivered with all, accepted with all.
void Journal::restate(std::int64_t entry, std::int64_t now) {
  std::int64_t accepted = 0;
  std::int64_t delivered = 0;
  std::int64_t done_at = 0;
  std::string failed;
  std::string error;
  {
    auto rows = database_.prepare("SELECT state, status, error, done_at FROM part WHERE message = ? ORDER BY number");
    rows.bind(entry);
    while (rows.step()) {
      const auto state = static_cast<PartState>(rows.integer(0));
      if (state >= PartState::accepted) ++accepted;
      if (state == PartState::delivered) ++delivered;
      if (state >= PartState::delivered) done_at = std::max(done_at, rows.integer(3));
      if (state == PartState::failed && failed.empty()) {
        failed = rows.text(1);
        error = rows.text(2);
      }
    }
  }
  auto row = database_.prepare("SELECT parts, status FROM message WHERE id = ?");
  if (!row.bind(entry).step()) return;
  const bool whole = accepted == row.integer(0);
  const std::string status = !failed.empty()               ? failed
                             : delivered == row.integer(0) ? "delivered"
                             : whole                       ? "accepted"
                                                           : "";
  if (status == row.text(1)) return;
  database_
      .prepare(
          "UPDATE message SET status = ?, error = ?, accepted_at = coalesce(accepted_at, ?), done_at = ?, changed = "
          "(SELECT coalesce(max(changed), 0) + 1 FROM message) WHERE id = ?")
      .bind(status)
      .bind(error)
      .bind(now)
      .bind(status == "accepted" ? 0 : done_at)
      .bind(entry)
      .step();
}

std::vector<Change> Journal::statuses(std::int64_t after, int limit) {
  auto rows = database_.prepare(std::string(status_columns) + "WHERE changed > ? ORDER BY changed LIMIT ?");
  rows.bind(after).bind(static_cast<std::int64_t>(limit));
  std::vector<Change> changes;
  while (rows.step()) changes.push_back(change_of(rows));
  return changes;
}

std::optional<Change> Journal::status_of(const std::string& reference) {
  auto row = database_.prepare(std::string(status_columns) + "WHERE reference = ? AND changed IS NOT NULL");
  if (!row.bind(reference).step()) return std::nullopt;
  return change_of(row);
}

void Journal::reply(const Reply& reply) {
  std::string text = reply.text;
  if (reply.total > 1) {
    database_
        .prepare("INSERT OR IGNORE INTO reply_part (phone, reference, total, part, text, at) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(reply.phone)
        .bind(static_cast<std::int64_t>(reply.reference))
        .bind(static_cast<std::int64_t>(reply.total))
        .bind(static_cast<std::int64_t>(reply.part))
        .bind(reply.text)
        .bind(reply.at)
        .step();
    text.clear();
    int there = 0;
    auto rows =
        database_.prepare("SELECT text FROM reply_part WHERE phone = ? AND reference = ? AND total = ? ORDER BY part");
    rows.bind(reply.phone)
        .bind(static_cast<std::int64_t>(reply.reference))
        .bind(static_cast<std::int64_t>(reply.total));
    for (; rows.step(); ++there) text += rows.text(0);
    if (there < reply.total) return;
  }
  database_.prepare("DELETE FROM reply_part WHERE phone = ? AND reference = ? AND total = ?")
      .bind(reply.phone)
      .bind(static_cast<std::int64_t>(reply.reference))
      .bind(static_cast<std::int64_t>(reply.total))
      .step();
  // A peer that missed our answer delivers once more.
  database_
      .prepare(
          "INSERT INTO reply (id, phone, receiver, text, at) SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (SELECT 1 FROM "
          "reply WHERE phone = ?2 AND receiver = ?3 AND text = ?4 AND abs(at - ?5) < ?6)")
      .bind(digest(reply.phone + '\n' + reply.to + '\n' + text + '\n' + std::to_string(reply.at)))
      .bind(reply.phone)
      .bind(reply.to)
      .bind(text)
      .bind(reply.at)
      .bind(same_reply_ms)
      .step();
}

std::vector<Change> Journal::replies(std::int64_t after, int limit) {
  auto rows =
      database_.prepare("SELECT seq, id, phone, receiver, text, at FROM reply WHERE seq > ? ORDER BY seq LIMIT ?");
  rows.bind(after).bind(static_cast<std::int64_t>(limit));
  std::vector<Change> changes;
  while (rows.step()) {
    const json::object document{{"id", rows.text(1)},
                                {"phone", rows.text(2)},
                                {"to", rows.text(3)},
                                {"text", rows.text(4)},
                                {"at", rows.integer(5)}};
    changes.push_back({rows.integer(0), rows.text(1), json::serialize(document)});
  }
  return changes;
}

}  // namespace sms
