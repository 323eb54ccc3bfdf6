// The command line as tables of a bash script, and the few lines that read them.
#include "app/command_tree.hpp"
#include "base/joined.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace lt::app {
namespace {

// What an argument of this name means: a name that the configuration's files say, or a file.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> value_kinds = {{{"flow", "flow"},
                                                                                        {"--flow", "flow"},
                                                                                        {"what", "flow"},
                                                                                        {"system", "system"},
                                                                                        {"--system", "system"},
                                                                                        {"entity", "entity"},
                                                                                        {"file", "file"},
                                                                                        {"--file", "file"},
                                                                                        {"--output", "file"},
                                                                                        {"--config", "file"}}};

std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// "@flow", or the words themselves.
std::optional<std::string> values_of(const CommandOption& option) {
  if (!option.words.empty()) return joined(option.words, " ");
  for (const auto& name : option.names)
    for (const auto& [known, kind] : value_kinds)
      if (name == known) return "@" + std::string(kind);
  return std::nullopt;
}

struct Tables {
  std::string words;   // path → what may follow
  std::string values;  // path and option, or path and place → what stands there
};

// `part` is an option or a place of the path; empty: the path as a whole.
void append_line(std::string& table, std::string path, std::string_view part, const std::string& value) {
  if (!part.empty()) path.append(" ").append(part);
  table.append("  [").append(shell_quoted(path)).append("]=").append(shell_quoted(value)).append("\n");
}

// "lienthong dead-letters list"; the subscript of an array in bash must not be empty.
std::string key_of(const CommandNode& node) { return node.path.empty() ? "lienthong" : "lienthong " + node.path; }

void append(const CommandNode& node, Tables& tables) {
  const std::string key = key_of(node);
  std::vector<std::string> words;
  words.reserve(node.commands.size());
  for (const auto& command : node.commands) words.push_back(command.path.substr(command.path.rfind(' ') + 1));
  const std::string commands = joined(words, " ");
  int place = 0;
  for (const auto& option : node.options) {
    if (option.positional) {
      const std::string its_place = option.several ? "<*>" : "<" + std::to_string(++place) + ">";
      std::string values = values_of(option).value_or("");
      if (place == 1 && !commands.empty()) values.append(" ").append(commands);  // erase person, erase list
      append_line(tables.values, key, its_place, values);
      continue;
    }
    for (const auto& name : option.names) {
      words.push_back(name);
      if (!option.value.empty()) append_line(tables.values, key, name, values_of(option).value_or(""));
    }
  }
  append_line(tables.words, key, "", joined(words, " "));
  for (const auto& command : node.commands) append(command, tables);
}

constexpr std::string_view reading_functions = R"bash(
# What the configuration's files name: its flows, systems or entities.
_lienthong_named() {
  local folder=$1 kind=$2
  case $kind in
    flow) sed -n 's/^flow: *//p' "$folder"/flows/*.yaml ;;
    system) sed -n 's/^system: *//p' "$folder"/systems/*.yaml ;;
    entity) sed -n 's/^entity: *//p' "$folder"/model/*.yaml ;;
  esac 2>/dev/null
}

# What of `values` begins as the present word does: words, and what @flow, @system, @entity and @file stand for.
_lienthong_replies() {
  local values=$1 current=$2 folder=$3 value words='' files=''
  for value in $values; do
    case $value in
      @file) files=-f ;;
      @*) words+=" $(_lienthong_named "$folder" "${value#@}")" ;;
      *) words+=" $value" ;;
    esac
  done
  mapfile -t COMPREPLY < <(compgen $files -W "$words" -- "$current")
}

# The first of these entries that there is.
_lienthong_entry() {
  local key
  for key in "$@"; do
    if [ "${_lienthong_values[$key]+there}" ]; then
      REPLY=${_lienthong_values[$key]}
      return 0
    fi
  done
  return 1
}

_lienthong() {
  local current=${COMP_WORDS[COMP_CWORD]} folder=${LIENTHONG_CONFIG:-} path=lienthong word='' expects='' place=1 REPLY='' i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [ "$expects" ]; then
      if [ "$expects" = --config ]; then folder=$word; fi
      expects=''
    elif [[ $word == -* ]]; then
      # Options of the program stand anywhere.
      if _lienthong_entry "$path $word" "lienthong $word"; then expects=$word; fi
    elif [ "${_lienthong_words[$path $word]+there}" ]; then
      path+=" $word"
    else
      place=$((place + 1))
    fi
  done
  if [ -z "$folder" ]; then
    folder=/etc/lienthong
    if [ -d config ]; then folder=config; fi
  fi
  if [ "$expects" ]; then
    _lienthong_entry "$path $expects" "lienthong $expects"
    _lienthong_replies "$REPLY" "$current" "$folder"
  elif [[ $current != -* ]] && _lienthong_entry "$path <$place>" "$path <*>"; then
    _lienthong_replies "$REPLY" "$current" "$folder"
  else
    _lienthong_replies "${_lienthong_words[$path]} $_lienthong_everywhere" "$current" "$folder"
  fi
}
complete -F _lienthong lienthong
)bash";

}  // namespace

std::string bash_completion(const CommandNode& program) {
  Tables tables;
  append(program, tables);
  std::string script = "# Completion of lienthong for bash: `lienthong completion` writes it.\n";
  script.append("declare -A _lienthong_words=(\n").append(tables.words).append(")\n");
  script.append("declare -A _lienthong_values=(\n").append(tables.values).append(")\n");
  std::vector<std::string> everywhere;
  for (const auto& option : program.options)
    if (!option.positional) everywhere.push_back(option.names.front());
  script.append("_lienthong_everywhere=").append(shell_quoted(joined(everywhere, " "))).append("\n");
  return script.append(reading_functions);
}

}  // namespace lt::app
