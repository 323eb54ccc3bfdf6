// Serves a folder of prepared pages as a plain web server does, for benchmarks (../shared/bench/gen.py).
#pragma once

#include "twins/page_cache.hpp"
#include "twins/twin.hpp"

#include <filesystem>
#include <string>

namespace lt::twins {

// GET /v1/records?page=3 is FOLDER/v1/records/3.json; GET /a/b.json is FOLDER/a/b.json. Files are taken not to change.
class FilesTwin : public Twin {
 public:
  FilesTwin(std::filesystem::path folder, std::size_t cache_bytes);

  Reply handle(const Request& request) override;
  std::string state() const override;
  std::string page() const override;

 private:
  std::filesystem::path folder_;
  PageCache cache_;
};

}  // namespace lt::twins
