// Finds, reads and keeps files.
#include "twins/files_twin.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace lt::twins {
namespace fs = std::filesystem;

FilesTwin::FilesTwin(fs::path folder, std::size_t cache_bytes) : folder_(std::move(folder)), cache_(cache_bytes) {
  if (!fs::is_directory(folder_)) throw std::invalid_argument("files: " + folder_.string() + " is no folder");
}

Reply FilesTwin::handle(const Request& request) {
  if (request.method != "GET") return failure(405, "this twin takes GET");
  auto name = request.path;
  if (const auto page = request.number("page", -1); page >= 0) name += "/" + std::to_string(page) + ".json";
  if (name.find("..") != std::string::npos || name.find('\0') != std::string::npos) return not_found(request);
  const auto path = folder_ / fs::path(name).relative_path();
  std::error_code none;
  if (!fs::is_regular_file(path, none)) return not_found(request);
  Reply made;
  made.body = cache_.get(name, [&] {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  });
  return made;
}

std::string FilesTwin::state() const { return R"({"twin":"files"})"; }

std::string FilesTwin::page() const {
  return html_page("Tệp có sẵn (mô phỏng)", "<table>" + html_row("Thư mục", folder_.string()) + "</table>");
}

}  // namespace lt::twins
