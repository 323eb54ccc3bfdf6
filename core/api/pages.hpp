// The console's built files for browsers: read once, so that no request reaches the disk.
#pragma once

#include "api/message.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace lt::api {

// Thread-safe.
class Pages {
 public:
  // All files of `folder`; without one, or without an index.html in it, every address says how to get the console.
  explicit Pages(const std::filesystem::path& folder);

  // Addresses of no file get index.html, which knows the console's pages, unless they look like a file's.
  Response answer(const Request& request) const;

  bool empty() const { return files_.empty(); }

 private:
  struct File {
    std::string type;
    std::string tag;
    std::string body;
    std::string packed;  // by gzip; empty: there is no such copy
    bool lasting = false;
  };
  const File* file_for(std::string_view path) const;

  std::map<std::string, File, std::less<>> files_;  // by path: "/assets/index-3f2a.js"
};

}  // namespace lt::api
