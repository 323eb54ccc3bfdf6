// The numbered steps themselves; a step that was released never changes again.
#include "store/migrations.hpp"

#include "base/error.hpp"
#include "store/connection.hpp"

#include <iterator>
#include <string>

namespace lt::store {

namespace {

struct Step {
  const char* what;
  const char* statements;
};

constexpr Step steps[] = {
    {"the first form",
     R"sql(
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE model_field (entity TEXT, field TEXT, type TEXT NOT NULL, PRIMARY KEY (entity, field)) WITHOUT ROWID;

CREATE TABLE source (id INTEGER PRIMARY KEY, system TEXT NOT NULL, stream TEXT NOT NULL, entity TEXT NOT NULL,
                     UNIQUE (system, stream, entity));
CREATE TABLE source_record (source INTEGER, key TEXT, row INTEGER NOT NULL, hash INTEGER NOT NULL,
                            as_of INTEGER NOT NULL, run INTEGER NOT NULL, doc TEXT,
                            PRIMARY KEY (source, key)) WITHOUT ROWID;
CREATE INDEX source_record_row ON source_record (row) WHERE doc IS NOT NULL;
CREATE TABLE removed (seq INTEGER PRIMARY KEY, entity TEXT NOT NULL, row INTEGER NOT NULL, moved_to INTEGER, doc TEXT);
CREATE TABLE identity_conflict (id INTEGER PRIMARY KEY, entity TEXT NOT NULL, key TEXT NOT NULL, row INTEGER NOT NULL,
                                other INTEGER NOT NULL, source INTEGER NOT NULL, source_key TEXT NOT NULL,
                                run INTEGER NOT NULL, UNIQUE (source, source_key, key, other));

CREATE TABLE flow (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE run (id INTEGER PRIMARY KEY, flow TEXT NOT NULL, direction INTEGER NOT NULL, trigger TEXT NOT NULL,
                  started INTEGER NOT NULL, ended INTEGER, state INTEGER NOT NULL, owner TEXT NOT NULL,
                  read INTEGER NOT NULL DEFAULT 0, created INTEGER NOT NULL DEFAULT 0,
                  updated INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0,
                  filtered INTEGER NOT NULL DEFAULT 0, dead INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL DEFAULT 0,
                  delivered INTEGER NOT NULL DEFAULT 0, withheld INTEGER NOT NULL DEFAULT 0,
                  pending INTEGER NOT NULL DEFAULT 0, entities TEXT NOT NULL DEFAULT '{}',
                  message TEXT NOT NULL DEFAULT '', cursor_before TEXT NOT NULL DEFAULT '',
                  cursor_after TEXT NOT NULL DEFAULT '');
CREATE INDEX run_flow ON run (flow, started);
CREATE INDEX run_live ON run (flow) WHERE state = 0;
CREATE TABLE cursor (flow TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE dead_letter (id INTEGER PRIMARY KEY, flow TEXT NOT NULL, direction INTEGER NOT NULL, key TEXT NOT NULL,
                          row INTEGER NOT NULL, step TEXT NOT NULL, reason_code TEXT NOT NULL, reasons TEXT NOT NULL,
                          payload BLOB NOT NULL, raw_hash INTEGER NOT NULL, first_run INTEGER NOT NULL,
                          last_run INTEGER NOT NULL, times_seen INTEGER NOT NULL, first_seen INTEGER NOT NULL,
                          last_seen INTEGER NOT NULL, state INTEGER NOT NULL, closed_reason TEXT NOT NULL DEFAULT '',
                          UNIQUE (flow, key));
CREATE INDEX dead_letter_state ON dead_letter (state, flow, reason_code);

CREATE TABLE delivery (flow INTEGER, row INTEGER, state INTEGER NOT NULL, hash INTEGER NOT NULL, seq INTEGER NOT NULL,
                       attempts INTEGER NOT NULL, next_attempt INTEGER NOT NULL, remote_id TEXT, error TEXT,
                       PRIMARY KEY (flow, row)) WITHOUT ROWID;
CREATE INDEX delivery_retry ON delivery (flow, next_attempt) WHERE state = 1;
CREATE TABLE disclosed_fields (id INTEGER PRIMARY KEY, flow TEXT NOT NULL, destination TEXT NOT NULL,
                               purpose TEXT NOT NULL, fields TEXT NOT NULL,
                               UNIQUE (flow, destination, purpose, fields));
CREATE TABLE disclosure (id INTEGER PRIMARY KEY, fields INTEGER NOT NULL, row INTEGER NOT NULL, seq INTEGER NOT NULL,
                         run INTEGER NOT NULL, at INTEGER NOT NULL, hash INTEGER NOT NULL);
CREATE INDEX disclosure_row ON disclosure (row);
INSERT INTO meta VALUES ('product', 'lienthong'), ('schema_version', '1'), ('seq', '0');
)sql"},
    {"since when a delivery waits for another attempt",
     R"sql(
ALTER TABLE delivery ADD COLUMN waiting_since INTEGER NOT NULL DEFAULT 0;
UPDATE delivery SET waiting_since = next_attempt WHERE state = 1;
)sql"},
    {"which document is on its way, so that a lost answer is not forgotten",
     R"sql(
ALTER TABLE delivery ADD COLUMN serial INTEGER NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN unsettled INTEGER;
)sql"},
    {"dead letters by cause, sealed, mended, and what persons did with them; opening fills in causes and seals",
     R"sql(
CREATE TABLE letter_cause (id TEXT PRIMARY KEY, flow TEXT NOT NULL, step TEXT NOT NULL, code TEXT NOT NULL,
                           field TEXT NOT NULL, pointer TEXT NOT NULL, pattern TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE letter_event (id INTEGER PRIMARY KEY, letter INTEGER NOT NULL, at INTEGER NOT NULL, who TEXT NOT NULL,
                           act INTEGER NOT NULL, note TEXT NOT NULL);
CREATE INDEX letter_event_letter ON letter_event (letter);
ALTER TABLE dead_letter ADD COLUMN cause TEXT NOT NULL DEFAULT '';
ALTER TABLE dead_letter ADD COLUMN sealed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE dead_letter ADD COLUMN mended TEXT;
ALTER TABLE dead_letter ADD COLUMN received INTEGER NOT NULL DEFAULT 0;
UPDATE dead_letter SET received = last_seen;
DROP INDEX dead_letter_state;
CREATE INDEX dead_letter_cause ON dead_letter (state, flow, cause, first_seen);
CREATE INDEX dead_letter_sealed ON dead_letter (sealed_by, id);
CREATE INDEX dead_letter_mended ON dead_letter (id) WHERE mended IS NOT NULL;
CREATE INDEX dead_letter_without_cause ON dead_letter (id) WHERE cause = '';
CREATE INDEX dead_letter_row ON dead_letter (row) WHERE row <> 0;
)sql"},
    {"what rows that went referred to, and which rows were merged into which",
     R"sql(
CREATE TABLE former_reference (target INTEGER, entity TEXT, row INTEGER,
                               PRIMARY KEY (target, entity, row)) WITHOUT ROWID;
CREATE INDEX removed_row ON removed (row);
CREATE INDEX removed_moved_to ON removed (moved_to) WHERE moved_to <> 0;
)sql"},
    {"who was erased: proofs that say nothing of them, and keyed hashes by which their records are known again",
     R"sql(
CREATE TABLE erasure (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, entity TEXT NOT NULL, reason TEXT NOT NULL,
                      who TEXT NOT NULL, counts TEXT NOT NULL, sealed_by TEXT NOT NULL, proof TEXT NOT NULL);
CREATE TABLE erased_key (hash TEXT PRIMARY KEY, erasure INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE erased_row (row INTEGER, erasure INTEGER NOT NULL, PRIMARY KEY (row)) WITHOUT ROWID;
CREATE INDEX identity_conflict_row ON identity_conflict (row);
CREATE INDEX identity_conflict_other ON identity_conflict (other);
)sql"},
    {"since when letters are closed and rows are gone; what was so before counts from the last run",
     R"sql(
ALTER TABLE dead_letter ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;
UPDATE dead_letter SET closed = (SELECT coalesce(max(started), 0) FROM run) WHERE state <> 0;
CREATE INDEX dead_letter_closed ON dead_letter (closed) WHERE closed <> 0;
ALTER TABLE removed ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
UPDATE removed SET at = (SELECT coalesce(max(started), 0) FROM run);
)sql"},
    {"what was said of who is who, what waits to be said, and how judged rows stood before",
     R"sql(
CREATE TABLE identity_judgement (id INTEGER PRIMARY KEY, entity TEXT NOT NULL, saying INTEGER NOT NULL,
                                 source_a INTEGER NOT NULL, key_a TEXT NOT NULL, source_b INTEGER NOT NULL,
                                 key_b TEXT NOT NULL, undone INTEGER NOT NULL, who TEXT NOT NULL, at INTEGER NOT NULL,
                                 reason TEXT NOT NULL);
CREATE INDEX identity_judgement_a ON identity_judgement (source_a, key_a);
CREATE INDEX identity_judgement_b ON identity_judgement (source_b, key_b);
CREATE TABLE identity_question (id INTEGER PRIMARY KEY, entity TEXT NOT NULL, source_a INTEGER NOT NULL,
                                key_a TEXT NOT NULL, source_b INTEGER NOT NULL, key_b TEXT NOT NULL,
                                bits REAL NOT NULL, weights TEXT NOT NULL, at INTEGER NOT NULL,
                                assigned_to TEXT NOT NULL, judgement INTEGER NOT NULL,
                                UNIQUE (source_a, key_a, source_b, key_b));
CREATE INDEX identity_question_b ON identity_question (source_b, key_b);
CREATE INDEX identity_question_open ON identity_question (id) WHERE judgement = 0;
CREATE TABLE judged_row (row INTEGER PRIMARY KEY, entity TEXT NOT NULL, circle INTEGER NOT NULL,
                         present INTEGER NOT NULL, source INTEGER NOT NULL, key TEXT NOT NULL, doc TEXT NOT NULL);
CREATE INDEX judged_row_circle ON judged_row (circle);
CREATE TABLE judged_record (source INTEGER, key TEXT, circle INTEGER NOT NULL, row INTEGER NOT NULL,
                            hash INTEGER NOT NULL, as_of INTEGER NOT NULL, run INTEGER NOT NULL, doc TEXT,
                            PRIMARY KEY (source, key)) WITHOUT ROWID;
CREATE INDEX judged_record_circle ON judged_record (circle);
INSERT INTO meta VALUES ('judged', '0');
)sql"},
    {"what lists and figures are read by, however long they grow; how many letters of a cause wait is kept",
     R"sql(
DROP INDEX dead_letter_cause;
CREATE INDEX dead_letter_cause ON dead_letter (state, flow, cause, id);
ALTER TABLE letter_cause ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;
UPDATE letter_cause SET waiting = (SELECT count(*) FROM dead_letter d WHERE d.state = 0 AND d.flow = letter_cause.flow
                                   AND d.cause = letter_cause.id);
CREATE INDEX run_started ON run (started);
CREATE INDEX run_state ON run (state, id);
CREATE INDEX run_flow_state ON run (flow, state, started);
DROP INDEX delivery_retry;
CREATE INDEX delivery_retry ON delivery (flow, state, next_attempt, row, waiting_since) WHERE state = 1;
CREATE INDEX identity_judgement_undone ON identity_judgement (undone) WHERE undone <> 0;
DROP INDEX identity_question_open;
CREATE INDEX identity_question_open ON identity_question (bits DESC, id) WHERE judgement = 0;
CREATE INDEX identity_question_answered ON identity_question (judgement) WHERE judgement <> 0;
)sql"},
};

constexpr const char* version_query = "SELECT value FROM meta WHERE name = 'schema_version'";

}  // namespace

int schema_version() { return static_cast<int>(std::size(steps)); }

int stored_version(Connection& connection) {
  if (connection.is_empty()) return 0;
  if (!connection.has_table("meta") || !connection.has_table("source_record"))
    throw Error(ErrorKind::failed, "store " + connection.name() +
                                       ": this is a database of another program; name another file in the settings");
  if (is_unfinished(connection))
    throw Error(ErrorKind::misconfigured, "store " + connection.name() +
                                              ": holds only a part of another store; run lienthong store move or "
                                              "restore into it again, which goes on where it stood");
  return static_cast<int>(connection.integer(version_query));
}

bool is_unfinished(Connection& connection) {
  return connection.has_table("meta") &&
         connection.integer("SELECT count(*) FROM meta WHERE name = 'filled_from'") != 0;
}

void mark_unfinished(Connection& connection, std::string_view source) {
  Statement insert(connection, "INSERT INTO meta VALUES ('filled_from', ?)");
  insert.bind(1, source);
  insert.run();
}

std::vector<std::string> migrate(Connection& connection) {
  const int found = stored_version(connection);
  if (found > schema_version())
    throw Error(ErrorKind::misconfigured, "store " + connection.name() + ": was written by a newer program (form " +
                                              std::to_string(found) + ", this one knows " +
                                              std::to_string(schema_version()) + "); install the newer lienthong");
  std::vector<std::string> done;
  for (int version = found; version < schema_version(); ++version) {
    const std::string number = std::to_string(version + 1);
    connection.begin_writing();
    try {
      // Another process may have taken this step while we waited for the lock.
      if (stored_version(connection) == version) {
        connection.define(std::string(steps[version].statements) + "UPDATE meta SET value = '" + number +
                          "' WHERE name = 'schema_version';");
        done.push_back("form " + number + ": " + steps[version].what);
      }
      connection.commit();
    } catch (...) {
      connection.rollback();
      throw;
    }
  }
  return done;
}

}  // namespace lt::store
