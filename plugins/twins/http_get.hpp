// A GET as a partner makes it who calls the hub back.
#pragma once

#include <chrono>
#include <string>

namespace lt::twins {

// The status of the answer; 0 where none came within `most`. Only http://.
int http_get(const std::string& url, std::chrono::milliseconds most);

}  // namespace lt::twins
