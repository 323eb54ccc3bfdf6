// The state as JSON.
#include "read_state.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace lt::folder {
namespace json = boost::json;
using files::FileStamp;
namespace {

json::object object_of(const FileStamp& stamp) {
  return {
      {"name", stamp.name}, {"size", stamp.size}, {"modified_ns", stamp.modified_ns}, {"changed_ms", stamp.changed_ms}};
}

FileStamp stamp_of(const json::object& object) {
  return {std::string(object.at("name").as_string()), object.at("size").to_number<std::uint64_t>(),
          object.at("modified_ns").to_number<std::int64_t>(), object.at("changed_ms").to_number<std::int64_t>()};
}

}  // namespace

bool unchanged(const FileStamp& one, const FileStamp& other) {
  return one.name == other.name && one.same_version(other) && one.changed_ms == other.changed_ms;
}

ReadState::ReadState(std::string_view text) {
  if (text.empty()) return;
  const auto document = json::parse(text).as_object();
  for (const auto& item : document.at("files").as_array()) {
    files.push_back({stamp_of(item.as_object()), item.as_object().contains("refused")});
  }
  if (const auto* found = document.if_contains("place")) {
    const auto& object = found->as_object();
    place = Place{stamp_of(object),
                  {object.at("offset").to_number<std::uint64_t>(), object.at("lines").to_number<std::uint64_t>()}};
  }
}

std::string ReadState::dump() const {
  json::array list;
  list.reserve(files.size());
  for (const auto& file : files) {
    auto item = object_of(file.stamp);
    if (file.refused) item["refused"] = true;
    list.push_back(std::move(item));
  }
  json::object document{{"files", std::move(list)}};
  if (place) {
    auto object = object_of(place->stamp);
    object["offset"] = place->position.offset;
    object["lines"] = place->position.lines;
    document["place"] = std::move(object);
  }
  return json::serialize(document);
}

bool ReadState::knows(const FileStamp& stamp) const {
  return std::any_of(files.begin(), files.end(), [&](const DoneFile& file) { return unchanged(file.stamp, stamp); });
}

Position ReadState::position(const FileStamp& stamp) const {
  return place && unchanged(place->stamp, stamp) ? place->position : Position{};
}

void ReadState::finish(DoneFile file) {
  std::erase_if(files, [&](const DoneFile& known) { return known.stamp.name == file.stamp.name; });
  files.push_back(std::move(file));
  place.reset();
}

void ReadState::keep_only(const std::vector<FileStamp>& present) {
  std::erase_if(files, [&](const DoneFile& file) {
    return std::none_of(present.begin(), present.end(),
                        [&](const FileStamp& stamp) { return unchanged(stamp, file.stamp); });
  });
}

}  // namespace lt::folder
