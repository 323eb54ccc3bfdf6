// What QR codes say, beside what the store says: the answer "qr_code" that every system may ask.
#pragma once

#include "base/clock.hpp"
#include "plugin_host/answers.hpp"
#include "qr/reading.hpp"

#include <functional>
#include <memory>
#include <string_view>

namespace lt::app {

inline constexpr std::string_view code_answer = "qr_code";

// One thread at a time; reader and clock outlive it. The key of "qr_code" is a code's text, its document an object of
// the reading's fields with `kind`, or with `problem` alone where the text cannot be read. What the asker holds in the
// hand is told to nobody new, so it stands in no disclosure log.
class CodeAnswers : public plugin_host::Answers {
 public:
  CodeAnswers(const qr::Reader& reader, const Clock& clock, std::unique_ptr<plugin_host::Answers> others)
      : reader_(reader), clock_(clock), others_(std::move(others)) {}

  void each(const plugin_host::AnswerQuery& query, const std::function<bool(std::string_view)>& take) override;

 private:
  const qr::Reader& reader_;
  const Clock& clock_;
  std::unique_ptr<plugin_host::Answers> others_;
};

}  // namespace lt::app
