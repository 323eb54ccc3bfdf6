// SQLite's write-ahead log as bytes, and the ways in which a power cut tears it
// (sqlite.org/fileformat2.html#walformat).
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace lt::chaos {

struct WalFrame {
  std::uint64_t offset = 0;  // of its header in the log
  std::uint32_t page = 0;    // from 1
  bool commits = false;      // the last of a transaction
};

// Frames of the log's present turn up to the last that commits. Only while nobody has the store open.
class WriteAheadLog {
 public:
  explicit WriteAheadLog(const std::filesystem::path& store);

  const std::vector<WalFrame>& frames() const { return frames_; }
  // The beginning of a transaction that was being written: a whole frame and half of one, of rubbish.
  void tear_what_came_after() const;
  // The last page of the last transaction half written: SQLite must discard the transaction.
  void tear_last_transaction() const;
  // Pages that a checkpoint was writing into the store, half written: the log still has them whole.
  void tear_pages_of_store() const;

 private:
  std::filesystem::path store_;
  std::filesystem::path log_;
  std::uint32_t page_size_ = 0;
  std::vector<char> salts_;
  std::vector<WalFrame> frames_;
};

}  // namespace lt::chaos
