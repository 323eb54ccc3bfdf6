// All that left the hub about a row: the rows first, then what both logs hold of them.
#include "base/arena.hpp"
#include "store/answer_log.hpp"
#include "store/belonging.hpp"
#include "store/disclosures.hpp"
#include "store/documents.hpp"
#include "store/reader.hpp"
#include "store/reader_state.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <tuple>
#include <unordered_map>

namespace lt::store {

namespace {

using model::Value;

Prepared on(ReaderState& state) {
  return [&state](const std::string& text) -> Statement& { return state.prepared(text); };
}

// Documents that were sent, and answers, which lie beside a store in a file.
std::vector<DisclosedDocument> documents_of(ReaderState& state, std::span<const RowId> rows) {
  const bool far = state.connection.far();
  std::vector<DisclosedDocument> documents = read_documents(on(state), far, rows);
  const auto file = answer_log_file(state.connection.name());
  if (far || !std::filesystem::exists(file)) return documents;
  ReaderState answers({.path = file, .read_only = true}, *state.model);
  const std::vector<DisclosedDocument> given = read_documents(on(answers), false, rows);
  documents.insert(documents.end(), given.begin(), given.end());
  return documents;
}

void order(std::vector<DisclosedDocument>& documents) {
  std::ranges::sort(documents, [](const DisclosedDocument& a, const DisclosedDocument& b) {
    return std::tie(b.at, a.entity, a.row, a.what->flow, a.seq, a.hash) <
           std::tie(a.at, b.entity, b.row, b.what->flow, b.seq, b.hash);
  });
}

Value value_of(const model::Field& field, std::string_view text) {
  const bool number = field.type == model::FieldType::integer || field.type == model::FieldType::boolean ||
                      field.type == model::FieldType::reference;
  std::int64_t read = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), read);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return number && whole ? Value::integer(read) : Value::text(text);
}

// What `removed` keeps of a row: the values of its first key.
std::string key_document(const model::Entity& entity, std::string_view key) {
  Arena arena;
  const std::span<Value> values = make_values(entity, arena);
  for (const int field : entity.keys.front().fields) {
    const std::size_t end = field == entity.keys.front().fields.back() ? std::string_view::npos : key.find('|');
    values[static_cast<std::size_t>(field)] =
        value_of(entity.fields[static_cast<std::size_t>(field)], key.substr(0, end));
    key = end == std::string_view::npos ? std::string_view{} : key.substr(end + 1);
  }
  std::string document;
  write_document(entity, values, document);
  return document;
}

}  // namespace

std::optional<RowId> Reader::find_removed(int entity, std::string_view key) {
  const model::Entity& definition = state_->entity(entity);
  if (definition.keys.empty() || key.empty()) return std::nullopt;
  const std::string document = key_document(definition, key);
  Statement& select =
      state_->prepared("SELECT row FROM removed WHERE entity = ? AND doc = ? ORDER BY seq DESC LIMIT 1");
  const Resetting resetting(select);
  select.bind(1, std::string_view(definition.name));
  select.bind(2, std::string_view(document));
  if (!select.step()) return std::nullopt;
  return select.integer(0);
}

bool Reader::ever_had(int entity, RowId row) {
  const Snapshot snapshot(*state_);
  return present_row(on(*state_), state_->entity(entity), row).has_value();
}

std::optional<RowDisclosures> Reader::disclosures_about(int entity, RowId row) {
  const Snapshot snapshot(*state_);
  const auto present = present_row(on(*state_), state_->entity(entity), row);
  if (!present) return std::nullopt;
  RowDisclosures about{.row = present->row, .stands = present->stands, .documents = {}};
  std::vector<RowId> rows;
  std::unordered_map<RowId, int> entity_of;
  for (const auto& [its_entity, ids] :
       rows_about(on(*state_), state_->connection.far(), *state_->model, entity, about.row)) {
    rows.insert(rows.end(), ids.begin(), ids.end());
    for (const RowId id : ids) entity_of[id] = its_entity;
  }
  about.documents = documents_of(*state_, rows);
  for (DisclosedDocument& document : about.documents) document.entity = entity_of.at(document.row);
  order(about.documents);
  return about;
}

}  // namespace lt::store
