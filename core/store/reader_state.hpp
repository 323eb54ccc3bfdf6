// A reader's connection with its prepared statements.
#pragma once

#include "base/error.hpp"
#include "base/sealing.hpp"
#include "model/entity.hpp"
#include "store/connection.hpp"
#include "store/source_records.hpp"

#include <array>
#include <map>
#include <memory>
#include <mutex>
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

// Readers that rest, a few: to connect and to learn the tables costs more than most questions do. Each question resets
// its statements, so none keeps a view open. Thread-safe.
class IdleReaders {
 public:
  // Null where none rests.
  std::unique_ptr<ReaderState> take() {
    const std::lock_guard lock(mutex_);
    for (auto& place : places_)
      if (place) return std::exchange(place, nullptr);
    return nullptr;
  }

  void put(std::unique_ptr<ReaderState> state) noexcept {
    const std::lock_guard lock(mutex_);
    for (auto& place : places_) {
      if (!place) {
        place = std::move(state);
        return;
      }
    }
  }

 private:
  std::mutex mutex_;
  std::array<std::unique_ptr<ReaderState>, 4> places_;
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
