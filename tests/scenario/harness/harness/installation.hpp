// The hub as a province has installed it: shipped configuration, an empty store, partners simulated in this process.
#pragma once

#include "harness/child.hpp"

#include <boost/json.hpp>
#include <twins/excel_list.hpp>
#include <twins/twins.hpp>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace lt::scenario {

// All of it lies in a temporary folder, which goes with it: config/, var/ with the store, var/vaccination_lists/.
class Installation {
 public:
  explicit Installation(const twins::TwinsOptions& options);
  ~Installation();

  twins::Twins& twins() { return twins_; }
  std::string twins_url(const std::string& twin) const { return twins_.url(twin); }
  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path store() const { return folder_ / "var/lienthong.db"; }
  std::filesystem::path lists() const { return folder_ / "var/vaccination_lists"; }
  std::filesystem::path config(const std::string& file) const { return folder_ / "config" / file; }

  // From now on this program in place of `lienthong`: one that a test has made of the same parts.
  void use_program(const std::filesystem::path& program) { program_ = program; }
  // `lienthong ARGUMENTS…` started, or run to its end (within two minutes).
  Child start(const std::vector<std::string>& arguments) const;
  Ended run(const std::vector<std::string>& arguments) const;
  // A line as a person types it, by the shell, with the program on its path.
  Ended shell(const std::string& line) const;
  // The same with --json; throws std::runtime_error with what it said where the answer is no JSON.
  boost::json::value ask(std::vector<std::string> arguments, int expected_exit) const;

  // How many canonical rows there are of an entity.
  std::int64_t rows_of(const std::string& entity) const;
  // Every canonical row as text, the same for equal stores.
  std::string dump() const;
  // What GET /twin/state of a twin answers.
  boost::json::object twin_state(const std::string& twin) const;
  boost::json::object truth() const;

  // The configuration as it was shipped, and no store.
  void start_over();
  // Gives every connector that can do without a network of its own a process of its own. From the start where the
  // environment has LT_TEST_ISOLATION=process.
  void isolate() const;
  // Switches a system on that the shipped configuration has off.
  void enable(const std::string& system) const;
  // Switches a system off that the shipped configuration has on.
  void disable(const std::string& system) const;
  // status --json, whether or not something waits for a person.
  boost::json::value status() const;
  // Takes all other flows away: what else their systems exchange has scenarios of its own.
  void keep_flows(const std::set<std::string>& names) const;
  // Brings in the flows by which the hub itself concludes (flows/derived_*.yaml); without, only partners speak.
  void conclude_too();

 private:
  void copy_configuration();
  std::vector<std::string> environment() const;

  twins::Twins twins_;
  std::filesystem::path folder_;
  std::filesystem::path program_;
};

std::string read_text(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, const std::string& text);
// Throws std::runtime_error where `from` does not stand in the file.
void replace_in(const std::filesystem::path& file, const std::string& from, const std::string& to);

// A member of a member: at(value, "/counts/read"). Throws where there is none.
const boost::json::value& at(const boost::json::value& value, const std::string& pointer);
std::int64_t number(const boost::json::value& value, const std::string& pointer);
std::string text(const boost::json::value& value, const std::string& pointer);

// The element of a list of flows that is about this one.
const boost::json::value& flow(const boost::json::value& list, const std::string& name);

// The first line in which two dumps differ, of both; empty where they are equal.
std::string difference(const std::string& one, const std::string& other);

// Flows of a status or report whose ledger does not balance, with their counts; none is as it should be.
std::vector<std::string> unbalanced(const boost::json::value& status);

}  // namespace lt::scenario
