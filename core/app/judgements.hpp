// What the commands on who is who share: rows and records as people name them, judgements and questions as JSON.
#pragma once

#include "app/command_line.hpp"
#include "store/judgement.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace lt::app {

// "system/stream key", as `explain` shows it and `match split` takes it; "(erased)" where the log names nobody any
// more.
std::string spelled(const store::SourceRecordName& record);

boost::json::object to_json(const store::SourceRecordName& record);
boost::json::object to_json(const store::Judgement& judgement);
boost::json::object to_json(const store::Question& question);

void add_judgements(CLI::App& match, CommandLine& line);
void add_review(CLI::App& match, CommandLine& line);

}  // namespace lt::app
