// The console's files over HTTP: which file answers which address, and what stays out of reach.
#include "api/pages.hpp"

#include "response_header.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>

namespace fs = std::filesystem;
using lt::api::Pages;
using lt::api::Request;
using lt::api::Response;
using lt::api::test::header;

namespace {

class ConsoleFolder {
 public:
  ConsoleFolder() {
    std::string name = (fs::temp_directory_path() / "lt-pages-XXXXXX").string();
    path = fs::path(mkdtemp(name.data())) / "console";
    put("index.html", "<!doctype html>");
    put("icon.svg", "<svg/>");
    put("assets/index-1a2b.js", "let a = 1;");
    put("assets/index-1a2b.js.gz", "packed");
    put("../secret.txt", "secret");
  }
  ~ConsoleFolder() { fs::remove_all(path.parent_path()); }
  ConsoleFolder(const ConsoleFolder&) = delete;

  void put(const std::string& name, const std::string& text) const {
    fs::create_directories((path / name).parent_path());
    std::ofstream(path / name) << text;
  }
  fs::path path;
};

Request get(const std::string& target, std::vector<lt::api::HttpHeader> headers = {}) {
  return {.method = "GET", .target = target, .headers = std::move(headers), .body = {}, .remote_address = "127.0.0.1"};
}

}  // namespace

TEST_CASE("every page of the console is index.html, asked for anew each time") {
  const ConsoleFolder folder;
  const Pages pages(folder.path);
  const std::string target = GENERATE("/", "/flows", "/systems/so_y_te?tab=1", "/records/person/17",
                                      "/mappings/national_vaccination.injections", "/dead-letters/c%C3%A1i");
  const Response response = pages.answer(get(target));
  CHECK(response.status == 200);
  CHECK(response.body == "<!doctype html>");
  CHECK(header(response, "Content-Type") == "text/html; charset=utf-8");
  CHECK(header(response, "Cache-Control") == "no-cache");
}

TEST_CASE("a page may run scripts of this hub alone and stands in no other site's frame") {
  const ConsoleFolder folder;
  const Response response = Pages(folder.path).answer(get("/"));
  const std::string policy = header(response, "Content-Security-Policy");
  CHECK(policy.find("default-src 'none'; script-src 'self';") != std::string::npos);
  CHECK(policy.find("frame-ancestors 'none'") != std::string::npos);
  CHECK(policy.find("unsafe-eval") == std::string::npos);
  CHECK(header(response, "X-Content-Type-Options") == "nosniff");
}

TEST_CASE("a file named by its content is kept for a year") {
  const ConsoleFolder folder;
  const Response response = Pages(folder.path).answer(get("/assets/index-1a2b.js"));
  CHECK(response.body == "let a = 1;");
  CHECK(header(response, "Content-Type") == "text/javascript; charset=utf-8");
  CHECK(header(response, "Cache-Control") == "public, max-age=31536000, immutable");
}

TEST_CASE("who takes gzip gets the copy that the build made") {
  const ConsoleFolder folder;
  const Pages pages(folder.path);
  const Response packed = pages.answer(get("/assets/index-1a2b.js", {{"accept-encoding", "gzip, br"}}));
  CHECK(packed.body == "packed");
  CHECK(header(packed, "Content-Encoding") == "gzip");
  CHECK(header(packed, "Vary") == "Accept-Encoding");
  CHECK(pages.answer(get("/assets/index-1a2b.js", {{"Accept-Encoding", "gzip;q=0"}})).body == "let a = 1;");
}

TEST_CASE("who knows a file's tag gets no bytes of it") {
  const ConsoleFolder folder;
  const Pages pages(folder.path);
  const std::string tag = header(pages.answer(get("/icon.svg")), "ETag");
  const Response known = pages.answer(get("/icon.svg", {{"If-None-Match", tag}}));
  CHECK(known.status == 304);
  CHECK(known.body.empty());
}

TEST_CASE("nothing outside the console's folder is served") {
  const ConsoleFolder folder;
  const Pages pages(folder.path);
  const std::string target =
      GENERATE("/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "//secret.txt",
               "/assets/absent.js", "/absent.svg", "/assets/", "/%00", "/assets/index-1a2b.js.gz");
  const Response response = pages.answer(get(target));
  CHECK(response.status == 404);
  CHECK(response.body.find("secret\n") == std::string::npos);
}

TEST_CASE("without its files the hub says how to get the console") {
  const Response response = Pages("/nowhere/at/all").answer(get("/"));
  CHECK(response.status == 404);
  CHECK(response.body.find("--target console") != std::string::npos);
}
