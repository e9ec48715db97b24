/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* control/request.h - what a command wants in; the work done in the store and
 * in the kernel, or nothing, and what there is to print out. One implementation
 * for two places: the daemon, when it runs, and the command itself. */
#ifndef CONTROL_REQUEST_H
#define CONTROL_REQUEST_H

#include "base/message.h"
#include "base/vec.h"
#include "kernel/auditnl.h"
#include "store/store.h"

/* REQUEST(id, word, reads only) */
#define REQUESTS                                                               \
	REQUEST(UPLOAD, "upload", false)                                       \
	REQUEST(DELETE, "delete", false)                                       \
	REQUEST(DOWNLOAD, "download", true)                                    \
	REQUEST(DIFF, "diff", true)                                            \
	REQUEST(RELOAD, "reload", false)                                       \
	REQUEST(STATUS, "status", true)                                        \
	REQUEST(LOG, "log", true)                                              \
	REQUEST(STOP, "stop", false)

enum request_kind {
#define REQUEST(id, ...) REQUEST_##id,
	REQUESTS
#undef REQUEST
	REQUEST_KINDS
};

#define REQUEST_REPLACE 1u	/* upload: the others go */
#define REQUEST_ALL 2u		/* download: drop-ins too */
#define REQUEST_JSON 4u		/* diff, status, log */
#define REQUEST_FORCE 8u	/* stop: though it is in use */
#define REQUEST_FOLLOW 16u	/* log: what comes from now on */
#define REQUEST_ASK 32u		/* stop: would it? */
#define REQUEST_FLAGS 63u

#define REQUEST_NAMES_MAX 65536
#define REQUEST_NAME_MAX 4096	/* bytes of a file's or rule's name */
#define REQUEST_PROG_MAX 64

struct request_file {
	struct span name;	/* as the user wrote it; "-": standard input */
	struct span text;
};

/* spans are borrowed; release the vectors with request_deinit() */
struct request {
	enum request_kind kind;
	unsigned flags;
	unsigned abis;		/* diff: bits 1 << enum abi; 0: this machine's */
	uint32_t lines;		/* log: so many of the last ones first */
	struct span prog;	/* "sct upload": how messages begin */
	struct span etc;	/* drop-in directory; empty: the usual one */
	VEC(struct request_file) files;	/* upload, diff */
	VEC(struct span) names;	/* of rules: delete, log */
};

void request_deinit(struct request *rq);
const char *request_word(enum request_kind kind);
bool request_only_reads(const struct request *rq);

/* exit codes of sct */
enum request_code {
	CODE_DONE = 0,
	CODE_FAILED = 1,
	CODE_DIFFERENT = 3,
	CODE_PRIVILEGE = 4,
};

/* request_code_of() - CODE_PRIVILEGE for -EPERM and -EACCES, else CODE_FAILED */
int request_code_of(int err);

/* zeroed is "done, and nothing to say" */
struct reply {
	int code;
	struct buf out, err;	/* for standard output and standard error */
};

void reply_deinit(struct reply *reply);
/* reply_say() - "prog: words" on standard error */
void reply_say(struct reply *reply, const struct request *rq, const char *fmt,
	...) printf_like(3, 4);

/* ------------------------------------------------------------- the work */

struct rows;

/* where a request runs */
struct request_env {
	const char *etc, *lib, *run;
	struct auditnl *nl;	/* NULL: one is opened when it is needed */
	unsigned abis;
	bool hands_off;		/* the kernel's rules are left as they are */
	unsigned lock_ms;	/* to wait while others change rules */
	void *arg;
	/* staged() - the uploads are kept, the kernel does not have them yet:
	 * a rule has to be known before its first record comes. A negative
	 * errno undoes it all. NULL: nobody has to know */
	int (*staged)(void *arg, const struct store_files *files);
	/* settled() - after each staged(): they are in force, or all is as it
	 * was */
	void (*settled)(void *arg, bool ok);
	/* status() - what the daemon has to say of itself. NULL: it does not
	 * run */
	void (*status)(void *arg, struct rows *rows);
};

/**
 * request_run() - UPLOAD, DELETE, DOWNLOAD, DIFF, RELOAD or STATUS
 * @reply: zeroed; always filled, mistakes too. Another kind is CODE_FAILED.
 */
void request_run(const struct request *rq, const struct request_env *env,
	struct reply *reply);

/* ------------------------------------------------------------- messages */

/* types on the control sockets; the client sends the first, once */
enum control_type {
	CONTROL_REQUEST = 1,
	CONTROL_REPLY,		/* the last thing that the daemon says */
	CONTROL_LINE,		/* log: one text, with its '\n' */
	CONTROL_NOTE,		/* log: words about it, without */
	CONTROL_TYPES
};

#define CONTROL_REQUEST_MAX (STORE_TOTAL_MAX + (32u << 20))
#define CONTROL_READER_MAX (64u << 10)	/* of a request that only reads */
#define CONTROL_REPLY_MAX (1u << 30)
#define CONTROL_LINE_MAX (16u << 20)
#define CONTROL_SOCKET "control"	/* in the run directory: root's */
#define CONTROL_READ "read"		/* the group's */
#define CONTROL_LOCK "sctauditd.lock"	/* held by the daemon that runs */

extern const struct message_types request_types;	/* what a client may get */

/* request_pack(), reply_pack() - one message */
void request_pack(struct buf *out, const struct request *rq);
void reply_pack(struct buf *out, const struct reply *reply);

/**
 * request_unpack() - a message of type CONTROL_REQUEST
 * @out: its spans point into the message; set on success only
 * Return: 0; -EPROTO (not a request); -EPROTONOSUPPORT (of another version of
 * this program); -ENOMEM.
 */
int request_unpack(struct request *out, struct message *m);

/* reply_unpack() - 0; -EPROTO; -ENOMEM. @out: set on success only */
int reply_unpack(struct reply *out, struct message *m);

#endif
