/* The contract between the hub (host) and a connector (plugin): C11, one exported symbol, nothing freed across the
 * line.
 *
 * Borrow  A pointer that crosses the line is valid until the function that it was given to returns. Copy what you keep.
 * Push    Results go to a callback of the other side, so nothing is ever freed across the line.
 * Ask     Network, secrets, logs, waiting, time and state belong to the host.
 *
 * Versions: the symbol's name carries the major version. Within it members are only appended and `size` says how many
 * exist; structs marked "frozen" travel in arrays or by value and never change. Texts are UTF-8 and not NUL-terminated.
 *
 * Threads, as tags at each member:
 *   [any]      any thread, at any time
 *   [session]  one thread at a time for one session, not always the same one; different sessions in parallel
 *   [call]     only on the thread that is inside a function of the session, before that function returns
 *   [running]  any thread, as long as a function of the session is running
 */
#ifndef LIENTHONG_PLUGIN_H
#define LIENTHONG_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LT_ABI_MAJOR 1
#define LT_ABI_MINOR 0

/* Whether the struct behind `object`, written by the other side, is new enough to have `member`. */
#define LT_HAS(object, type, member) ((object)->size >= offsetof(type, member) + sizeof((object)->member))

/* Bytes of the one who made them; frozen. `data` may be NULL where `size` is 0. */
typedef struct lt_bytes {
  const char* data;
  size_t size;
} lt_bytes;

/* One status for each reaction of the scheduler. Any other value counts as LT_FAILED. */
typedef int32_t lt_status;
enum {
  LT_OK = 0,
  LT_CANCELLED = 1,     /* the host asked to stop: stop quietly */
  LT_UNAVAILABLE = 2,   /* the system does not answer, or asks for patience: back off and try again */
  LT_DENIED = 3,        /* the credentials are refused: pause until they change */
  LT_MISCONFIGURED = 4, /* the settings cannot work: pause until they change */
  LT_UNSUPPORTED = 5,   /* this plugin does not do that: never asked again */
  LT_FAILED = 6         /* a defect, of the plugin or of the system's answers */
};

/* What the hub does with one record that could not go on. Any other value counts as LT_REJECT_PERMANENT. */
typedef int32_t lt_reject_class;
enum {
  LT_REJECT_TRANSIENT = 1, /* try this record again later, its neighbours go on */
  LT_REJECT_PERMANENT = 2, /* the record is wrong: a dead letter until a person mends it */
  LT_REJECT_CONFLICT = 3,  /* the system holds something else under this key: a dead letter */
  LT_REJECT_FORBIDDEN = 4, /* the system does not let us touch this record: a dead letter for who grants rights */
  LT_REJECT_DEPENDENCY = 5 /* the system lacks a record that this one refers to: try again after that one is there */
};

typedef int32_t lt_operation;
enum { LT_UPSERT = 1, LT_DELETE = 2 };

typedef int32_t lt_log_level;
enum { LT_LOG_DEBUG = 0, LT_LOG_INFO = 1, LT_LOG_WARNING = 2, LT_LOG_ERROR = 3 };

/* Bits of lt_plugin.roles. */
enum { LT_ROLE_READ = 1, LT_ROLE_WRITE = 2, LT_ROLE_RECEIVE = 4, LT_ROLE_CALL = 8 };

/* One record to write; frozen. */
typedef struct lt_record {
  lt_bytes json;            /* the mapped document, one JSON object; for LT_DELETE what was last delivered, or empty */
  lt_bytes key;             /* the hub's key of the record in this stream, never empty */
  lt_bytes idempotency_key; /* equal for each repeat of this very write, different for any other */
  lt_bytes remote_id;       /* what accept() gave for this key before; empty where it never did */
  lt_operation operation;
  int32_t attempt; /* 1 for the first */
} lt_record;

/* One HTTP header; frozen. */
typedef struct lt_header {
  lt_bytes name;
  lt_bytes value;
} lt_header;

/* Where the answer of call() and the descriptions of streams() go; owned by the host, valid during that function. */
typedef struct lt_sink {
  size_t size;
  void* self; /* the host's, opaque */
  /* [call] Takes one JSON document; the host copies it. A status other than LT_OK: return it. */
  lt_status (*put)(const struct lt_sink* sink, lt_bytes json);
} lt_sink;

/* A request to the system; owned by the plugin, read only during http(). Proxy, certificates of TLS and the hosts that
 * may be reached stand in the system's configuration: a plugin does not see them. */
typedef struct lt_http_request {
  size_t size;
  lt_bytes method; /* "GET" where empty */
  lt_bytes url;    /* absolute, http or https */
  const lt_header* headers;
  size_t header_count;
  lt_bytes body;
  int64_t timeout_ms;     /* for the whole exchange; 0: the system's configuration says */
  int64_t max_body_bytes; /* a longer answer fails with LT_FAILED; 0: the system's configuration says */
  int32_t keep_redirects; /* 1: a 3xx is an answer like others; 0: the host follows it for GET and HEAD, five at most */
} lt_http_request;

/* An answer of the system, whatever its status. The plugin sets `size`, the host fills the rest; what is pointed to
 * belongs to the host and is valid until the next http() of this host or until the plugin's function returns. */
typedef struct lt_http_response {
  size_t size;
  int32_t status; /* 200, 404, … */
  const lt_header* headers;
  size_t header_count;
  lt_bytes body;          /* already decompressed */
  int64_t retry_after_ms; /* from the header Retry-After; -1 where there is none */
} lt_http_response;

/* Where to connect; owned by the plugin, read only during tcp_connect(). */
typedef struct lt_tcp_target {
  size_t size;
  lt_bytes host;
  int32_t port;
  int32_t tls;        /* 1: TLS with verification of the peer's name */
  int64_t timeout_ms; /* 0: the system's configuration says */
} lt_tcp_target;

/* A request of the system to us; owned by the host, valid during receive(). */
typedef struct lt_request {
  size_t size;
  lt_bytes stream; /* the stream that the address was given out for; what receive() emits goes there */
  lt_bytes method;
  lt_bytes target; /* path and query as they came, percent-encoded */
  const lt_header* headers;
  size_t header_count;
  lt_bytes body;
  lt_bytes remote_address; /* of the peer, or of the one our trusted proxy names */
} lt_request;

/* What receive() answers; owned by the host, valid during receive(). */
typedef struct lt_reply {
  size_t size;
  void* self; /* the host's, opaque */
  /* [call] At most once; the host copies everything and sends it only after what was emitted is stored. Without it the
   * host answers by the status that receive() returns: 204, 503, 401, 500 … */
  lt_status (*put)(const struct lt_reply* reply, int32_t status, const lt_header* headers, size_t header_count,
                   lt_bytes body);
} lt_reply;

/* What the host does for a plugin during one function of the session. Owned by the host; valid until that function
 * returns, so it is never kept. A function that returns a status other than LT_OK has explained itself already: the
 * plugin returns that status, or explains better. LT_CANCELLED is final: nothing emitted after it counts. */
typedef struct lt_host {
  size_t size;
  void* self; /* the host's, opaque */

  /* [running] 1 when the plugin shall stop: loops ask it. */
  int32_t (*cancelled)(const struct lt_host* host);
  /* [running] One line for the operator; the host adds the system's name and hides secrets. `message` is copied. */
  void (*log)(const struct lt_host* host, lt_log_level level, lt_bytes message);
  /* [call] Milliseconds since 1970-01-01T00:00:00Z. */
  int64_t (*now)(const struct lt_host* host);
  /* [call] Waits; LT_CANCELLED as soon as the host stops. */
  lt_status (*sleep)(const struct lt_host* host, int64_t milliseconds);
  /* [call] Why this function is about to return what it returns: what, where, what to do. The last one counts.
   * `retry_after_ms`: when the system asks to be left alone so long, else -1. `message` is copied. */
  void (*explain)(const struct lt_host* host, lt_bytes message, int64_t retry_after_ms);
  /* [call] The value of a secret that a "writeOnly" member of the settings names. `*value` belongs to the host and is
   * valid until the plugin's function returns. LT_MISCONFIGURED where there is none or the settings do not name it. */
  lt_status (*secret)(const struct lt_host* host, lt_bytes name, lt_bytes* value);

  /* [call] One exchange. LT_OK for any answer, whatever its status; LT_UNAVAILABLE where none came, LT_MISCONFIGURED
   * for a wrong URL, an unknown certificate or a host that the egress rule does not allow. */
  lt_status (*http)(const struct lt_host* host, const lt_http_request* request, lt_http_response* response);

  /* [call] Opens a connection; `*connection` is a number that lives until tcp_close() or the close of the session, and
   * may be used by later functions of the same session. */
  lt_status (*tcp_connect)(const struct lt_host* host, const lt_tcp_target* target, int64_t* connection);
  /* [call] Reads what is there, at most `capacity` bytes, into the plugin's `buffer`. LT_OK with `*got` 0: nothing came
   * in time. LT_UNAVAILABLE: the peer closed or the line broke. */
  lt_status (*tcp_read)(const struct lt_host* host, int64_t connection, char* buffer, size_t capacity,
                        int64_t timeout_ms, size_t* got);
  /* [call] Writes all of `bytes`, or fails and the connection is of no more use. */
  lt_status (*tcp_write)(const struct lt_host* host, int64_t connection, lt_bytes bytes, int64_t timeout_ms);
  /* [call] Ends a connection; a number that is not open is ignored. */
  void (*tcp_close)(const struct lt_host* host, int64_t connection);

  /* [call] read(), receive(): a whole JSON document as it came, parsed once, by the host. `records_pointer`: the JSON
   * pointer (RFC 6901) to the array of records, empty where the document is that array. `key_pointers`: pointers inside
   * a record whose values together are its key; none: the stream's key. `page` is copied. */
  lt_status (*emit_page)(const struct lt_host* host, lt_bytes page, lt_bytes records_pointer,
                         const lt_bytes* key_pointers, size_t key_count);
  /* [call] read(), receive(): one record, a JSON object. `key` empty: the stream's key is taken from it. Copied. */
  lt_status (*emit)(const struct lt_host* host, lt_bytes record, lt_bytes key);
  /* [call] read(): `state` covers every record emitted before; the hub stores both in one transaction and gives the
   * last stored state to the next read(). Its text is the plugin's own. Copied. */
  lt_status (*checkpoint)(const struct lt_host* host, lt_bytes state);
  /* [call] read(), receive(): something that should be a record and is none. `record`: what came, as it came. Copied.
   */
  lt_status (*reject_record)(const struct lt_host* host, lt_bytes record, lt_reject_class reject_class,
                             lt_bytes reason);

  /* [call] write(): the system has record `index` of this write, under `remote_id` (may be empty). Copied. */
  lt_status (*accept)(const struct lt_host* host, size_t index, lt_bytes remote_id);
  /* [call] write(): the system does not take record `index`. `retry_after_ms` -1: the hub chooses. Copied. */
  lt_status (*reject)(const struct lt_host* host, size_t index, lt_reject_class reject_class, lt_bytes reason,
                      int64_t retry_after_ms);

  /* [call] How far this function is; `total` -1 where unknown. */
  void (*progress)(const struct lt_host* host, int64_t done, int64_t total);
  /* [any] More of the host by name, NULL where it has none; what it is, and its lifetime, is said by its own header. */
  const void* (*extension)(const struct lt_host* host, lt_bytes id);
} lt_host;

/* One connection to one system as configured; the plugin's, opaque. */
typedef struct lt_session lt_session;

/* A plugin. Static: it and all it points to live as long as the process. */
typedef struct lt_plugin {
  size_t size;
  uint32_t abi_minor; /* LT_ABI_MINOR of the header that the plugin was built with */
  uint32_t roles;     /* bits LT_ROLE_…; the function of a role that is absent may be NULL */

  lt_bytes id;      /* snake_case, the name of its file without .so */
  lt_bytes version; /* major.minor.patch */
  lt_bytes vendor;
  lt_bytes summary;         /* one sentence */
  lt_bytes settings_schema; /* JSON Schema draft 7 of `settings`; "writeOnly": true where the value names a secret */

  /* [any] Makes a session of `settings` (one JSON object that fits the schema); touches no network. Sets `*session`
   * only with LT_OK. The host refuses what does not fit the schema, and a plugin that is wrong all the same says so. */
  lt_status (*open)(const lt_host* host, lt_bytes settings, lt_session** session);
  /* [session] The last call of a session; frees it. No other function of it is running. */
  void (*close)(lt_session* session);

  /* [session] Reaches the system with its credentials and changes nothing there. */
  lt_status (*check)(lt_session* session, const lt_host* host);
  /* [session] Puts one document a stream: {"name", "direction": "in"|"out"|"both", "key": [JSON pointers],
   * "title"?, "schema"?}. "in" can be read (or received), "out" written. */
  lt_status (*streams)(lt_session* session, const lt_host* host, const lt_sink* sink);
  /* [session] Emits what changed since `state` (empty: everything), with a checkpoint at least at the end. */
  lt_status (*read)(lt_session* session, const lt_host* host, lt_bytes stream, lt_bytes state);
  /* [session] Writes; idempotent, for the hub may repeat it. With LT_OK each record has been accepted or rejected
   * once; with another status those without a result are tried again. */
  lt_status (*write)(lt_session* session, const lt_host* host, lt_bytes stream, const lt_record* records, size_t count);
  /* [session] The system calls us: a webhook, a receipt. Verifies who speaks (LT_DENIED else), emits, replies. */
  lt_status (*receive)(lt_session* session, const lt_host* host, const lt_request* request, const lt_reply* reply);
  /* [session] A question answered now: puts one JSON document. `input`: one JSON document. */
  lt_status (*call)(lt_session* session, const lt_host* host, lt_bytes operation, lt_bytes input, const lt_sink* sink);
} lt_plugin;

/* [any] The one exported symbol. Always gives the same pointer, never NULL. */
#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
const lt_plugin*
lienthong_plugin_v1(void);

#define LT_ENTRY_NAME "lienthong_plugin_v1"

#ifdef __cplusplus
}
#endif

#endif
