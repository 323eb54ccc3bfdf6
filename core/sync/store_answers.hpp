// Answers out of the canonical store: what a system asks for, through its outward mappings, into the disclosure log.
#pragma once

#include "base/clock.hpp"
#include "plugin_host/answers.hpp"
#include "store/store.hpp"
#include "sync/answer.hpp"
#include "sync/linked_rows.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::sync {

// Used by one thread at a time; store and clock outlive it. A document stands in the disclosure log, with the
// mapping's purpose, before anyone sees it; documents without personal data have no purpose and are not logged.
class StoreAnswers : public plugin_host::Answers {
 public:
  StoreAnswers(std::string system, const std::vector<Answer>& answers, store::Store& store, const Clock& clock);

  void each(const plugin_host::AnswerQuery& query, const std::function<bool(std::string_view)>& take) override;

 private:
  struct Source {
    Source(const Answer& answer, const store::Store& store);

    const Answer& answer;
    int entity;
    mapping::OutMapper mapper;
    LinkedRows linked;
  };
  struct Document {
    std::string json;
    store::Disclosure disclosure;
  };

  Source& source(std::string_view name);
  std::vector<Document> documents(Source& source, const std::vector<store::LookupPlace>& places);
  void disclose(const Source& source, const std::vector<Document>& documents);

  std::string system_;
  store::Store& store_;
  const Clock& clock_;
  store::Reader reader_;
  std::map<std::string, Source, std::less<>> sources_;
};

}  // namespace lt::sync
