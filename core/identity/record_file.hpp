// A table of comma-separated text as records to be matched, with the truth where the model tells it.
#pragma once

#include "identity/block_index.hpp"
#include "mapping/surroundings.hpp"

#include <istream>
#include <string>
#include <vector>

namespace lt::identity {

struct RecordFile {
  RecordTable table;
  BlockIndex index;
  std::vector<RecordNumber> truth;  // by record: the number of its true group; empty where the model names none
  std::vector<int> lines;           // by record: where it stands in the file

  explicit RecordFile(const LinkageModel& model) : table(model) {}
};

// The first line names the columns. Throws ConfigurationError where the model does not fit them, Error(misconfigured)
// where there is nothing to read. `name` stands for the file in messages.
RecordFile read_records(std::istream& in, const std::string& name, const LinkageModel& model,
                        const mapping::Surroundings& surroundings);

}  // namespace lt::identity
