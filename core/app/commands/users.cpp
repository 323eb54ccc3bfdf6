// lienthong users: who may sign in at the console and the API, and the tokens of programs.
#include "access/access.hpp"
#include "access/totp.hpp"
#include "app/command_line.hpp"
#include "app/letters.hpp"
#include "app/run_text.hpp"
#include "app/table.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <iostream>
#include <memory>

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Access;
using access::User;

struct UserArguments {
  std::string name;
  std::string role = "viewer";
  std::vector<std::string> systems;
  bool chosen = false;  // the password comes on the standard input
  bool back = false;    // enable, switch off, revoke
  std::string label;
  std::vector<std::string> scopes;
  int days = 90;
};

void log(Access& access, std::string_view act, std::string_view subject, std::string_view detail = {}) {
  access.audit().put({.who = acting_person(), .address = "console", .act = act, .subject = subject, .detail = detail});
}

// Never an argument: the list of processes shows those.
std::optional<std::string> password_given(const UserArguments& arguments) {
  if (!arguments.chosen) return std::nullopt;
  std::string password;
  if (!std::getline(std::cin, password))
    throw Error(ErrorKind::unsupported, "--stdin: there is no line with a password on the standard input");
  return password;
}

void tell(CommandLine& line, const json::object& told, const std::string& words) {
  if (line.json) {
    line.out << json::serialize(told) << '\n';
  } else {
    line.out << words << '\n';
  }
}

void tell_password(CommandLine& line, const UserArguments& arguments, const std::string& password) {
  if (arguments.chosen) return;
  tell(line, {{"user", arguments.name}, {"password", password}},
       (line.vietnamese() ? "mật khẩu dùng một lần của " : "one-time password of ") + arguments.name + ": " + password);
}

Exit add_user(CommandLine& line, const UserArguments& arguments) {
  Access access = line.open_access();
  User user{.name = arguments.name, .role = *access::role_named(arguments.role)};
  for (const auto& system : arguments.systems) user.systems.insert(line.configuration().system(system).definition.name);
  const auto given = password_given(arguments);
  const std::string password = access.users().add(user, given ? &*given : nullptr);
  log(access, "user_add", user.name, arguments.role);
  tell_password(line, arguments, password);
  return Exit::done;
}

Exit list_users(CommandLine& line) {
  Access access = line.open_access();
  json::array rows;
  for (const auto& user : access.users().list())
    rows.push_back(json::object{{"user", user.name},
                                {"role", to_string(user.role)},
                                {"systems", json::array(user.systems.begin(), user.systems.end())},
                                {"disabled", user.disabled},
                                {"one_time_password", user.must_change_password},
                                {"code", user.has_totp},
                                {"signs_in_by", user.by_oidc ? "oidc" : "password"},
                                {"created", timestamp_text(user.created)}});
  if (line.json) {
    line.out << json::serialize(rows) << '\n';
    return Exit::done;
  }
  static constexpr Column columns[] = {
      {"user", "Người dùng", "User"},     {"role", "Vai trò", "Role"},
      {"systems", "Hệ thống", "Systems"}, {"disabled", "Bị khóa", "Disabled"},
      {"code", "Mã một lần", "Codes"},    {"signs_in_by", "Đăng nhập bằng", "Signs in by"},
      {"created", "Từ", "Since"}};
  print_table(line.out, rows, columns, line.vietnamese());
  return Exit::done;
}

Exit disable(CommandLine& line, const UserArguments& arguments) {
  Access access = line.open_access();
  access.users().set_disabled(arguments.name, !arguments.back);
  log(access, arguments.back ? "user_enable" : "user_disable", arguments.name);
  return Exit::done;
}

Exit password(CommandLine& line, const UserArguments& arguments) {
  Access access = line.open_access();
  const auto given = password_given(arguments);
  const std::string made = access.users().set_password(arguments.name, given ? &*given : nullptr);
  log(access, "password_reset", arguments.name);
  tell_password(line, arguments, made);
  return Exit::done;
}

Exit totp(CommandLine& line, const UserArguments& arguments) {
  Access access = line.open_access();
  if (arguments.back) {
    access.users().turn_totp_off(arguments.name);
    log(access, "totp_off", arguments.name);
    return Exit::done;
  }
  const std::string secret = access.users().turn_totp_on(arguments.name);
  log(access, "totp_on", arguments.name);
  const std::string uri = access::totp_uri(line.configuration().hub().name, arguments.name, secret);
  tell(line, {{"user", arguments.name}, {"uri", uri}}, uri);
  return Exit::done;
}

Exit token(CommandLine& line, const UserArguments& arguments) {
  Access access = line.open_access();
  if (arguments.back) {
    if (!access.sessions().revoke_token(arguments.name, arguments.label))
      throw Error(ErrorKind::misconfigured, "'" + arguments.name + "' has no token '" + arguments.label + "'");
    log(access, "token_revoke", arguments.name, arguments.label);
    return Exit::done;
  }
  access::TokenInfo info{.user = arguments.name, .label = arguments.label, .scopes = {}};
  info.expires = line.clock.now() + arguments.days * day_ms;
  for (const auto& scope : arguments.scopes) info.scopes.insert(*access::scope_named(scope));
  const std::string secret = access.sessions().make_token(info);
  log(access, "token_add", arguments.name, arguments.label);
  tell(line, {{"user", arguments.name}, {"label", arguments.label}, {"token", secret}}, secret);
  return Exit::done;
}

using UserAction = Exit (*)(CommandLine&, const UserArguments&);

// A command about one user.
CLI::App* add_one(CLI::App& users, CommandLine& line, const char* name, const char* help, const char* example,
                  const std::shared_ptr<UserArguments>& arguments, UserAction action) {
  auto* command = users.add_subcommand(name, help);
  command->add_option("user", arguments->name, "The user's name")->required();
  command->footer(example);
  command->callback(
      [&line, arguments, action] { line.action = [&line, arguments, action] { return action(line, *arguments); }; });
  return command;
}

void add_changes(CLI::App& users, CommandLine& line) {
  auto arguments = std::make_shared<UserArguments>();
  add_one(users, line, "disable", "End a user's sessions and tokens and let him sign in no more",
          "Example: lienthong users disable an.nguyen", arguments, disable)
      ->add_flag("--undo", arguments->back, "Let him sign in again");
  arguments = std::make_shared<UserArguments>();
  add_one(users, line, "password", "Give a user another password; his sessions end",
          "Example: lienthong users password an.nguyen", arguments, password)
      ->add_flag("--stdin", arguments->chosen, "Read it from the standard input instead of making one");
  arguments = std::make_shared<UserArguments>();
  add_one(users, line, "totp", "Ask a user for one-time codes too; prints what an authenticator app reads",
          "Example: lienthong users totp an.nguyen", arguments, totp)
      ->add_flag("--off", arguments->back, "Ask for none");
  arguments = std::make_shared<UserArguments>();
  auto* command =
      add_one(users, line, "token", "Make a token for a program that acts for a user; shown only now",
              "Example: lienthong users token an.nguyen --label nightly --scope look --days 30", arguments, token);
  command->add_option("--label", arguments->label, "Which program uses it")->required();
  command->add_option("--scope", arguments->scopes, "What it may of what the user may; several times")
      ->check(CLI::IsMember(access::scope_names()));
  command->add_option("--days", arguments->days, "How long it lasts")->check(CLI::Range(1, 366))->capture_default_str();
  command->add_flag("--revoke", arguments->back, "Take it back instead");
}

}  // namespace

void add_users(CLI::App& parser, CommandLine& line) {
  auto* users = parser.add_subcommand("users", "Who may sign in at the console and the API");
  users->require_subcommand(1);
  auto arguments = std::make_shared<UserArguments>();
  auto* command = add_one(*users, line, "add", "Let somebody sign in; prints a password for the first time",
                          "Examples:\n  lienthong users add an.nguyen --role operator\n"
                          "  lienthong users add portal.team --role vendor --system national_vaccination",
                          arguments, add_user);
  command->add_option("--role", arguments->role, "What the user may")
      ->check(CLI::IsMember(access::role_names()))
      ->capture_default_str();
  command->add_option("--system", arguments->systems, "Of a vendor: a system that it sees; several times");
  command->add_flag("--stdin", arguments->chosen, "Read the password from the standard input instead of making one");
  auto* listing = users->add_subcommand("list", "The users and their roles");
  listing->footer("Example: lienthong users list");
  listing->callback([&line] { line.action = [&line] { return list_users(line); }; });
  add_changes(*users, line);
}

}  // namespace lt::app
