// lienthong qr: what a code says, and the passes that the hub issues and revokes.
#include "app/command_line.hpp"
#include "app/passes.hpp"
#include "app/table.hpp"
#include "base/error.hpp"
#include "qr/drawing.hpp"
#include "qr/reading.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <ostream>

namespace lt::app {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

struct Pictures {
  fs::path svg;
  fs::path png;
};

struct IssueArguments {
  NewPass pass;
  Pictures pictures;
};

struct RevokeArguments {
  std::string code;
  std::string reason;
  bool undo = false;
};

struct DrawArguments {
  std::string text;
  Pictures pictures;
};

void add_pictures(CLI::App& command, Pictures& pictures) {
  command.add_option("--svg", pictures.svg, "File to draw the code into, for pages and print");
  command.add_option("--png", pictures.png, "File to draw the code into, for messages");
}

void write_file(const fs::path& file, const std::string& bytes) {
  if (file.empty()) return;
  std::ofstream out(file, std::ios::binary);
  out << bytes;
  out.close();
  if (!out) throw Error(ErrorKind::misconfigured, file.string() + " cannot be written; name a folder that may be");
}

void draw(const std::string& text, const Pictures& pictures) {
  if (!pictures.svg.empty()) write_file(pictures.svg, qr::draw_svg(text));
  if (!pictures.png.empty()) write_file(pictures.png, qr::draw_png(text));
}

// Rows of a label and a value for people, one object for programs.
void print_reading(CommandLine& line, const qr::Reading& reading) {
  json::object object{{"kind", reading.kind}};
  json::array rows;
  const bool vietnamese = line.vietnamese();
  for (const qr::FieldName& name : qr::field_names()) {
    const std::string_view value = reading.find(name.name);
    if (value.empty()) continue;
    object[name.name] = value;
    rows.push_back(json::object{{"field", vietnamese ? name.vi : name.en}, {"value", value}});
  }
  if (line.json) {
    line.out << json::serialize(object) << '\n';
    return;
  }
  static constexpr Column columns[] = {{"field", "Nội dung", "Field"}, {"value", "Giá trị", "Value"}};
  print_table(line.out, rows, columns, vietnamese, 100);
}

// "-" means standard input, since what a person types stays in the shell's history.
std::string given_text(const std::string& argument) {
  if (argument != "-") return argument;
  std::string text(qr::longest_text + 1, '\0');
  std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::cin.gcount()));
  return text;
}

Exit read(CommandLine& line, const std::string& argument) {
  const qr::Reading reading = line.configuration().qr().read(given_text(argument), line.clock.now());
  if (!reading.problem.empty()) {
    line.err << reading.problem << '\n';
    return Exit::attention;
  }
  print_reading(line, reading);
  const bool good = reading.find("signature") != "invalid" && reading.find("validity") != "expired";
  return good ? Exit::done : Exit::attention;
}

Exit issue(CommandLine& line, const IssueArguments& arguments) {
  store::Store store = line.open_store(store::Access::command);
  const IssuedPass pass = issue_pass(line.configuration(), arguments.pass, store, line.clock, line.stop());
  draw(pass.text, arguments.pictures);
  if (line.json) {
    line.out << json::serialize(json::object{{"code", pass.code}, {"expires_at", pass.expires_at}, {"text", pass.text}})
             << '\n';
  } else {
    line.out << pass.text << '\n';
  }
  return Exit::done;
}

Exit revoke(CommandLine& line, const RevokeArguments& arguments) {
  store::Store store = line.open_store(store::Access::command);
  const std::string code = given_text(arguments.code);
  if (arguments.undo) {
    restore_pass(line.configuration(), code, store, line.clock, line.stop());
  } else {
    revoke_pass(line.configuration(), code, arguments.reason, store, line.clock, line.stop());
  }
  return Exit::done;
}

Exit print_key(CommandLine& line) {
  line.out << pass_signing_key(line.configuration()).public_pem();
  return Exit::done;
}

Exit draw_text(CommandLine& line, const DrawArguments& arguments) {
  const std::string text = given_text(arguments.text);
  draw(text, arguments.pictures);
  if (arguments.pictures.svg.empty() && arguments.pictures.png.empty()) line.out << qr::draw_svg(text);
  return Exit::done;
}

}  // namespace

void add_qr(CLI::App& parser, CommandLine& line) {
  auto* codes = parser.add_subcommand("qr", "QR codes: what one says, passes that the hub issues");
  codes->require_subcommand(1);

  auto* reading = codes->add_subcommand("read", "What a code's text says, who signed it, whether it holds now");
  auto text = std::make_shared<std::string>();
  reading->add_option("text", *text, "What the scanner gave; - reads it from standard input")->required();
  reading->footer(
      "Exit code 5: no known code, expired, or a signature that is not its signer's\n"
      "Example:\n  lienthong qr read '999095000001||Nguyễn Văn An|04051995|Nam|Số 1, Lê Lợi|01062021'");
  reading->callback([&line, text] { line.action = [&line, text] { return read(line, *text); }; });

  auto* issuing = codes->add_subcommand("issue-pass", "A movement pass, stored, and signed for checkpoints offline");
  auto pass = std::make_shared<IssueArguments>();
  issuing
      ->add_option("--document", pass->pass.document,
                   "The person's document number; its last 4 characters stand in the pass")
      ->required();
  issuing->add_option("--code", pass->pass.code, "The pass's code; left out: a new one");
  issuing->add_option("--days", pass->pass.days, "How long it holds; left out: as qr.yaml says")
      ->check(CLI::Range(1, 365));
  issuing->add_option("--purpose", pass->pass.purpose, "What the journey is for");
  issuing->add_option("--from", pass->pass.from, "Where it begins");
  issuing->add_option("--to", pass->pass.to, "Where it ends");
  issuing->add_option("--vehicle", pass->pass.vehicle, "The vehicle's number plate");
  add_pictures(*issuing, pass->pictures);
  issuing->footer("Example:\n  lienthong qr issue-pass --document 999095000001 --svg pass.svg");
  issuing->callback([&line, pass] { line.action = [&line, pass] { return issue(line, *pass); }; });

  auto* revoking = codes->add_subcommand("revoke-pass", "A pass, whoever issued it, lets nobody through from now on");
  auto revoked = std::make_shared<RevokeArguments>();
  revoking->add_option("code", revoked->code, "The pass's code, or the text of its QR code; - reads standard input")
      ->required();
  auto* reason = revoking->add_option("--reason", revoked->reason, "Why; guards are shown it");
  revoking->add_flag("--undo", revoked->undo, "It was revoked by mistake and holds again")->excludes(reason);
  revoking->footer("Example:\n  lienthong qr revoke-pass K7M2 --reason 'Người được cấp là F1'");
  revoking->callback([&line, revoked] { line.action = [&line, revoked] { return revoke(line, *revoked); }; });

  auto* key = codes->add_subcommand("key", "The public key of the hub's passes, for checkpoints");
  key->footer("Example:\n  lienthong qr key > signers/thanh_hoa.pem");
  key->callback([&line] { line.action = [&line] { return print_key(line); }; });

  auto* drawing = codes->add_subcommand("draw", "Draws any text as a QR code; as SVG where no file is named");
  auto drawn = std::make_shared<DrawArguments>();
  drawing->add_option("text", drawn->text, "The text; - reads it from standard input")->required();
  add_pictures(*drawing, drawn->pictures);
  drawing->footer("Example:\n  lienthong qr draw 'https://tokhaiyte.vn/' --png place.png");
  drawing->callback([&line, drawn] { line.action = [&line, drawn] { return draw_text(line, *drawn); }; });
}

}  // namespace lt::app
