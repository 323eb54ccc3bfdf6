// Who is who, for commands and API: saying it, answering questions, and both as JSON with records as people name them.
#pragma once

#include "app/command_line.hpp"
#include "store/judgement.hpp"
#include "store/store.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace lt::app {

// "system/stream key", as `explain` shows it and `match split` takes it; "(erased)" where the log names nobody any
// more.
std::string spelled(const store::SourceRecordName& record);

boost::json::object to_json(const store::SourceRecordName& record);
boost::json::object to_json(const store::Judgement& judgement);
boost::json::object to_json(const store::Question& question);

std::string_view name_of(identity::Saying saying);  // "same", "never", "undo"

// What a person says, in a transaction of its own, and as the log then has it. `say` gives the judgement's number.
store::Judgement judge(store::Store& store, const std::function<std::int64_t(store::Transaction&)>& say);

// All throw Error misconfigured where there is no such question, or it does not wait.
store::Question question_of(store::Reader& reader, std::int64_t id);
store::Judgement answer_question(store::Store& store, std::int64_t id, bool same, const store::Sayer& sayer);
void assign_question(store::Store& store, std::int64_t id, const std::string& to);

void add_judgements(CLI::App& match, CommandLine& line);
void add_review(CLI::App& match, CommandLine& line);

}  // namespace lt::app
