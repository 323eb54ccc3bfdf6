// Which file answers which address, and what browsers may do with it.
#include "api/pages.hpp"

#include "api/address.hpp"
#include "api/entity_tag.hpp"

#include <fstream>
#include <iterator>
#include <utility>

namespace lt::api {
namespace {

namespace fs = std::filesystem;

constexpr std::pair<std::string_view, const char*> types[] = {{".html", "text/html; charset=utf-8"},
                                                              {".js", "text/javascript; charset=utf-8"},
                                                              {".css", "text/css; charset=utf-8"},
                                                              {".svg", "image/svg+xml"},
                                                              {".png", "image/png"},
                                                              {".woff2", "font/woff2"},
                                                              {".json", "application/json"},
                                                              {".txt", "text/plain; charset=utf-8"}};

// Ant Design writes its styles into the page as it runs; scripts come from files alone.
constexpr std::pair<const char*, const char*> common_headers[] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
     "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
    {"Vary", "Accept-Encoding"}};

constexpr const char* without_console =
    "<!doctype html><meta charset=\"utf-8\"><title>Liên Thông</title><h1>Chưa có bảng điều khiển</h1>"
    "<p>Hệ thống đang chạy; API ở <code>/api/v1</code>. Cài lại gói lienthong, hoặc biên dịch "
    "<code>cmake --build --preset release --target console</code> rồi khởi động lại.</p>"
    "<p lang=\"en\">The hub serves, but its console is not installed: install the package again, or build the target "
    "<code>console</code>, and start the hub again.</p>";

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string type_of(const fs::path& file) {
  const std::string ending = file.extension().string();
  for (const auto& [known, type] : types)
    if (known == ending) return type;
  return "application/octet-stream";
}

bool takes_gzip(const Request& request) {
  const std::string_view accepted = header(request, "Accept-Encoding");
  const std::size_t at = accepted.find("gzip");
  return at != std::string_view::npos && !accepted.substr(at + 4).starts_with(";q=0");
}

void add_page_headers(Response& response) {
  for (const auto& [name, value] : common_headers) response.headers.push_back({name, value});
}

Response without() {
  Response response{.status = 404, .headers = {{"Content-Type", types[0].second}}, .body = without_console};
  add_page_headers(response);
  return response;
}

}  // namespace

Pages::Pages(const fs::path& folder) {
  if (!fs::is_regular_file(folder / "index.html")) return;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.path().extension() == ".gz") continue;
    const std::string path = "/" + fs::relative(entry.path(), folder).generic_string();
    File file{.type = type_of(entry.path()), .tag = {}, .body = content_of(entry.path()), .packed = {}};
    file.tag = tag_of(file.body);
    file.lasting = path.starts_with("/assets/");
    if (const fs::path packed = entry.path().string() + ".gz"; fs::exists(packed)) file.packed = content_of(packed);
    files_.emplace(path, std::move(file));
  }
}

const Pages::File* Pages::file_for(std::string_view path) const {
  if (const auto found = files_.find(path); found != files_.end()) return &found->second;
  const auto segments = path_segments(path);
  const bool root = path == "/";
  if (!root && (!segments || path.starts_with("/assets/"))) return nullptr;
  // A page's address may end in a name with a point, but in none that a file would have.
  if (!root && !type_of(std::string(path)).starts_with("application/octet-stream")) return nullptr;
  return &files_.find("/index.html")->second;
}

Response Pages::answer(const Request& request) const {
  if (empty()) return without();
  const File* file = file_for(request.path());
  if (file == nullptr) {
    Response none = error_response(404, "not_found", "nothing is served at this address");
    add_page_headers(none);
    return none;
  }
  Response response{.headers = {{"Content-Type", file->type},
                                {"ETag", file->tag},
                                {"Cache-Control", file->lasting ? "public, max-age=31536000, immutable" : "no-cache"}}};
  add_page_headers(response);
  if (knows(header(request, "If-None-Match"), file->tag)) {
    response.status = 304;
  } else if (!file->packed.empty() && takes_gzip(request)) {
    response.headers.push_back({"Content-Encoding", "gzip"});
    response.body = file->packed;
  } else {
    response.body = file->body;
  }
  return response;
}

}  // namespace lt::api
