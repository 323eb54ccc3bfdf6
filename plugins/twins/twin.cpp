// Answers that all twins share.
#include "twins/twin.hpp"

namespace lt::twins {

Reply Twin::command(const Request& request) { return not_found(request); }

Reply not_found(const Request& request) { return failure(404, "no such path: " + request.method + " " + request.path); }

Reply failure(int status, std::string_view title) {
  std::string body = R"({"status":)" + std::to_string(status) + R"(,"title":")";
  for (const char c : title) body += c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20 ? '\'' : c;
  return reply(status, body + "\"}");
}

std::string html_escaped(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '<')
      made += "&lt;";
    else if (c == '>')
      made += "&gt;";
    else if (c == '&')
      made += "&amp;";
    else if (c == '"')
      made += "&quot;";
    else
      made += c;
  }
  return made;
}

std::string html_page(std::string_view title, std::string_view body) {
  std::string made =
      R"(<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">)";
  made += R"(<meta http-equiv="refresh" content="5"><title>)" + html_escaped(title) + "</title>";
  made +=
      "<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b2a35}"
      "h1{font-size:1.4rem}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid "
      "#d5dde3;padding:.35rem .6rem;"
      "text-align:left}td.n{font-variant-numeric:tabular-nums}p.note{color:#5a6b78}</style></head><body><h1>";
  made += html_escaped(title) + "</h1>";
  made += R"(<p class="note">Hệ thống mô phỏng để thử nghiệm; không có dữ liệu của người thật.</p>)";
  made.append(body).append("</body></html>");
  return made;
}

std::string html_row(std::string_view label, std::string_view value) {
  return "<tr><td>" + html_escaped(label) + R"(</td><td class="n">)" + html_escaped(value) + "</td></tr>";
}

}  // namespace lt::twins
