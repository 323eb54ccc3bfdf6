// lienthong qr: what a code says, and the passes that the hub issues.
#include "app/command_line.hpp"
#include "app/table.hpp"
#include "base/error.hpp"
#include "base/timestamp.hpp"
#include "qr/drawing.hpp"
#include "qr/pass.hpp"
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
  std::string document;
  std::string code;
  int days = 0;  // 0: as qr.yaml says
  Pictures pictures;
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

qr::SigningKey signing_key(const Configuration& configuration) {
  if (const auto pem = configuration.secrets().find(pass_key_secret)) return qr::SigningKey::from_pem(*pem);
  const fs::path file = pass_key_file(configuration.hub());
  fs::create_directories(file.parent_path());
  return qr::SigningKey::open_or_make(file);
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
  const Configuration& configuration = line.configuration();
  const int days = arguments.days > 0 ? arguments.days : configuration.qr().settings().pass_days;
  const std::int64_t now = line.clock.now() / 1000;
  const qr::Pass pass{.code = arguments.code.empty() ? qr::new_pass_code() : arguments.code,
                      .document_tail = qr::document_tail(arguments.document),
                      .issued = now,
                      .expires = now + std::int64_t{days} * 86'400};
  const std::string text = qr::issue_pass(pass, signing_key(configuration));
  draw(text, arguments.pictures);
  if (line.json) {
    line.out << json::serialize(json::object{{"code", pass.code},
                                             {"expires_at", std::string_view(canonical_timestamp(pass.expires * 1000))},
                                             {"text", text}})
             << '\n';
  } else {
    line.out << text << '\n';
  }
  return Exit::done;
}

Exit print_key(CommandLine& line) {
  line.out << signing_key(line.configuration()).public_pem();
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

  auto* issuing = codes->add_subcommand("issue-pass", "A movement pass, signed so that a checkpoint needs no network");
  auto pass = std::make_shared<IssueArguments>();
  issuing
      ->add_option("--document", pass->document,
                   "The person's document number; its last 4 characters stand in the pass")
      ->required();
  issuing->add_option("--code", pass->code, "The pass's code; left out: a new one");
  issuing->add_option("--days", pass->days, "How long it holds; left out: as qr.yaml says")->check(CLI::Range(1, 365));
  add_pictures(*issuing, pass->pictures);
  issuing->footer("Example:\n  lienthong qr issue-pass --document 999095000001 --svg pass.svg");
  issuing->callback([&line, pass] { line.action = [&line, pass] { return issue(line, *pass); }; });

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
