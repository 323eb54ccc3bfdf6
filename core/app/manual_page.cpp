// The command line as troff, in the order of man-pages(7).
#include "app/command_tree.hpp"
#include "base/joined.hpp"

#include <string_view>

namespace lt::app {
namespace {

// The end of a word that a reader may copy: a hyphen is typed as one.
std::string troff(std::string_view text) {
  std::string out;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
    line_begins = c == '\n';
  }
  return out;
}

std::string bold(std::string_view text) { return "\\fB" + troff(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + troff(text) + "\\fR"; }

void append_usage(const CommandNode& command, std::string& out) {
  out.append(".SS \"").append(troff(command.path));
  for (const auto& option : command.options) {
    if (!option.positional) continue;
    const std::string word = troff(option.names.front()) + (option.several ? " ..." : "");
    out.append(" ").append(option.required ? word : "[" + word + "]");
  }
  out += "\"\n";
}

void append_option(const CommandOption& option, std::string& out) {
  out += ".TP\n";
  std::string names;
  for (const auto& name : option.names)
    names.append(names.empty() ? "" : ", ").append(option.positional ? italic(name) : bold(name));
  out.append(names);
  if (!option.value.empty()) out.append(" ").append(italic(option.value));
  out.append("\n").append(troff(option.note));
  if (!option.words.empty()) out.append(" (one of ").append(troff(joined(option.words, ", "))).append(")");
  if (!option.preset.empty()) out.append(" [").append(troff(option.preset)).append("]");
  out += "\n";
}

void append_examples(const CommandNode& command, std::string& out) {
  if (command.examples.empty()) return;
  out.append(".PP\n.nf\n").append(troff(command.examples)).append("\n.fi\n");
}

void append_commands(const CommandNode& node, std::string& out) {
  for (const auto& command : node.commands) {
    if (command.commands.empty() || !command.options.empty()) {
      append_usage(command, out);
      out.append(troff(command.note)).append(".\n");
      for (const auto& option : command.options)
        if (option.names.front() != "--help") append_option(option, out);
      append_examples(command, out);
    }
    append_commands(command, out);
  }
}

constexpr std::string_view surroundings = R"(.SH ENVIRONMENT
.TP
.B LIENTHONG_CONFIG
Folder of the configuration where \fB\-\-config\fR does not name one.
.TP
.B LIENTHONG_SECRET_\fINAME\fR
The secret \fIname\fR, in capitals, with _ for what is neither letter nor digit.
.TP
.B LIENTHONG_MASTER_KEY
The key under which the hub's own secrets are sealed, where neither a credential nor a file beside the store holds it.
.TP
.B CREDENTIALS_DIRECTORY
A folder with one file a secret, as systemd's LoadCredential= makes it.
.TP
.B LIENTHONG_SHARE
Folder of units.tsv and of the console.
.SH FILES
.TP
.I /etc/lienthong
The configuration: hub.yaml, systems, flows, mappings, model, reference.
.TP
.I /var/lib/lienthong
The store, the keys that seal it, users, reports.
.SH SEE ALSO
.BR systemctl (1),
.BR journalctl (1)
)";

}  // namespace

std::string manual_page(const CommandNode& program, const std::string& version) {
  std::string out = ".TH LIENTHONG 1 \"\" \"lienthong " + troff(version) + "\" \"Liên Thông\"\n.nh\n.ad l\n";
  out += ".SH NAME\nlienthong \\- the integration hub of a province\n";
  out += ".SH SYNOPSIS\n.B lienthong\n[\\fIoptions\\fR] \\fIcommand\\fR [\\fIarguments\\fR]\n";
  out.append(".SH DESCRIPTION\n").append(troff(program.note)).append("\n.SH OPTIONS\n");
  for (const auto& option : program.options) append_option(option, out);
  out += ".SH COMMANDS\n";
  append_commands(program, out);
  out.append(".SH EXIT STATUS\n").append(troff(program.examples)).append("\n").append(surroundings);
  return out;
}

}  // namespace lt::app
