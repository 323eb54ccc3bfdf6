// What commands and API do with dead letters: choosing them, telling of them, mending, dismissing, and who acts.
#pragma once

#include "app/command_line.hpp"
#include "store/store.hpp"
#include "sync/replay.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lt::app {

// Which letters a person means: their numbers, else all that wait of a flow or a cause.
struct LetterChoice {
  std::vector<std::int64_t> ids;
  std::string flow;
  std::string reason;
  std::string cause;
};

// Throw Error misconfigured: there is none of that number, flow or cause.
store::DeadLetter letter_of(store::Reader& reader, std::int64_t id);
store::LetterQuery query_of(const Configuration& configuration, store::Reader& reader, const LetterChoice& choice);
// Of letters that wait, in the order in which their records came; throws too where one that was named does not wait.
std::vector<std::int64_t> chosen(const LetterChoice& choice, const Configuration& configuration, store::Reader& reader);
// Throws Error misconfigured where its key is missing, failed where it is damaged.
void require_readable(const store::DeadLetter& letter);

// A mended record that a file holds whole. Throws Error misconfigured where it cannot be read or is no JSON object.
std::string record_in(const std::string& file);
// What today's mapping says to a record in the letter's place. Throws Error misconfigured where the letter's records
// are not mended by hand, because the hub makes them of its own rows.
sync::Verdict verdict_on(const store::DeadLetter& letter, std::string_view record, const Configuration& configuration);
// Throws Error misconfigured with the reasons where today's mapping refuses it.
void refuse_mended(const store::DeadLetter& letter, std::string_view record, const Configuration& configuration);

// Keeps a record that checked_record() has passed beside the letter's own, and gives today's mapping's word on it.
// Throws Error misconfigured, and changes nothing, where the letter cannot be read, does not wait, or holds just this.
sync::Verdict mend_letter(store::Store& store, const Configuration& configuration, const store::DeadLetter& letter,
                          const std::string& record, const std::string& who);
std::string_view name_of(mapping::Outcome outcome);  // "mapped", "filtered", "dead"

// Both give the letters' numbers; all of them or none: throw Error misconfigured where one of them does not wait, or
// was not dismissed.
std::vector<std::int64_t> dismiss_letters(store::Store& store, const Configuration& configuration,
                                          const LetterChoice& choice, const std::string& reason,
                                          const std::string& who);
void reopen_letters(store::Store& store, const std::vector<std::int64_t>& ids, const std::string& who);

// JSON holds no other bytes than UTF-8; the letter itself keeps what came.
std::string in_utf8(std::string_view bytes);
// In the reader's language.
std::string meaning_of(const std::string& reason_code, CommandLine& line);
// Each with the place of its value, as a cell where the record came out of a workbook.
boost::json::array reasons_json(const store::DeadLetter& letter);
boost::json::object letter_json(const store::DeadLetter& letter, bool with_payload);

// Whose records each flow's dead letters are: their keys are those of this source.
std::map<std::string, store::Source> sources_of_letters(const Configuration& configuration);

// The person at the keyboard: who called sudo, else the user of the process.
std::string acting_person();
// Blanks are no reason, and nobody's name.
bool says_nothing(std::string_view text);

void add_mend(CLI::App& letters, CommandLine& line);
void add_replay(CLI::App& letters, CommandLine& line);
void add_causes(CLI::App& letters, CommandLine& line);

}  // namespace lt::app
