// The canonical dump: what the store says, free of ids, places and order of arrival.
#include "store/documents.hpp"
#include "store/reader.hpp"
#include "store/reader_state.hpp"

#include <boost/json.hpp>

#include <numeric>
#include <ostream>
#include <utility>

namespace lt::store {

namespace {

// Builds the SELECT of one entity: a reference becomes the first key of the row it means, through as many joins as the
// model asks for.
class DumpQuery {
 public:
  DumpQuery(const model::Model& model, const model::Entity& entity) : model_(model) {
    std::string columns;
    for (std::size_t f = 0; f < entity.fields.size(); ++f)
      columns += (f ? ", " : "") + expression(entity, static_cast<int>(f), "e");
    std::string order;
    if (!entity.keys.empty())
      for (const int field : entity.keys.front().fields) order += std::to_string(field + 1) + " NULLS FIRST, ";
    for (std::size_t f = 0; f < entity.fields.size(); ++f)
      order += (f ? ", " : "") + std::to_string(f + 1) + " NULLS FIRST";
    text_ = "SELECT " + columns + " FROM " + sql_name(entity.name) + " e" + joins_ + " ORDER BY " + order;
  }
  const std::string& text() const { return text_; }

 private:
  std::string expression(const model::Entity& entity, int field, const std::string& alias) {
    const model::Field& definition = entity.fields[static_cast<std::size_t>(field)];
    std::string column = alias + "." + sql_name(definition.name);
    const model::Entity* target =
        definition.type == model::FieldType::reference ? model_.find(definition.target) : nullptr;
    if (!target || target->keys.empty()) return column;
    const std::string joined = "j" + std::to_string(++joined_);
    joins_ += " LEFT JOIN " + sql_name(target->name) + " " + joined + " ON " + joined + "._id = " + column;
    std::string key;
    for (const int part : target->keys.front().fields)
      key += (key.empty() ? "coalesce(CAST(" : " || '|' || coalesce(CAST(") + expression(*target, part, joined) +
             " AS TEXT), '')";
    return "CASE WHEN " + column + " IS NULL THEN NULL ELSE " + key + " END";
  }

  const model::Model& model_;
  std::string joins_;
  std::string text_;
  int joined_ = 0;
};

void write_escaped(std::ostream& out, std::string_view text) {
  for (const char letter : text) switch (letter) {
      case '\t':
        out << "\\t";
        break;
      case '\n':
        out << "\\n";
        break;
      case '\r':
        out << "\\r";
        break;
      case '\\':
        out << "\\\\";
        break;
      default:
        out << letter;
    }
}

void write_lines(std::ostream& out, const model::Entity& entity, Statement& select) {
  out << "# " << entity.name << '\n';
  for (std::size_t f = 0; f < entity.fields.size(); ++f) out << (f ? "\t" : "") << entity.fields[f].name;
  out << '\n';
  while (out && select.step()) {
    for (std::size_t f = 0; f < entity.fields.size(); ++f) {
      if (f) out << '\t';
      write_escaped(out, text_of(select.value(static_cast<int>(f))));
    }
    out << '\n';
  }
}

// A list of objects of the fields that are filled, a row a line.
void write_json(std::ostream& out, const model::Entity& entity, Statement& select) {
  out << '[';
  for (const char* between = "\n"; out && select.step(); between = ",\n") {
    boost::json::object row;
    for (std::size_t f = 0; f < entity.fields.size(); ++f) {
      const std::string value = text_of(select.value(static_cast<int>(f)));
      if (!value.empty()) row[entity.fields[f].name] = boost::json::string(value);
    }
    out << between << row;
  }
  out << ']';
}

}  // namespace

void Reader::dump(std::ostream& out, std::span<const int> entities, DumpFormat format) {
  std::vector<int> all(state_->model->entities().size());
  std::iota(all.begin(), all.end(), 0);
  const Snapshot snapshot(*state_);
  const bool json = format == DumpFormat::json;
  const char* before = "{";
  for (const int position : entities.empty() ? std::span<const int>(all) : entities) {
    const model::Entity& entity = state_->entity(position);
    Statement select(state_->connection, DumpQuery(*state_->model, entity).text(), Fetch::in_parts);
    if (json) {
      out << std::exchange(before, ",\n") << '"' << entity.name << "\":";
      write_json(out, entity, select);
    } else {
      write_lines(out, entity, select);
    }
  }
  if (json) out << "}\n";
}

}  // namespace lt::store
