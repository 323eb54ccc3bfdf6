// A connector that does wrong on purpose: the stream's name is the deed. "good" shows that the next run works.
#include "runner/wire.hpp"

#include <fcntl.h>
#include <lienthong/plugin.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using lt::runner::Channel;
using lt::runner::Kind;
using lt::runner::Message;

lt_bytes bytes(std::string_view text) { return {text.data(), text.size()}; }

lt_status emit(const lt_host* host, std::string_view record) { return host->emit(host, bytes(record), {}); }

lt_status good(const lt_host* host, lt_bytes) {
  for (const char* record : {R"({"id": "1"})", R"({"id": "2"})", R"({"id": "3"})"}) {
    if (const lt_status status = emit(host, record); status != LT_OK) return status;
  }
  return host->checkpoint(host, bytes("end"));
}

// What the compiler cannot see through, so that it lets the deed be done.
int* volatile nowhere = nullptr;
volatile bool forever = true;
volatile std::size_t one = 1;

lt_status segfault(const lt_host*, lt_bytes) { return *nowhere; }

[[noreturn]] lt_status give_up(const lt_host*, lt_bytes) { std::abort(); }

[[noreturn]] lt_status leave(const lt_host*, lt_bytes) { _exit(0); }

lt_status throw_it(const lt_host*, lt_bytes) { throw std::runtime_error("thrown across the line"); }

lt_status throw_number(const lt_host*, lt_bytes) { throw 42; }

lt_status loop(const lt_host*, lt_bytes) {
  while (forever) {
  }
  return LT_OK;
}

lt_status stuck(const lt_host*, lt_bytes) {
  while (forever) pause();
  return LT_OK;
}

// Busy, and deaf to every wish to stop.
lt_status deaf(const lt_host* host, lt_bytes) {
  while (forever) host->now(host);
  return LT_OK;
}

// Past the host's stub, which would keep to the rules, one and the same message for ever.
lt_status send_for_ever(const Message& message) {
  const auto wait = [](short events) {
    pollfd wanted{.fd = lt::runner::socket_descriptor, .events = events, .revents = 0};
    poll(&wanted, 1, -1);
  };
  Channel channel(wait, lt::runner::socket_descriptor);
  while (forever) channel.send(message);
  return LT_OK;
}

// So that the hub always finds something to receive.
lt_status deaf_flood(const lt_host*, lt_bytes) {
  return send_for_ever(Message(Kind::emit).text(R"({"id": "1"})").text(""));
}

// A question in place of a word to the first document of the one before.
lt_status questions(const lt_host*, lt_bytes) {
  return send_for_ever(Message(Kind::answers).number(1).text("pass").text("").number(0).number(0).number(0));
}

lt_status leak(const lt_host* host, lt_bytes) {
  for (;;) {
    auto* block = static_cast<char*>(std::malloc(16u << 20));
    if (!block) {
      host->explain(host, bytes("no memory is left"), -1);
      return LT_FAILED;
    }
    std::memset(block, 1, 16u << 20);
  }
}

lt_status double_free(const lt_host*, lt_bytes) {
  std::array<void*, 2> twice{std::malloc(100), nullptr};
  twice.at(one) = twice[0];
  for (void* block : twice) std::free(block);
  return LT_OK;
}

lt_status write_borrowed(const lt_host* host, lt_bytes state) {
  std::memset(const_cast<char*>(state.data), 'X', state.size);  // NOLINT(*-const-cast): that is the deed
  return good(host, state);
}

// Ten gigabytes, a mebibyte at a time, whatever the host says to it.
lt_status flood(const lt_host* host, lt_bytes) {
  std::string page = "[";
  while (page.size() < (1u << 20)) page += R"({"id": "0"},)";
  page.back() = ']';
  for (int i = 0; i < 10'240; ++i) host->emit_page(host, bytes(page), {}, nullptr, 0);
  return LT_OK;
}

lt_status huge_page(const lt_host* host, lt_bytes) {
  const std::string page(300u << 20, ' ');
  return host->emit_page(host, bytes(page), {}, nullptr, 0);
}

lt_status lying_size(const lt_host* host, lt_bytes) {
  return host->emit_page(host, {"[]", std::size_t{1} << 33}, {}, nullptr, 0);
}

lt_status no_bytes(const lt_host* host, lt_bytes) { return host->emit(host, {nullptr, 5}, {}); }

lt_status bad_utf8(const lt_host* host, lt_bytes) {
  host->reject_record(host, bytes("\xc3\x28"), LT_REJECT_PERMANENT, bytes("\xff wrong"));
  host->log(host, LT_LOG_INFO, bytes("\x80\x81"));
  host->explain(host, bytes("bad \xed\xa0\x80 text"), -1);
  return LT_FAILED;
}

// Past the host, into the socket that the process was born with.
lt_status garbage(const lt_host*, lt_bytes) {
  const std::string nonsense(64, '\x7f');
  [[maybe_unused]] const ssize_t sent = send(3, nonsense.data(), nonsense.size(), 0);
  return LT_OK;
}

lt_status no_such_status(const lt_host*, lt_bytes) { return 99; }

lt_status last_words(const lt_host*, lt_bytes) {
  std::fputs("it all went wrong at line 7\n", stderr);
  std::abort();
}

std::string fact(const char* name, bool value) {
  return std::string(R"({"id": ")") + name + R"(", "possible": )" + (value ? "true}" : "false}");
}

// What a process may that was given nothing.
lt_status look(const lt_host* host, lt_bytes) {
  int descriptors = 0;
  for (int i = 5; i < 200; ++i) descriptors += fcntl(i, F_GETFD) != -1;
  emit(host, fact("use the hub's files", descriptors > 0));
  emit(host, fact("read a file", open("/etc/passwd", O_RDONLY) >= 0));
  emit(host, fact("write a file", open("/tmp/lienthong-evil", O_WRONLY | O_CREAT, 0600) >= 0));
  emit(host, fact("open a socket", socket(AF_INET, SOCK_STREAM, 0) >= 0));
  const pid_t child = fork();
  if (child == 0) _exit(0);
  emit(host, fact("fork", child > 0));
  emit(host, fact("see the hub's environment", std::getenv("PATH") != nullptr));
  return host->checkpoint(host, {});
}

using Deed = lt_status (*)(const lt_host*, lt_bytes);
constexpr std::pair<std::string_view, Deed> deeds[] = {{"good", good},
                                                       {"segfault", segfault},
                                                       {"abort", give_up},
                                                       {"leave", leave},
                                                       {"throw", throw_it},
                                                       {"throw_number", throw_number},
                                                       {"loop", loop},
                                                       {"deaf", deaf},
                                                       {"deaf_flood", deaf_flood},
                                                       {"questions", questions},
                                                       {"leak", leak},
                                                       {"double_free", double_free},
                                                       {"write_borrowed", write_borrowed},
                                                       {"flood", flood},
                                                       {"huge_page", huge_page},
                                                       {"lying_size", lying_size},
                                                       {"no_bytes", no_bytes},
                                                       {"bad_utf8", bad_utf8},
                                                       {"garbage", garbage},
                                                       {"no_such_status", no_such_status},
                                                       {"last_words", last_words},
                                                       {"stuck", stuck},
                                                       {"look", look}};

lt_status open_session(const lt_host*, lt_bytes, lt_session** session) {
  static int only = 0;
  *session = reinterpret_cast<lt_session*>(&only);
  return LT_OK;
}

lt_status read(lt_session*, const lt_host* host, lt_bytes stream, lt_bytes state) {
  for (const auto& [name, deed] : deeds) {
    if (name == std::string_view(stream.data, stream.size)) return deed(host, state);
  }
  return LT_UNSUPPORTED;
}

// Lies about what became of the records.
lt_status write(lt_session*, const lt_host* host, lt_bytes stream, const lt_record*, size_t count) {
  const std::string_view deed(stream.data, stream.size);
  if (deed == "too_few") return host->accept(host, 0, {}), LT_OK;
  if (deed == "twice") return host->accept(host, 0, {}), host->accept(host, 0, {}), LT_OK;
  if (deed == "beyond") return host->accept(host, count + 5, {}), LT_OK;
  for (size_t i = 0; i < count; ++i) {
    host->accept(host, i, {});
    if (deed == "crash_after_first") std::abort();
  }
  return LT_OK;
}

lt_status streams(lt_session*, const lt_host*, const lt_sink* sink) {
  for (const auto& [name, deed] : deeds) {
    const std::string text = R"({"name": ")" + std::string(name) + R"(", "direction": "both", "key": ["/id"]})";
    if (const lt_status status = sink->put(sink, bytes(text)); status != LT_OK) return status;
  }
  return LT_OK;
}

}  // namespace

const lt_plugin* lienthong_plugin_v1(void) {
  static const lt_plugin table = [] {
    lt_plugin plugin{};
    plugin.size = sizeof(lt_plugin);
    plugin.abi_minor = LT_ABI_MINOR;
    plugin.roles = LT_ROLE_READ | LT_ROLE_WRITE;
    plugin.id = bytes("evil");
    plugin.version = bytes("1.0.0");
    plugin.vendor = bytes("tests");
    plugin.summary = bytes("Does wrong on purpose.");
    plugin.settings_schema = bytes(R"({"type": "object"})");
    plugin.open = open_session;
    plugin.close = [](lt_session*) {};
    plugin.check = [](lt_session*, const lt_host*) -> lt_status { return LT_OK; };
    plugin.streams = streams;
    plugin.read = read;
    plugin.write = write;
    return plugin;
  }();
  return &table;
}
