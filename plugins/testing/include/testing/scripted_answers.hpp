// Answers of the hub as a test gives them.
#pragma once

#include "plugin_host/answers.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lt::plugin_testing {

// One thread at a time.
class ScriptedAnswers : public plugin_host::Answers {
 public:
  // One more document of the answer `name`; `time` is what since and until are held against.
  void give(const std::string& name, std::string key, std::string document, Milliseconds time = 0);

  // There is an answer `name`, with whatever documents it was given.
  void know(const std::string& name) { documents_[name]; }

  // What the connector asked, "name key" or "name".
  std::vector<std::string> asked;

  void each(const plugin_host::AnswerQuery& query, const std::function<bool(std::string_view)>& take) override;

 private:
  struct Document {
    std::string key;
    std::string json;
    Milliseconds time;
  };
  std::map<std::string, std::vector<Document>, std::less<>> documents_;  // the newest first
};

}  // namespace lt::plugin_testing
