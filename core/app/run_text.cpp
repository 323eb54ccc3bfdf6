// Words and numbers of runs.
#include "app/run_text.hpp"

#include "app/table.hpp"
#include "base/timestamp.hpp"

#include <boost/json.hpp>

#include <array>
#include <ostream>
#include <utility>

namespace lt::app {
namespace {

namespace json = boost::json;

struct CountName {
  const char* member;
  std::int64_t store::Counts::* value;
  const char* vi;
};

constexpr std::array<CountName, 6> in_counts = {{{"read", &store::Counts::read, "đọc"},
                                                 {"created", &store::Counts::created, "tạo mới"},
                                                 {"updated", &store::Counts::updated, "cập nhật"},
                                                 {"unchanged", &store::Counts::unchanged, "không đổi"},
                                                 {"filtered", &store::Counts::filtered, "lọc bỏ"},
                                                 {"dead", &store::Counts::dead, "lỗi chờ xử lý"}}};
constexpr std::array<CountName, 6> out_counts = {{{"due", &store::Counts::due, "đến hạn"},
                                                  {"delivered", &store::Counts::delivered, "đã gửi"},
                                                  {"unchanged", &store::Counts::unchanged, "không đổi"},
                                                  {"withheld", &store::Counts::withheld, "giữ lại"},
                                                  {"dead", &store::Counts::dead, "lỗi chờ xử lý"},
                                                  {"pending", &store::Counts::pending, "chờ gửi lại"}}};

const std::array<CountName, 6>& names(sync::Direction direction) {
  return direction == sync::Direction::out ? out_counts : in_counts;
}

const char* state_text(store::RunState state, bool vietnamese) {
  switch (state) {
    case store::RunState::running:
      return vietnamese ? "đang chạy" : "running";
    case store::RunState::succeeded:
      return vietnamese ? "đã chạy hết" : "ran to the end";
    case store::RunState::failed:
      return vietnamese ? "dừng vì lỗi" : "failed";
    case store::RunState::cancelled:
      return vietnamese ? "được dừng" : "stopped";
    case store::RunState::interrupted:
      return vietnamese ? "bị ngắt" : "interrupted";
  }
  return "";
}

json::object sample_json(const sync::Sample& sample) {
  json::object changes;
  for (const auto& change : sample.changes) {
    changes[change.field] = json::object{{"before", change.before}, {"after", change.after}};
  }
  json::object object{{"key", sample.key}, {"outcome", sample.outcome}};
  if (!changes.empty()) object["changes"] = std::move(changes);
  if (!sample.reasons.empty()) object["reasons"] = lt::app::to_json(sample.reasons);
  if (!sample.document.empty()) object["document"] = json::parse(sample.document);
  return object;
}

void print_sample(std::ostream& out, const sync::Sample& sample) {
  out << "  " << sample.outcome << "  " << sample.key << '\n';
  for (const auto& change : sample.changes) {
    out << "      " << change.field << ": " << (change.before.empty() ? "" : change.before + " → ") << change.after
        << '\n';
  }
  for (const auto& reason : sample.reasons) out << "      " << reason.code << ": " << reason.message << '\n';
  if (!sample.document.empty()) out << "      " << sample.document << '\n';
}

}  // namespace

std::string timestamp_text(Milliseconds moment) { return std::string(canonical_timestamp(moment)); }

json::object to_json(const store::Counts& counts, sync::Direction direction) {
  json::object object;
  for (const auto& name : names(direction)) object[name.member] = counts.*name.value;
  return object;
}

std::string equation(const store::Counts& counts, sync::Direction direction, bool vietnamese) {
  std::string text;
  const char* signs[] = {"", " = ", " + ", " + ", " + ", " + "};
  for (std::size_t i = 0; i < names(direction).size(); ++i) {
    const CountName& name = names(direction)[i];
    text += signs[i] + std::string(vietnamese ? name.vi : name.member) + " " + std::to_string(counts.*name.value);
  }
  return text;
}

json::object to_json(const store::CountsByEntity& by_entity) {
  json::object entities;
  for (const auto& [name, counts] : by_entity) {
    entities[name] =
        json::object{{"created", counts.created}, {"updated", counts.updated},     {"unchanged", counts.unchanged},
                     {"removed", counts.removed}, {"conflicts", counts.conflicts}, {"erased", counts.erased}};
  }
  return entities;
}

json::array to_json(const std::vector<model::Reason>& reasons) {
  json::array list;
  for (const auto& r : reasons) {
    list.push_back({{"code", r.code}, {"field", r.field}, {"pointer", r.pointer}, {"message", r.message}});
  }
  return list;
}

json::object to_json(const sync::RunResult& result, const sync::FlowDefinition& flow) {
  json::object object{{"flow", flow.name},
                      {"run", result.id},
                      {"state", to_string(result.state)},
                      {"counts", to_json(result.counts, flow.direction)},
                      {"entities", to_json(result.entities)}};
  if (result.error) object["error"] = to_string(*result.error);
  if (!result.message.empty()) object["message"] = result.message;
  return object;
}

json::object to_json(const FlowDryRun& dry, sync::Direction direction) {
  json::array samples;
  for (const auto& sample : dry.samples) samples.push_back(sample_json(sample));
  json::object object{{"dry_run", true}, {"counts", to_json(dry.counts, direction)}, {"samples", std::move(samples)}};
  if (!dry.message.empty()) object["message"] = dry.message;
  return object;
}

json::object to_json(const model::Entity& entity, const sync::RefoldResult& result) {
  json::object fields;
  for (std::size_t f = 0; f < result.changed_fields.size(); ++f)
    if (result.changed_fields[f] != 0) fields[entity.fields[f].name] = result.changed_fields[f];
  return {{"entity", entity.name},
          {"run", result.run == 0 ? json::value() : json::value(result.run)},
          {"complete", result.complete},
          {"rows", result.rows},
          {"updated", result.updated},
          {"fields", std::move(fields)},
          {"examples", json::array(result.examples.begin(), result.examples.end())}};
}

void print(std::ostream& out, const sync::RunResult& result, const sync::FlowDefinition& flow, bool vietnamese) {
  out << flow.name << " #" << result.id << " " << state_text(result.state, vietnamese) << ": "
      << equation(result.counts, flow.direction, vietnamese) << '\n';
  if (!result.message.empty()) out << "  " << result.message << '\n';
  json::array rows;
  for (const auto& [name, counts] : result.entities) {
    rows.push_back({{"entity", name},
                    {"created", counts.created},
                    {"updated", counts.updated},
                    {"unchanged", counts.unchanged},
                    {"removed", counts.removed},
                    {"conflicts", counts.conflicts},
                    {"erased", counts.erased}});
  }
  static constexpr Column columns[] = {
      {"entity", "Thực thể", "Entity", false},  {"created", "Tạo mới", "Created", true},
      {"updated", "Cập nhật", "Updated", true}, {"unchanged", "Không đổi", "Unchanged", true},
      {"removed", "Bỏ", "Removed", true},       {"conflicts", "Mâu thuẫn", "Conflicts", true},
      {"erased", "Đã xóa", "Erased", true}};
  if (!rows.empty()) print_table(out, rows, columns, vietnamese);
}

void print(std::ostream& out, const FlowDryRun& dry, sync::Direction direction, bool vietnamese) {
  out << (vietnamese ? "Chạy thử, không ghi và không gửi gì: " : "Rehearsal, nothing stored and nothing sent: ")
      << equation(dry.counts, direction, vietnamese) << '\n';
  if (!dry.message.empty()) out << "  " << dry.message << '\n';
  for (const auto& sample : dry.samples) print_sample(out, sample);
}

}  // namespace lt::app
