/* A plugin in plain C against the header of version 1.0, which must load and run in every later host. */
#include "plugin.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct lt_session {
  int writes;
};

/* Whether `text` contains `part`: enough of a parser for one setting. */
static int contains(lt_bytes text, const char* part) {
  const size_t length = strlen(part);
  for (size_t i = 0; i + length <= text.size; ++i) {
    if (memcmp(text.data + i, part, length) == 0) return 1;
  }
  return 0;
}

static lt_status open_session(const lt_host* host, lt_bytes settings, lt_session** session) {
  if (!contains(settings, "\"key\":\"")) {
    host->explain(host, (lt_bytes){"the settings lack 'key'", 23}, -1);
    return LT_MISCONFIGURED;
  }
  lt_session* made = calloc(1, sizeof(*made));
  if (!made) {
    host->explain(host, (lt_bytes){"no memory", 9}, -1);
    return LT_FAILED;
  }
  *session = made;
  return LT_OK;
}

static void close_session(lt_session* session) { free(session); }

/* Asks the system for its health with the secret in a header. */
static lt_status check(lt_session* session, const lt_host* host) {
  (void)session;
  lt_bytes key;
  const lt_status known = host->secret(host, (lt_bytes){"frozen_key", 10}, &key);
  if (known != LT_OK) return known;
  const lt_header header = {{"X-Key", 5}, key};
  const lt_http_request request = {
      .size = sizeof(request), .url = {"https://frozen.example.vn/health", 32}, .headers = &header, .header_count = 1};
  lt_http_response response = {.size = sizeof(response)};
  const lt_status answered = host->http(host, &request, &response);
  if (answered != LT_OK) return answered;
  if (response.status == 200) return LT_OK;
  host->explain(host, response.body, response.retry_after_ms);
  return response.status == 401 ? LT_DENIED : LT_UNAVAILABLE;
}

static lt_status streams(lt_session* session, const lt_host* host, const lt_sink* sink) {
  (void)session;
  (void)host;
  static const char text[] = "{\"name\": \"numbers\", \"direction\": \"both\", \"key\": [\"/n\"]}";
  return sink->put(sink, (lt_bytes){text, sizeof(text) - 1});
}

static lt_status read_stream(lt_session* session, const lt_host* host, lt_bytes stream, lt_bytes state) {
  (void)session;
  (void)stream;
  (void)state;
  static const char page[] = "{\"items\": [{\"n\": 1}, {\"n\": 2}]}";
  const lt_bytes key = {"/n", 2};
  lt_status status = host->emit_page(host, (lt_bytes){page, sizeof(page) - 1}, (lt_bytes){"/items", 6}, &key, 1);
  if (status == LT_OK) status = host->emit(host, (lt_bytes){"{\"n\": 3}", 8}, (lt_bytes){"3", 1});
  if (status == LT_OK) status = host->sleep(host, 5);
  host->progress(host, 3, -1);
  return status == LT_OK ? host->checkpoint(host, (lt_bytes){"3", 1}) : status;
}

static lt_status write_stream(lt_session* session, const lt_host* host, lt_bytes stream, const lt_record* records,
                              size_t count) {
  (void)stream;
  for (size_t i = 0; i < count; ++i) {
    ++session->writes;
    const lt_status status = records[i].operation == LT_DELETE
                                 ? host->reject(host, i, LT_REJECT_FORBIDDEN, (lt_bytes){"numbers stay", 12}, -1)
                                 : host->accept(host, i, records[i].key);
    if (status != LT_OK) return status;
  }
  return LT_OK;
}

static lt_status receive(lt_session* session, const lt_host* host, const lt_request* request, const lt_reply* reply) {
  (void)session;
  const lt_status status = host->emit(host, request->body, (lt_bytes){0, 0});
  return status == LT_OK ? reply->put(reply, 202, NULL, 0, (lt_bytes){0, 0}) : status;
}

static lt_status call(lt_session* session, const lt_host* host, lt_bytes operation, lt_bytes input,
                      const lt_sink* sink) {
  (void)session;
  (void)operation;
  return host->cancelled(host) ? LT_CANCELLED : sink->put(sink, input);
}

const lt_plugin* lienthong_plugin_v1(void) {
  static const char schema[] =
      "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"title\": \"Frozen\", \"title_vi\": \"Đóng băng\","
      " \"description\": \"A plugin of version 1.0.\", \"type\": \"object\", \"additionalProperties\": false,"
      " \"required\": [\"key\"], \"properties\": {"
      "\"url\": {\"type\": \"string\", \"title\": \"Address\", \"title_vi\": \"Địa chỉ\","
      " \"description\": \"Only there to allow the host.\"},"
      "\"key\": {\"type\": \"string\", \"writeOnly\": true, \"title\": \"Key\", \"title_vi\": \"Khóa\","
      " \"description\": \"Name of the secret with the key.\"}}}";
  static const lt_plugin plugin = {.size = sizeof(plugin),
                                   .abi_minor = LT_ABI_MINOR,
                                   .roles = LT_ROLE_READ | LT_ROLE_WRITE | LT_ROLE_RECEIVE | LT_ROLE_CALL,
                                   .id = {"frozen_v1_0", 11},
                                   .version = {"1.0.0", 5},
                                   .vendor = {"Lien Thong", 10},
                                   .summary = {"A plugin of version 1.0 that must load for ever.", 48},
                                   .settings_schema = {schema, sizeof(schema) - 1},
                                   .open = open_session,
                                   .close = close_session,
                                   .check = check,
                                   .streams = streams,
                                   .read = read_stream,
                                   .write = write_stream,
                                   .receive = receive,
                                   .call = call};
  return &plugin;
}
