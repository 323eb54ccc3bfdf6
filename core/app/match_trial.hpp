// A linkage model with records and the weights that follow from them: what the commands of `lienthong match` work on.
#pragma once

#include "app/command_line.hpp"
#include "identity/estimate.hpp"
#include "identity/explanation.hpp"
#include "identity/linker.hpp"
#include "identity/record_file.hpp"

#include <boost/json/object.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lt::app {

// config/identity/NAME.yaml, or the file itself where the name ends in .yaml. Throws ConfigurationError.
std::unique_ptr<const identity::LinkageModel> load_linkage(const CommandLine& line, const std::string& name);

// Of a file of comma-separated text. No more of the configuration is read than expressions may name, so that a model
// can be tried before there is a whole one.
identity::RecordFile read_trial_file(const CommandLine& line, const identity::LinkageModel& model,
                                     const std::filesystem::path& file);

class Trial {
 public:
  // Estimates the weights unless the model gives them, which takes seconds; `stop` ends that with Error(cancelled).
  Trial(const identity::LinkageModel& model, const identity::RecordTable& table, const identity::BlockIndex& index,
        std::stop_token stop);

  const identity::LinkageModel& model() const { return model_; }
  const identity::Weights& weights() const { return *weights_; }
  // Whether the weights are given or came to rest; where not, nothing should be believed.
  bool settled() const { return settled_; }

  identity::Links links(double probability) const;
  identity::Grouping grouped(const identity::Links& links, double probability) const;
  identity::Explanation explain(identity::RecordNumber a, identity::RecordNumber b) const;

 private:
  const identity::LinkageModel& model_;
  const identity::RecordTable& table_;
  const identity::BlockIndex& index_;
  std::stop_token stop_;
  identity::Comparer comparer_;
  std::optional<identity::Weights> weights_;
  bool settled_ = true;
};

// The bits of each comparison with the values, for programs; and as a table for people.
boost::json::object to_json(const identity::Explanation& explanation);
void print_explanation(std::ostream& out, const boost::json::object& explanation, bool vietnamese);

std::string printed(const char* format, double number);

}  // namespace lt::app
