// A table of statements: a new kind of trace is an entry here.
#include "store/expiry_texts.hpp"

#include "store/value_list.hpp"

namespace lt::store {

namespace {

const std::string disclosures_find =
    "SELECT d.id, f.flow, d.at FROM disclosure d JOIN disclosed_fields f ON f.id = d.fields WHERE d.id > ?1 "
    "AND d.at < ?2 ORDER BY d.id LIMIT ?3";

// A dismissed letter whose bytes keep coming is needed as long as they come: else a person decided of them in vain.
// id + 0, or SQLite goes through all letters in the order of their ids, waiting ones and payloads too.
const ExpiryTexts dead_letters{
    "SELECT id, flow, CASE WHEN last_seen > closed THEN last_seen ELSE closed END FROM dead_letter WHERE closed <> 0 "
    "AND closed < ?2 AND last_seen < ?2 AND id + 0 > ?1 ORDER BY id + 0 LIMIT ?3",
    {"DELETE FROM letter_event WHERE letter IN (SELECT id FROM dead_letter WHERE state <> 0 AND id {})",
     "DELETE FROM dead_letter WHERE state <> 0 AND id {}"}};

const ExpiryTexts runs{
    "SELECT r.id, r.flow, r.ended FROM run r WHERE r.id > ?1 AND r.state <> 0 AND r.ended < ?2 "
    "AND EXISTS (SELECT 1 FROM run l WHERE l.flow = r.flow AND l.started > r.started) "
    "AND (r.state <> 1 OR EXISTS (SELECT 1 FROM run s WHERE s.flow = r.flow AND s.started > r.started "
    "AND s.state = 1)) ORDER BY r.id LIMIT ?3",
    {"DELETE FROM run WHERE state <> 0 AND id {}"}};

// Stays as long as a flow has not read it, a destination may hold the row, or the disclosure log of it or of what was
// of it must be found by it.
const ExpiryTexts removed{
    "SELECT r.seq, r.entity, r.at FROM removed r WHERE r.seq > ?1 AND r.at < ?2 AND r.seq < ?4 "
    "AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.flow IN (SELECT id FROM flow) AND d.row = r.row "
    "AND (d.hash <> 0 OR d.unsettled IS NOT NULL)) "
    "AND NOT EXISTS (SELECT 1 FROM disclosure d WHERE d.row = r.row) "
    "AND NOT EXISTS (SELECT 1 FROM removed m WHERE m.moved_to = r.row AND m.moved_to <> 0) "
    "AND NOT EXISTS (SELECT 1 FROM former_reference f JOIN removed m ON m.row = f.row WHERE f.target = r.row) "
    "AND NOT EXISTS (SELECT 1 FROM former_reference f JOIN disclosure d ON d.row = f.row WHERE f.target = r.row) "
    "ORDER BY r.seq LIMIT ?3",
    {"DELETE FROM delivery WHERE hash = 0 AND unsettled IS NULL AND flow IN (SELECT id FROM flow) "
     "AND row IN (SELECT row FROM removed WHERE seq {})",
     "DELETE FROM erased_row WHERE row IN (SELECT row FROM removed WHERE seq {})",
     "DELETE FROM former_reference WHERE target IN (SELECT row FROM removed WHERE seq {})",
     "DELETE FROM removed WHERE seq {}"}};

const ExpiryTexts disclosures{disclosures_find, {"DELETE FROM disclosure WHERE id {}"}};

const std::string mark = "{}";

std::int64_t remove(const Prepared& prepared, bool far, std::string text, std::span<const std::int64_t> ids) {
  text.replace(text.find(mark), mark.size(), far ? "= ANY(CAST(? AS BIGINT[]))" : "= ?");
  Statement& statement = prepared(text);
  if (far) {
    statement.bind_list(1, list_of(ids, [](std::int64_t id) { return model::Value::integer(id); }));
    return statement.run();
  }
  std::int64_t gone = 0;
  for (const std::int64_t id : ids) {
    statement.bind(1, id);
    gone += statement.run();
  }
  return gone;
}

}  // namespace

const ExpiryTexts& texts_of(Trace trace) {
  static const ExpiryTexts* const texts[] = {&dead_letters, &runs, &removed, &disclosures, &disclosures};
  return *texts[static_cast<int>(trace)];
}

std::int64_t remove_expired(const Prepared& prepared, bool far, Trace trace, std::span<const std::int64_t> ids) {
  std::int64_t gone = 0;
  if (ids.empty()) return gone;
  for (const std::string& text : texts_of(trace).remove) gone = remove(prepared, far, text, ids);
  return gone;
}

}  // namespace lt::store
