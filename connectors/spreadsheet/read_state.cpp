// The state as JSON.
#include "read_state.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace lt::spreadsheet {
namespace json = boost::json;
namespace {

constexpr std::size_t most_files = 10000;

std::string text(const json::object& object, std::string_view name) { return std::string(object.at(name).as_string()); }

}  // namespace

ReadState::ReadState(std::string_view stored) {
  if (stored.empty()) return;
  const auto document = json::parse(stored).as_object();
  for (const auto& item : document.at("files").as_array()) {
    const auto& file = item.as_object();
    files.push_back({{text(file, "name"), file.at("size").to_number<std::uint64_t>(),
                      file.at("modified_ns").to_number<std::int64_t>(), 0},
                     text(file, "sha256"),
                     file.contains("refused")});
  }
  if (const auto* found = document.if_contains("place")) {
    const auto& object = found->as_object();
    place = Place{text(object, "name"), text(object, "sha256"), object.at("sheet").to_number<std::size_t>(),
                  object.at("row").to_number<std::uint32_t>()};
  }
}

std::string ReadState::dump() const {
  json::array list;
  for (const auto& file : files) {
    json::object item{{"name", file.stamp.name},
                      {"size", file.stamp.size},
                      {"modified_ns", file.stamp.modified_ns},
                      {"sha256", file.sha256}};
    if (file.refused) item["refused"] = true;
    list.push_back(std::move(item));
  }
  json::object document{{"files", std::move(list)}};
  if (place) {
    document["place"] = {
        {"name", place->name}, {"sha256", place->sha256}, {"sheet", place->sheet}, {"row", place->row}};
  }
  return json::serialize(document);
}

const DoneFile* ReadState::find(const std::string& name) const {
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const DoneFile& file) { return file.stamp.name == name; });
  return found == files.end() ? nullptr : &*found;
}

const DoneFile* ReadState::find_content(const std::string& sha256) const {
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const DoneFile& file) { return file.sha256 == sha256; });
  return found == files.end() ? nullptr : &*found;
}

void ReadState::add(DoneFile file) {
  std::erase_if(files, [&](const DoneFile& known) { return known.stamp.name == file.stamp.name; });
  files.push_back(std::move(file));
  if (files.size() > most_files) files.erase(files.begin(), files.end() - most_files);
}

}  // namespace lt::spreadsheet
