// Which files were read and how far, as the hub keeps it for us between reads.
#pragma once

#include "line_reader.hpp"

#include <lienthong/files/watched_folder.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::folder {

struct DoneFile {
  files::FileStamp stamp;
  bool refused = false;  ///< the file as a whole could not be read
};

/// A file that is read in part.
struct Place {
  files::FileStamp stamp;
  Position position;
};

/// Of one name, with nothing changed: neither content nor times, nor rights.
bool unchanged(const files::FileStamp& one, const files::FileStamp& other);

class ReadState {
 public:
  /// Throws std::exception for a text that dump() did not make.
  explicit ReadState(std::string_view text);
  std::string dump() const;

  bool knows(const files::FileStamp& stamp) const;
  /// Where to read on in this version of the file.
  Position position(const files::FileStamp& stamp) const;
  /// The file is read to its end.
  void finish(DoneFile file);
  /// Forgets files that are no longer in the folder.
  void keep_only(const std::vector<files::FileStamp>& present);

  std::vector<DoneFile> files;
  std::optional<Place> place;
};

}  // namespace lt::folder
