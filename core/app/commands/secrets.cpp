// lienthong secrets: what partners ask of the hub to know it by; kept sealed, never shown.
#include "access/access.hpp"
#include "app/command_line.hpp"
#include "app/letters.hpp"
#include "app/run_text.hpp"
#include "app/secret_places.hpp"
#include "app/table.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <iostream>
#include <iterator>
#include <memory>

namespace lt::app {
namespace {

namespace json = boost::json;

// A secret may be what a configuration lacks to be whole, so hub.yaml alone is asked.
HubSettings settings_of(const CommandLine& line) {
  Violations violations;
  HubSettings hub = HubSettings::load(line.config / "hub.yaml", violations);
  violations.raise();
  return hub;
}

struct Keeping {
  explicit Keeping(const CommandLine& line) : clock(line.clock), hub(settings_of(line)) {}
  plugin_host::SecretsFile file() const { return secrets_file(hub); }
  std::string now() const { return timestamp_text(clock.now()); }
  void log(std::string_view act, std::string_view subject) const {
    access::Access access(access_options(hub), clock);
    access.audit().put({.who = acting_person(), .address = "console", .act = act, .subject = subject});
  }

  const Clock& clock;
  HubSettings hub;
};

// Never an argument: the list of processes shows those.
std::string value_given() {
  std::string value{std::istreambuf_iterator<char>(std::cin), {}};
  while (!value.empty() && (value.back() == '\n' || value.back() == '\r')) value.pop_back();
  return value;
}

Exit list_secrets(CommandLine& line) {
  const auto configuration = Configuration::load(line.config);
  json::array rows;
  bool whole = true;
  for (const auto& secret : known_secrets(*configuration)) {
    whole = whole && secret.from != SecretPlace::missing && secret.from != SecretPlace::plain;
    rows.push_back(json::object{{"name", secret.name},
                                {"from", to_string(secret.from)},
                                {"set", secret.set},
                                {"by", secret.by},
                                {"used_by", json::array(secret.used_by.begin(), secret.used_by.end())}});
  }
  if (line.json) {
    line.out << json::serialize(rows) << '\n';
  } else {
    static constexpr Column columns[] = {{"name", "Tên", "Name"},
                                         {"from", "Nằm ở", "Lies in"},
                                         {"set", "Đặt lúc", "Set"},
                                         {"by", "Người đặt", "By"},
                                         {"used_by", "Dùng ở", "Used by"}};
    const std::string language = line.language.empty() ? configuration->hub().language : line.language;
    print_table(line.out, rows, columns, language == "vi");
  }
  return whole ? Exit::done : Exit::attention;
}

Exit set_secret(CommandLine& line, const std::string& name) {
  const Keeping keeping(line);
  keeping.file().set(name, value_given(), keeping.now(), acting_person());
  keeping.log("secret_set", name);
  return Exit::done;
}

Exit remove_secret(CommandLine& line, const std::string& name) {
  const Keeping keeping(line);
  if (!keeping.file().remove(name))
    throw Error(ErrorKind::misconfigured, "there is no secret '" + name + "' in " + keeping.hub.secrets.string());
  keeping.log("secret_remove", name);
  return Exit::done;
}

Exit seal(CommandLine& line) {
  const Keeping keeping(line);
  const auto count = keeping.file().seal(keeping.now(), acting_person());
  if (count > 0) keeping.log("secrets_seal", std::to_string(count));
  line.out << count << " sealed under " << master_key_file(keeping.hub).string()
           << "; keep a copy of that key apart from the file of secrets\n";
  return Exit::done;
}

Exit rotate(CommandLine& line) {
  const Keeping keeping(line);
  const auto count = keeping.file().rotate(keeping.now(), acting_person());
  keeping.log("secrets_rotate", std::to_string(count));
  line.out << count << " sealed anew; former copies of the file need the former key\n";
  return Exit::done;
}

}  // namespace

void add_secrets(CLI::App& parser, CommandLine& line) {
  auto* secrets = parser.add_subcommand("secrets", "What partners know the hub by: sealed, never shown");
  secrets->require_subcommand(1);
  secrets->footer(
      "Examples:\n  lienthong secrets list\n  lienthong secrets set portal_token < token.txt\n"
      "  lienthong secrets seal");
  const auto name = std::make_shared<std::string>();
  secrets
      ->add_subcommand("list", "Names, where each lies, when it was set, what uses it; 5: one is missing or unsealed")
      ->callback([&line] { line.action = [&line] { return list_secrets(line); }; });
  auto* setting = secrets->add_subcommand("set", "Keep a value, read from the standard input");
  setting->add_option("name", *name, "As the settings name it")->required();
  setting->callback([&line, name] { line.action = [&line, name] { return set_secret(line, *name); }; });
  auto* removing = secrets->add_subcommand("remove", "Forget one");
  removing->add_option("name", *name)->required();
  removing->callback([&line, name] { line.action = [&line, name] { return remove_secret(line, *name); }; });
  secrets->add_subcommand("seal", "Seal what lies in the open in the file of secrets")->callback([&line] {
    line.action = [&line] { return seal(line); };
  });
  secrets->add_subcommand("rotate", "A new master key, and everything sealed anew under it")->callback([&line] {
    line.action = [&line] { return rotate(line); };
  });
}

}  // namespace lt::app
