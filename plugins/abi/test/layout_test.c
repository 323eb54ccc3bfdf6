/* The layout of the contract on x86-64 and AArch64: a struct that grows or moves breaks plugins that are built already.
 */
#include <lienthong/answers.h>
#include <lienthong/plugin.h>
#include <stdio.h>

#define SIZE(type, bytes) _Static_assert(sizeof(type) == (bytes), #type " changed its size")
#define AT(type, member, offset) _Static_assert(offsetof(type, member) == (offset), #type "." #member " moved")

#if UINTPTR_MAX == UINT64_MAX
/* Frozen for version 1. */
SIZE(lt_bytes, 16);
AT(lt_bytes, size, 8);
SIZE(lt_header, 32);
AT(lt_header, value, 16);
SIZE(lt_record, 72);
AT(lt_record, key, 16);
AT(lt_record, idempotency_key, 32);
AT(lt_record, remote_id, 48);
AT(lt_record, operation, 64);
AT(lt_record, attempt, 68);

/* Members of version 1.0; later ones come after. */
AT(lt_sink, put, 16);
AT(lt_http_request, method, 8);
AT(lt_http_request, headers, 40);
AT(lt_http_request, body, 56);
AT(lt_http_request, timeout_ms, 72);
AT(lt_http_request, keep_redirects, 88);
AT(lt_http_response, status, 8);
AT(lt_http_response, headers, 16);
AT(lt_http_response, body, 32);
AT(lt_http_response, retry_after_ms, 48);
AT(lt_tcp_target, port, 24);
AT(lt_tcp_target, timeout_ms, 32);
AT(lt_request, stream, 8);
AT(lt_request, headers, 56);
AT(lt_request, remote_address, 88);
AT(lt_reply, put, 16);
AT(lt_host, self, 8);
AT(lt_host, cancelled, 16);
AT(lt_host, secret, 56);
AT(lt_host, http, 64);
AT(lt_host, tcp_close, 96);
AT(lt_host, emit_page, 104);
AT(lt_host, checkpoint, 120);
AT(lt_host, accept, 136);
AT(lt_host, extension, 160);
AT(lt_plugin, abi_minor, 8);
AT(lt_plugin, roles, 12);
AT(lt_plugin, id, 16);
AT(lt_plugin, settings_schema, 80);
AT(lt_plugin, open, 96);
AT(lt_plugin, close, 104);
AT(lt_plugin, read, 128);
AT(lt_plugin, call, 152);

/* The extension lt.answers.v1. */
AT(lt_answers_query, name, 8);
AT(lt_answers_query, key, 24);
AT(lt_answers_query, since_ms, 40);
AT(lt_answers_query, until_ms, 48);
AT(lt_answers_query, limit, 56);
AT(lt_answers, each, 16);
#endif

static int failures = 0;

static void expect(int holds, const char* promise) {
  if (holds) return;
  ++failures;
  fprintf(stderr, "broken: %s\n", promise);
}

int main(void) {
  expect(LT_OK == 0 && LT_CANCELLED == 1 && LT_UNAVAILABLE == 2 && LT_DENIED == 3 && LT_MISCONFIGURED == 4 &&
             LT_UNSUPPORTED == 5 && LT_FAILED == 6,
         "statuses keep their numbers");
  expect(LT_REJECT_TRANSIENT == 1 && LT_REJECT_PERMANENT == 2 && LT_REJECT_CONFLICT == 3 && LT_REJECT_FORBIDDEN == 4 &&
             LT_REJECT_DEPENDENCY == 5,
         "reject classes keep their numbers");
  expect(LT_ROLE_READ == 1 && LT_ROLE_WRITE == 2 && LT_ROLE_RECEIVE == 4 && LT_ROLE_CALL == 8, "roles keep their bits");
  lt_host host = {.size = offsetof(lt_host, extension)};
  const lt_host* older = &host;
  expect(LT_HAS(older, lt_host, progress), "a member inside of `size` is there");
  expect(!LT_HAS(older, lt_host, extension), "a member beyond `size` is not there");
  host.size = sizeof(host) + 64;
  expect(LT_HAS(older, lt_host, extension), "a newer, longer struct has every member of this header");
  return failures;
}
