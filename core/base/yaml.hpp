// YAML files as people write them: every value knows its file and line, every unknown key is refused.
#pragma once

#include "base/error.hpp"
#include "base/yaml_value.hpp"

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lt {

// Collects what is wrong so that a person sees all of it at once.
class Violations {
 public:
  void add(std::string file, int line, std::string message) {
    list_.push_back({std::move(file), line, std::move(message)});
  }
  bool empty() const { return list_.empty(); }
  const std::vector<Violation>& list() const { return list_; }
  // Throws ConfigurationError when anything was added.
  void raise() const {
    if (!list_.empty()) throw ConfigurationError(list_);
  }

 private:
  std::vector<Violation> list_;
};

// A view of one value of a document, valid while its Violations live. Reading a value of the wrong type adds a
// violation and gives the fallback, so that reading goes on and finds the rest.
class YamlNode {
 public:
  // Reads a file; a syntax error is a violation and gives a null node.
  static YamlNode load_file(const std::filesystem::path& path, Violations& violations);
  // The same from memory; `name` stands for the file in messages.
  static YamlNode parse(std::string_view text, const std::string& name, Violations& violations);
  // No value, at a place of which something is to be told.
  static YamlNode nothing_at(std::string file, int line, Violations& violations);

  bool exists() const { return !is(Kind::absent) && !is(Kind::null); }
  bool is_null() const { return is(Kind::null); }  // written, as nothing
  bool is_map() const { return is(Kind::map); }
  bool is_list() const { return is(Kind::list); }
  bool is_scalar() const { return is(Kind::scalar); }
  bool is_quoted() const { return value_->quoted; }

  // The value under `key`; !exists() where there is none.
  YamlNode operator[](std::string_view key) const;
  bool has(std::string_view key) const { return (*this)[key].exists(); }
  std::vector<YamlNode> items() const;  // of a list; a violation where it is none
  // Of a map, in file order; a violation where it is none.
  std::vector<std::pair<std::string, YamlNode>> entries() const;

  std::string text() const;  // a violation where it is no scalar or missing
  std::string text_or(std::string_view fallback) const;
  std::int64_t integer() const;
  std::int64_t integer_or(std::int64_t fallback) const;
  double decimal_or(double fallback) const;
  bool boolean_or(bool fallback) const;
  std::vector<std::string> texts() const;  // a list of scalars, or one scalar as a list of one; empty where missing

  // Every key of this map must be one of `known`; each other is a violation with the nearest right name.
  void allow_only(std::initializer_list<std::string_view> known) const;

  void violation(const std::string& message) const;  // at this node's line
  const std::string& file() const { return document_->file; }
  int line() const { return line_; }
  const YamlValue& value() const { return *value_; }
  Violations& violations() const { return *violations_; }
  // The same value, that tells its violations elsewhere.
  YamlNode telling(Violations& violations) const { return {document_, *value_, line_, violations}; }

 private:
  using Kind = YamlValue::Kind;
  struct Document {
    std::string file;
    YamlValue root;
  };

  // `line` is told where the value has none of its own.
  YamlNode(std::shared_ptr<const Document> document, const YamlValue& value, int line, Violations& violations);
  bool is(Kind kind) const { return value_->kind == kind; }
  YamlNode child(const YamlValue& value, int line) const { return {document_, value, line, *violations_}; }

  std::shared_ptr<const Document> document_;
  const YamlValue* value_;  // within the document, or the one that stands for all absent ones
  Violations* violations_;
  int line_;
};

// The files of a folder that end in .yaml, sorted by name; empty where the folder is absent.
std::vector<std::filesystem::path> yaml_files(const std::filesystem::path& folder);

}  // namespace lt
