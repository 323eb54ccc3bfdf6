// The words of reports as data: texts in two languages, what reasons mean and what to do, the style of the page.
#pragma once

#include "base/yaml.hpp"
#include "model/entity.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace lt::report {

enum class Language { vi, en };

const std::string& in(Language language, const model::Label& label);

// One reason's meaning for the reader and the next action for who must act.
struct ReasonText {
  model::Label meaning;
  model::Label action;
};

// Immutable once loaded.
class Texts {
 public:
  // Reads texts.yaml, reasons.yaml and style.css of the folder (config/report). A text that reports need and that is
  // missing is a violation, as is an unknown one.
  static Texts load(const std::filesystem::path& folder, Violations& violations);

  using Values = std::map<std::string_view, std::string>;
  // The text with each {name} replaced. Throws Error{failed} for a key that load() does not know.
  std::string get(std::string_view key, Language language, const Values& values = {}) const;
  // Of the code itself, else of the longest "prefix_*" that fits, else of "*".
  const ReasonText& reason(std::string_view code) const;
  const std::string& style() const { return style_; }

 private:
  std::map<std::string, model::Label, std::less<>> texts_;
  std::map<std::string, ReasonText, std::less<>> reasons_;
  std::string style_;
};

}  // namespace lt::report
