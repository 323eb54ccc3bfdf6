// Telling urls from paths.
#include "app/store_place.hpp"

namespace lt::app {

bool is_database_url(std::string_view text) {
  return text.starts_with("postgresql://") || text.starts_with("postgres://");
}

bool names_password(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t at = url.find('@');
  if (scheme == std::string_view::npos || at == std::string_view::npos || at < scheme) return false;
  return url.substr(scheme + 3, at - scheme - 3).find(':') != std::string_view::npos;
}

}  // namespace lt::app
