// The program lienthong-twins.
#include "twins/commune_figures.hpp"
#include "twins/excel_list.hpp"
#include "twins/noisy_people.hpp"
#include "twins/twins.hpp"

#include <CLI/CLI.hpp>
#include <pthread.h>

#include <csignal>
#include <fstream>
#include <iostream>

namespace {

struct ServeOptions {
  lt::twins::TwinsOptions twins;
  std::map<std::string, std::uint16_t> ports{{"portal", 0},
                                             {"app", 0},
                                             {"rest", 0},
                                             {"files", 0},
                                             {"fhir", 0},
                                             {"population", 0},
                                             {"hotline", 0},
                                             {"checkpoint", 0},
                                             {"test_results", 0},
                                             {"home_quarantine", 0},
                                             {"quarantine_cameras", 0},
                                             {"industrial_zones", 0},
                                             {"information_site", 0},
                                             {"health_book", 0},
                                             {"epidemic_map", 0},
                                             {"sms_esms", 0},
                                             {"sms_viettel", 0},
                                             {"sms_vnpt", 0},
                                             {"sms_speedsms", 0},
                                             {"sms_fpt", 0}};
  std::string ports_file;
  std::size_t cache_mb = 144;
};

void write_ports(const lt::twins::Twins& twins, const std::string& path) {
  std::string text = "{";
  for (const auto& name : twins.names())
    text += (text.size() > 1 ? "," : "") + ('"' + name + "\":") + std::to_string(twins.port(name));
  // Written beside and renamed, so that whoever waits for the file never reads half of it.
  const auto part = path + ".part";
  std::ofstream(part) << text << "}\n";
  if (std::rename(part.c_str(), path.c_str()) != 0) throw std::runtime_error("cannot write " + path);
}

void serve(ServeOptions options) {
  sigset_t stops;
  sigemptyset(&stops);
  sigaddset(&stops, SIGTERM);
  sigaddset(&stops, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stops, nullptr);  // before any thread starts, so that only sigwait below takes them

  options.twins.ports = options.ports;
  options.twins.cache_bytes = options.cache_mb << 20U;
  const lt::twins::Twins twins(options.twins);
  for (const auto& name : twins.names()) std::cout << name << "\t" << twins.url(name) << '\n' << std::flush;
  if (!options.ports_file.empty()) write_ports(twins, options.ports_file);
  int signal = 0;
  sigwait(&stops, &signal);
}

void add_serve(CLI::App& app, ServeOptions& options) {
  auto* command = app.add_subcommand("serve", "Serve the twins on 127.0.0.1 until SIGTERM");
  command->add_option("--seed", options.twins.seed, "All data and all faults follow from it")->capture_default_str();
  command->add_option("--records", options.twins.records, "Dose records of the portal, duplicates among them")
      ->capture_default_str();
  for (auto& [name, port] : options.ports)
    command->add_option("--" + name + "-port", port, "Port of the twin \"" + name + "\"; 0 = a free one")
        ->capture_default_str();
  command->add_option("--ports-file", options.ports_file, "Write the ports there as JSON once all are open");
  command->add_option("--fault", options.twins.faults,
                      "A fault for every twin, e.g. 'path=/api/vaccination;kind=429;retry_after=2;every=7'");
  command->add_option("--threads", options.twins.threads, "Threads that answer")->capture_default_str();
  command->add_option("--cache-mb", options.cache_mb, "Pages of the portal kept ready")->capture_default_str();
  command->add_option("--lgsp-access-token", options.twins.lgsp_access_token,
                      "Ask for this header lgspaccesstoken on the token request");
  command->add_option("--rest-rows", options.twins.rest_rows, "Rows of the rest twin's table")->capture_default_str();
  command->add_option("--people", options.twins.people, "Who take part in the epidemic, four a household")
      ->capture_default_str();
  command->add_option("--cases-a-day", options.twins.cases_a_day, "New cases of the epidemic every day")
      ->capture_default_str();
  command->add_option("--files", options.twins.files,
                      "Also serve this folder of prepared pages: /v1/records?page=3 is v1/records/3.json");
  command->callback([&options] { serve(options); });
}

struct ListCommand {
  lt::twins::ListOptions list;
  std::string out, truth;
};

void write_list(const ListCommand& command) {
  const auto truth = lt::twins::write_list(command.list, command.out);
  const auto path = command.truth.empty() ? command.out + ".truth.json" : command.truth;
  std::ofstream file(path);
  file << lt::twins::to_json(truth, command.list);
  if (!file.flush()) throw std::runtime_error("cannot write " + path);
  std::cout << command.out << ": " << truth.rows << " rows, " << truth.bad.size() << " of them bad; the truth is in "
            << path << "\n";
}

void add_list(CLI::App& app, ListCommand& options) {
  using lt::twins::ListLayout;
  auto* command = app.add_subcommand(
      "list", "Write the Ministry's Excel list with people of the same world, and what is wrong in it");
  command->add_option("--out", options.out, "The workbook to write")->required();
  command->add_option("--truth", options.truth, "Where to write what is wrong; beside the workbook by default");
  command->add_option("--rows", options.list.rows, "Rows of people")->capture_default_str();
  command->add_option("--bad", options.list.bad, "How many of them are wrong, in ten ways")->capture_default_str();
  command->add_option("--seed", options.list.seed, "The world; the same as the portal's to share people with it")
      ->capture_default_str();
  command->add_option("--records", options.list.portal_records, "Records of the portal with which people are shared")
      ->capture_default_str();
  command->add_option("--layout", options.list.layout, "national or vaccom")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, ListLayout>{{"national", ListLayout::national}, {"vaccom", ListLayout::vaccom}}));
  command->callback([&options] { write_list(options); });
}

struct CommunesCommand {
  std::uint64_t seed = 38;
  std::string out;
};

void add_communes(CLI::App& app, CommunesCommand& options) {
  auto* command = app.add_subcommand(
      "communes", "Write a list of communes with figures that are nobody's: population, adults, treatment");
  command->add_option("--out", options.out, "The CSV file to write")->required();
  command->add_option("--seed", options.seed, "All figures follow from it")->capture_default_str();
  command->callback([&options] {
    std::ofstream file(options.out);
    file << lt::twins::commune_figures(options.seed);
    if (!file.flush()) throw std::runtime_error("cannot write " + options.out);
  });
}

struct PeopleCommand {
  lt::twins::NoisyOptions people;
  std::string out;
};

void add_people(CLI::App& app, PeopleCommand& options) {
  auto* command = app.add_subcommand(
      "people", "Write people as several clerks would, some twice and with mistakes; who is who stands in 'person'");
  command->add_option("--out", options.out, "The file of comma-separated text to write")->required();
  command->add_option("--people", options.people.people, "Different people, four a household")->capture_default_str();
  command->add_option("--noisy", options.people.noisy_percent, "Of a hundred people, how many are written again")
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
  command->add_option("--twins", options.people.twins_percent, "Of a hundred households, how many have twins")
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
  command
      ->add_option("--sparse", options.people.sparse_percent,
                   "Of a hundred records, how many lack numbers; as many lack a phone, as many a guardian")
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
  command->add_option("--seed", options.people.seed, "The world")->capture_default_str();
  command->callback([&options] {
    std::ofstream file(options.out);
    lt::twins::write_noisy_people(options.people, file);
    if (!file.flush()) throw std::runtime_error("cannot write " + options.out);
    std::cout << options.out << ": " << lt::twins::noisy_count(options.people) << " records of "
              << options.people.people << " people\n";
  });
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Simulated partner systems of the hub: deterministic from a seed, faulty on demand, only on 127.0.0.1.");
  app.require_subcommand(1);
  app.footer(
      "Examples:\n"
      "  lienthong-twins serve --seed 38 --records 200000 --ports-file ports.json\n"
      "  lienthong-twins serve --portal-port 18081 --fault 'path=/api/vaccination;kind=cut;every=5;count=3'\n"
      "  lienthong-twins list --rows 1000 --bad 50 --seed 38 --layout national --out people.xlsx\n"
      "  lienthong-twins people --people 20000 --noisy 10 --seed 38 --out people.csv\n");
  ServeOptions options;
  add_serve(app, options);
  ListCommand list;
  add_list(app, list);
  CommunesCommand communes;
  add_communes(app, communes);
  PeopleCommand people;
  add_people(app, people);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error);
  } catch (const std::exception& error) {
    std::cerr << "lienthong-twins: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
