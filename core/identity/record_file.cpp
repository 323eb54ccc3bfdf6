// Reading, preparing and indexing records.
#include "identity/record_file.hpp"

#include "base/csv.hpp"
#include "base/error.hpp"
#include "identity/preparation.hpp"

#include <unordered_map>

namespace lt::identity {

RecordFile read_records(std::istream& in, const std::string& name, const LinkageModel& model,
                        const mapping::Surroundings& surroundings) {
  CsvReader csv(in);
  std::vector<std::string> cells;
  if (!csv.next(cells)) throw Error(ErrorKind::misconfigured, name + " is empty; its first line must name the columns");
  Violations violations;
  Preparation preparation(model, cells, surroundings, violations);
  violations.raise();
  RecordFile file(model);
  BlockKeys keys(model);
  std::unordered_map<std::string, RecordNumber> groups;
  while (csv.next(cells)) {
    const RecordNumber record = file.table.add(preparation.prepare(cells));
    file.index.add(record, keys.of(file.table, file.table.view(record)));
    file.lines.push_back(csv.line());
    if (!preparation.has_truth()) continue;
    if (preparation.truth().empty()) {
      throw Error(ErrorKind::misconfigured,
                  name + ":" + std::to_string(csv.line()) + ": '" + model.truth + "' gives no truth for this record");
    }
    const auto next = static_cast<RecordNumber>(groups.size());
    file.truth.push_back(groups.try_emplace(std::string(preparation.truth()), next).first->second);
  }
  if (file.table.size() < 2) throw Error(ErrorKind::misconfigured, name + " holds fewer than two records");
  return file;
}

}  // namespace lt::identity
