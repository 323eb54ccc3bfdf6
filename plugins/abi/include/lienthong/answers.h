/* The host extension "lt.answers.v1": a plugin looks up what the hub lets its system see. C11; rules, threads and
 * lifetimes as in plugin.h.
 *
 * The administrator names answers in the system's configuration, each with an outward mapping and the field that it is
 * looked up by. That mapping's filter says which rows are seen, its fields what of them, its purpose stands in the
 * disclosure log beside every document that was given.
 */
#ifndef LIENTHONG_ANSWERS_H
#define LIENTHONG_ANSWERS_H

#include <lienthong/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LT_ANSWERS_ID "lt.answers.v1"

/* Which documents; owned by the plugin, read only during each(). */
typedef struct lt_answers_query {
  size_t size;
  lt_bytes name;    /* of the answer, as the system's configuration has it */
  lt_bytes key;     /* only documents with this value in the field that the answer is looked up by; empty: all */
  int64_t since_ms; /* only documents at or after this moment, by the answer's own field of time; 0: no bound */
  int64_t until_ms; /* only documents before this moment; 0: no bound */
  int64_t limit;    /* documents at most; 0: all */
} lt_answers_query;

/* What extension() gives for LT_ANSWERS_ID. Owned by the host, valid as long as the lt_host that gave it. */
typedef struct lt_answers {
  size_t size;
  void* self; /* the host's, opaque */
  /* [call] Puts each document into `sink`, which is the plugin's: the newest first where the answer has a field of
   * time, else those made last first. A status of put() other than LT_OK ends the walk and is what each() returns. A
   * document is valid until put() returns; put() may use the host. LT_MISCONFIGURED: the system has no such answer, or
   * a bound was given and the answer has no field of time. */
  lt_status (*each)(const struct lt_answers* answers, const lt_answers_query* query, const lt_sink* sink);
} lt_answers;

#ifdef __cplusplus
}
#endif

#endif
