// A reader's connection with its prepared statements.
#pragma once

#include "base/error.hpp"
#include "base/sealing.hpp"
#include "model/entity.hpp"
#include "store/connection.hpp"
#include "store/source_records.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>

namespace lt::store {

class ReaderState {
 public:
  ReaderState(const ConnectionOptions& options, const model::Model& its_model,
              std::shared_ptr<const SealingKeys> keys = nullptr)
      : database(connect(options)),
        connection(*database),
        model(&its_model),
        names(connection),
        letter_keys(std::move(keys)) {}

  Statement& prepared(const std::string& text) {
    const auto found = statements_.find(text);
    return found != statements_.end() ? found->second
                                      : statements_.emplace(text, Statement(connection, text)).first->second;
  }
  const model::Entity& entity(int position) const { return *model->entities().at(static_cast<std::size_t>(position)); }

  std::unique_ptr<Connection> database;
  Connection& connection;
  const model::Model* model;
  SourceNames names;
  std::shared_ptr<const SealingKeys> letter_keys;  // null: dead letters that are sealed stay so

 private:
  std::map<std::string, Statement, std::less<>> statements_;
};

// One consistent view of the store for several statements.
class Snapshot {
 public:
  explicit Snapshot(ReaderState& state) : state_(state) { state_.connection.begin_reading(); }
  ~Snapshot() { state_.connection.rollback(); }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  ReaderState& state_;
};

}  // namespace lt::store
