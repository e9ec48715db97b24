/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The configuration: each mistake in its exact words and at its place, what is
 * merged how, and the shipped file against the table of keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>
#include <cmocka.h>

#include "daemon/config_key.h"
#include "store/textfile.h"
#include "tests/unit/conf.h"

#define IN(s) (s), sizeof(s) - 1

struct mistake {
	const char *text;
	size_t n;
	const char *messages;	/* without "c.yaml:" and "error: " */
};

static const struct mistake source_mistakes[] = {
	{IN("source: netlnk\n"),
		"1:9: 'kind' is auto, netlink, multicast, plugin or file, "
		"not 'netlnk'; did you mean 'netlink'?\n"},
	{IN("sorce: {kind: auto}\n"),
		"1:1: unknown key 'sorce'; did you mean 'source'?\n"},
	{IN("source: {kind: file}\n"),
		"1:16: a source of kind file needs a path: write path: "
		"/var/log/audit/audit.log\n"},
	{IN("source: file\n"),
		"1:9: a source of kind file needs a path: write path: "
		"/var/log/audit/audit.log\n"},
	{IN("source: {path: /x}\n"),
		"1:16: 'path' is for a source of kind file; this one is "
		"auto\n"},
	{IN("source: {follow: maybe}\n"),
		"1:18: 'follow' is yes or no, not 'maybe'\n"},
	{IN("source: {kind: file, path: a.log}\n"),
		"1:28: 'path' is an absolute name, one that begins with '/', "
		"not 'a.log'\n"},
	{IN("source: [auto]\n"),
		"1:9: 'source' is a group of keys: write them below it, "
		"indented\n"},
};

static const struct mistake keys_mistakes[] = {
	{IN("queue: {byts: 1M}\n"),
		"1:9: unknown key 'byts'; did you mean 'bytes'?\n"},
	{IN("overflow: drop\n"),
		"1:1: unknown key 'overflow'; it belongs in 'queue' or in a "
		"sink\n"},
	{IN("queue: {state_dir: /x}\n"),
		"1:9: unknown key 'state_dir'; it belongs at the top, not "
		"indented\n"},
	{IN("queue: {group: adm}\n"),
		"1:9: unknown key 'group'; it belongs in 'control' or in a "
		"sink\n"},
	{IN("Queue: {bytes: 1M}\n"),
		"1:1: unknown key 'Queue'; did you mean 'queue'?\n"},
	{IN("zzz: 1\n"),
		"1:1: unknown key 'zzz'\n"},
	{IN("queue: 5\n"),
		"1:8: 'queue' is a group of keys: write them below it, "
		"indented\n"},
	{IN("queue: [a]\n"),
		"1:8: 'queue' is a group of keys: write them below it, "
		"indented\n"},
	{IN("- a\n"),
		"1:1: expected keys with values, such as 'source: auto'\n"},
	{IN("hello\n"),
		"1:1: expected keys with values, such as 'source: auto'\n"},
	{IN("queue:\n  bytes: 1M\n  # again\n  bytes: 2M\n"),
		"4:3: 'bytes' stands twice; the first one is on line 2\n"},
	{IN("queue: {}\nqueue: {}\n"),
		"2:1: 'queue' stands twice; the first one is on line 1\n"},
	{IN("[a]: b\n"),
		"1:1: a key is a word\n"},
	{IN("? {a: b}\n: c\n"),
		"1:3: a key is a word\n"},
	{IN("<<: x\n"),
		"1:1: unknown key '<<'\n"},
};

static const struct mistake values_mistakes[] = {
	{IN("queue: {bytes: }\n"),
		"1:9: 'bytes' has no value; the default is 64M\n"},
	{IN("queue:\n  bytes: ~\n"),
		"2:3: 'bytes' has no value; the default is 64M\n"},
	{IN("queue: {bytes: 12x}\n"),
		"1:16: 'bytes' is a size in bytes, such as 512k, 64M or 1G, "
		"not '12x'\n"},
	{IN("queue: {bytes: 1.5M}\n"),
		"1:16: 'bytes' is a size in bytes, such as 512k, 64M or 1G, "
		"not '1.5M'\n"},
	{IN("queue: {bytes: M}\n"),
		"1:16: 'bytes' is a size in bytes, such as 512k, 64M or 1G, "
		"not 'M'\n"},
	{IN("queue: {bytes: 1k}\n"),
		"1:16: 'bytes' is 64k to 16G, not 1k\n"},
	{IN("queue: {bytes: 17G}\n"),
		"1:16: 'bytes' is 64k to 16G, not 17G\n"},
	{IN("queue: {bytes: 99999999999999999999}\n"),
		"1:16: 'bytes' is 64k to 16G, not 99999999999999999999\n"},
	{IN("queue: {bytes: 9999999999G}\n"),
		"1:16: 'bytes' is 64k to 16G, not 9999999999G\n"},
	{IN("queue: {bytes: -5M}\n"),
		"1:16: 'bytes' is 64k to 16G, not -5M\n"},
	{IN("queue: {bytes: [1M]}\n"),
		"1:16: 'bytes' is one value, not a list\n"},
	{IN("queue: {bytes: {a: 1}}\n"),
		"1:16: 'bytes' is one value, not a group of keys\n"},
	{IN("queue: {records: 4k}\n"),
		"1:18: 'records' is a number, not '4k'\n"},
	{IN("queue: {records: 255}\n"),
		"1:18: 'records' is 256 to 16777216, not 255\n"},
	{IN("queue: {overflow: block}\n"),
		"1:19: 'overflow' is wait or drop, not 'block'\n"},
	{IN("queue: {overflow: Drop}\n"),
		"1:19: 'overflow' is wait or drop, not 'Drop'; did you mean "
		"'drop'?\n"},
	{IN("kernel: {backlog_limit: 5}\n"),
		"1:25: 'backlog_limit' is 64 to 1000000, or 0 (left as it "
		"is), not 5\n"},
	{IN("kernel: {backlog_wait_time: 600001}\n"),
		"1:29: 'backlog_wait_time' is 1 to 600000, or 0 (left as it "
		"is), not 600001\n"},
	{IN("rules: {load: 1}\n"),
		"1:15: 'load' is yes or no, not '1'\n"},
	{IN("worker: {timeout: 5s}\n"),
		"1:19: 'timeout' is a number of seconds, not '5s'\n"},
	{IN("worker: {timeout: 0}\n"),
		"1:19: 'timeout' is 1 to 3600 seconds, not 0\n"},
	{IN("worker: {memory: 1M}\n"),
		"1:18: 'memory' is 64M to 64G, or 0 (no limit), not 1M\n"},
	{IN("worker: {user: ''}\n"),
		"1:16: 'user' is empty\n"},
	{IN("worker: {user: \"a\\tb\"}\n"),
		"1:16: 'user' has a control character in it\n"},
	{IN("worker: {user: [root]}\n"),
		"1:16: 'user' is one value, not a list\n"},
	{IN("control: {recent: 100001}\n"),
		"1:19: 'recent' is 1 to 100000, or 0 (none), not 100001\n"},
	{IN("metrics: {path: metrics.prom}\n"),
		"1:17: 'path' is an absolute name, one that begins with '/', "
		"not 'metrics.prom'\n"},
	{IN("metrics: {path: /var/x/}\n"),
		"1:17: 'path' ends in '/'; write the name without it\n"},
	{IN("metrics: {interval: fast}\n"),
		"1:21: 'interval' is a number of seconds, not 'fast'\n"},
	{IN("state_dir: none\n"),
		"1:12: 'state_dir' is an absolute name, one that begins with "
		"'/', not 'none'\n"},
};

static const struct mistake sinks_mistakes[] = {
	{IN("sinks: 5\n"),
		"1:8: sinks stand by name, without '-': write NAME: {type: "
		"file}\n"},
	{IN("sinks:\n  - type: file\n"),
		"2:3: sinks stand by name, without '-': write NAME: {type: "
		"file}\n"},
	{IN("sinks:\n  evnets: {level: err}\n"),
		"2:3: the new sink 'evnets' has no type: write type: file, "
		"journal, syslog or stdout; did you mean 'events'?\n"},
	{IN("sinks: {siem: }\n"),
		"1:9: the new sink 'siem' has no type: write type: file, "
		"journal, syslog or stdout\n"},
	{IN("sinks: {siem: {format: json}}\n"),
		"1:9: the new sink 'siem' has no type: write type: file, "
		"journal, syslog or stdout\n"},
	{IN("sinks: {events: 5}\n"),
		"1:17: 'events' is a group of keys: write them below it, "
		"indented\n"},
	{IN("sinks: {a b: {type: file}}\n"),
		"1:9: the name of a sink is made of letters, digits, '_', "
		"'-' and '.'\n"},
	{IN("sinks: {.a: {type: file}}\n"),
		"1:9: the name of a sink is made of letters, digits, '_', "
		"'-' and '.'\n"},
	{IN("sinks: {a/b: {type: file}}\n"),
		"1:9: the name of a sink is made of letters, digits, '_', "
		"'-' and '.'\n"},
	{IN("sinks: {'': {type: file}}\n"),
		"1:9: the name of a sink is made of letters, digits, '_', "
		"'-' and '.'\n"},
	{IN("sinks: "
		"{aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"aaaaaa: {type: file}}\n"),
		"1:9: the name of a sink has at most 64 bytes\n"},
	{IN("sinks:\n  a: {type: file}\n  a: {type: file}\n"),
		"3:3: 'a' stands twice; the first one is on line 2\n"},
	{IN("sinks: {a: {type: fil}}\n"),
		"1:19: 'type' is file, journal, syslog or stdout, not 'fil'; "
		"did you mean 'file'?\n"},
	{IN("sinks: {a: {type: stdout, format: journal}}\n"),
		"1:35: 'format' is text or json, not 'journal'\n"},
	{IN("sinks: {a: {type: journal, format: json}}\n"),
		"1:36: 'format' is for sinks of type file, syslog or stdout; "
		"this one is of type journal\n"},
	{IN("sinks: {a: {type: journal, rotate_size: 1M}}\n"),
		"1:41: 'rotate_size' is for sinks of type file; this one is "
		"of type journal\n"},
	{IN("sinks: {a: {type: stdout, facility: user, path: /x}}\n"),
		"1:37: 'facility' is for sinks of type journal or syslog; "
		"this one is of type stdout\n1:49: 'path' is for sinks of "
		"type file or syslog; this one is of type stdout\n"},
	{IN("sinks: {events: {mode: rw}}\n"),
		"1:24: 'mode' is an octal mode, such as 0640, not 'rw'\n"},
	{IN("sinks: {events: {mode: 0689}}\n"),
		"1:24: 'mode' is an octal mode, such as 0640, not '0689'\n"},
	{IN("sinks: {events: {mode: 0750}}\n"),
		"1:24: 'mode' is for a file that nobody runs, such as 0640, "
		"not '0750'\n"},
	{IN("sinks: {events: {mode: 04640}}\n"),
		"1:24: 'mode' is for a file that nobody runs, such as 0640, "
		"not '04640'\n"},
	{IN("sinks: {events: {mode: 0666}}\n"),
		"1:24: 'mode' is one that does not let everybody write, such "
		"as 0640, not '0666'\n"},
	{IN("sinks: {events: {mode: 0440}}\n"),
		"1:24: 'mode' is one with which its owner can read and "
		"write, such as 0640, not '0440'\n"},
	{IN("sinks: {events: {mode: 10640}}\n"),
		"1:24: 'mode' is an octal mode, such as 0640, not '10640'\n"},
	{IN("sinks: {events: {level: error}}\n"),
		"1:25: 'level' is emerg, alert, crit, err, warning, notice, "
		"info or debug, not 'error'; did you mean 'err'?\n"},
	{IN("sinks: {events: {level: 3}}\n"),
		"1:25: 'level' is emerg, alert, crit, err, warning, notice, "
		"info or debug, not '3'\n"},
	{IN("sinks: {events: {rotate_size: 1}}\n"),
		"1:31: 'rotate_size' is 4k to 1024G, or 0 (never), not 1\n"},
	{IN("sinks: {events: {rotate_count: 0}}\n"),
		"1:32: 'rotate_count' is 1 to 1000, not 0\n"},
	{IN("sinks: {events: {fsync: yes}}\n"),
		"1:25: 'fsync' is no, interval or always, not 'yes'\n"},
	{IN("sinks: {events: {rules: }}\n"),
		"1:18: 'rules' has no value; the default is []\n"},
	{IN("sinks: {events: {rules: {a: b}}}\n"),
		"1:25: 'rules' is a list: write [a, b]\n"},
	{IN("sinks: {events: {rules: [[a]]}}\n"),
		"1:26: an item of 'rules' is a word\n"},
	{IN("sinks: {events: {rules: [a, '']}}\n"),
		"1:29: an item of 'rules' is empty\n"},
	{IN("sinks:\n  a: {type: file, path: "
		"/var/log/sctaudit/../sctaudit//events.log}\n"),
		"2:25: sinks 'events' and 'a' would write into the same "
		"file\n"},
	{IN("sinks:\n  a: {type: file, path: /l}\n  b: {type: file, "
		"path: /l}\n"),
		"3:25: sinks 'a' and 'b' would write into the same file\n"},
	{IN("source: {kind: file, path: /l}\nsinks: {a: {type: file, "
		"path: /l}}\n"),
		"2:31: sink 'a' would write into the file that is read\n"},
	{IN("metrics: {path: /l}\nsinks: {a: {type: file, path: /l}}\n"),
		"2:31: sink 'a' would write into the file of metrics\n"},
	{IN("sinks: {a: {type: syslog, facility: local8}}\n"),
		"1:37: 'facility' is kern, user, mail, daemon, auth, syslog, "
		"lpr, news, uucp, cron, authpriv, ftp, local0, local1, "
		"local2, local3, local4, local5, local6 or local7, not "
		"'local8'; did you mean 'local0'?\n"},
};

static const struct mistake yaml_mistakes[] = {
	{IN("a: b: c\n"),
		"1:5: unexpected ':'; look at the indentation, or write the "
		"value in quotes\n"},
	{IN("\tqueue: {}\n"),
		"1:1: a tab cannot indent YAML; write blanks\n"},
	{IN("queue:\n\tbytes: 1M\n"),
		"2:1: a tab cannot indent YAML; write blanks\n"},
	{IN("queue: {bytes: 1M\n"),
		"2:1: expected ',' or '}'\n"},
	{IN("queue: [bytes\n"),
		"2:1: expected ',' or ']'\n"},
	{IN("queue: 'x\n"),
		"1:8: this quote is never closed\n"},
	{IN("queue:\n  bytes: 1M\n records: 5\n"),
		"3:2: this does not go on with what is above; look at the "
		"indentation\n"},
	{IN("queue:\n    bytes: 1M\n  records: 1000\n"),
		"3:3: this does not go on with what is above; look at the "
		"indentation\n"},
	{IN("a\nb: c\n"),
		"2:2: unexpected ':'; look at the indentation, or write the "
		"value in quotes\n"},
	{IN("- a\nb: c\n"),
		"2:1: this does not go on with the list above; look at the "
		"indentation\n"},
	{IN("state_dir: &a /x\n"),
		"1:12: anchors (&...) are not taken; write what is meant in "
		"each place\n"},
	{IN("queue: &q {bytes: 1M}\n"),
		"1:8: anchors (&...) are not taken; write what is meant in "
		"each place\n"},
	{IN("queue: {bytes: *a}\n"),
		"1:16: aliases (*...) are not taken; write what is meant, in "
		"quotes if it begins with '*'\n"},
	{IN("sinks: {events: {rules: [*_root]}}\n"),
		"1:26: aliases (*...) are not taken; write what is meant, in "
		"quotes if it begins with '*'\n"},
	{IN("state_dir: !str /x\n"),
		"1:12: tags (!...) are not taken; write the value without "
		"it\n"},
	{IN("queue: !!map {}\n"),
		"1:8: tags (!...) are not taken; write the value without it\n"},
	{IN("state_dir: !e!x /x\n"),
		"1:12: tags (!...) are not taken; write the value without "
		"it\n"},
	{IN("source: auto\n---\nsource: auto\n"),
		"2:1: a second document; write all of it in one, without "
		"'---'\n"},
	{IN("%YAML 2.0\n---\nsource: auto\n"),
		"1:1: found incompatible YAML document\n"},
	{IN("a: [[[[[[[[[x]]]]]]]]]\n"),
		"1:11: nested more than 8 deep\n"},
	{IN("state_dir: \"/\\q\"\n"),
		"1:14: unknown escape; write '\\\\' for a backslash, or use "
		"single quotes\n"},
	{IN("state_dir: @x\n"),
		"1:12: no value can begin with this character; write the "
		"value in quotes\n"},
	{IN("state_dir: \"\\u12\"\n"),
		"1:15: did not find expected hexdecimal number\n"},
	{IN("state_dir: /\377\n"),
		"1:13: byte 0xff is not UTF-8\n"},
	{IN("state_dir: /\303\n"),
		"1:13: byte 0xc3 is not UTF-8\n"},
	{IN("state_dir: /\001\n"),
		"1:13: control character 0x01; in quotes it can stand as "
		"\"\\x01\"\n"},
	{IN("state_dir: /\177\n"),
		"1:13: control character 0x7f; in quotes it can stand as "
		"\"\\x7f\"\n"},
	{IN("a: \000\n"),
		"1:4: control character 0x00; in quotes it can stand as "
		"\"\\x00\"\n"},
	{IN("state_dir: /\302\201\n"),
		"1:13: control characters are not allowed\n"},
	{IN("state_dir: |\n  /x\n  y\n"),
		"1:12: 'state_dir' has a control character in it\n"},
	{IN("\357\273\277sorce: auto\r\nqueue:\r\n  byts: 1M\r\n"),
		"1:1: unknown key 'sorce'; did you mean 'source'?\n3:3: "
		"unknown key 'byts'; did you mean 'bytes'?\n"},
	{IN("queue: {user: \303\251\303\251}  # \303\251\nw\303\266rker: "
		"{}\n"),
		"1:9: unknown key 'user'; it belongs in 'worker'\n2:1: "
		"unknown key 'w\303\266rker'; did you mean 'worker'?\n"},
};

/* "c.yaml:1:2: error: words" as "1:2: words"; source lines are left out */
static void short_messages(struct buf *out, const struct buf *words)
{
	static const char name[] = "c.yaml:", level[] = " error:";
	const char *line = words->p;

	while (line && *line) {
		const char *end = strchr(line, '\n'), *p;

		assert_non_null(end);
		if (strncmp(line, name, sizeof(name) - 1) == 0) {
			line += sizeof(name) - 1;
			p = strstr(line, level);
			assert_true(p && p < end);
			buf_add(out, line, (size_t)(p - line));
			p += sizeof(level) - 1;
			buf_add(out, p, (size_t)(end + 1 - p));
		}
		line = end + 1;
	}
}

static void try_mistake(const struct mistake *m)
{
	const struct config_text text = {"c.yaml", {m->text, m->n}};
	cleanup(buf_deinit) struct buf words = {0}, got = {0};
	struct config c;

	assert_int_equal(config_read(&c, &text, 1, &words), -EINVAL);
	short_messages(&got, &words);
	assert_string_equal(got.p ? got.p : "", m->messages);
	assert_null(conf_wrong_words(&words));
}

#define MISTAKES(name)                                                         \
	static void test_##name##_mistakes(void **state)                       \
	{                                                                      \
		for (size_t i = 0; i < ARRAY_SIZE(name##_mistakes); i++)       \
			try_mistake(&name##_mistakes[i]);                      \
	}
MISTAKES(source)
MISTAKES(keys)
MISTAKES(values)
MISTAKES(sinks)
MISTAKES(yaml)

/* ------------------------------------------------------------------- helpers */

/* texts in turn, NULL at the end; what is said must be words */
static void read_all(struct config *c, const char *words, ...)
{
	cleanup(buf_deinit) struct buf got = {0};
	struct config_text text[8];
	size_t n = 0;
	const char *s;
	va_list ap;

	va_start(ap, words);
	while ((s = va_arg(ap, const char *))) {
		text[n++] = (struct config_text){"c.yaml", span_of(s)};
		assert_true(n < ARRAY_SIZE(text));
	}
	va_end(ap);
	if (config_read(c, text, n, &got))
		fail_msg("%s", got.p);
	assert_string_equal(got.p ? got.p : "", words);
}

static const struct config_sink *sink(const struct config *c, const char *name)
{
	vec_foreach(it, &c->sink)
		if (strcmp(it->name, name) == 0)
			return it;
	fail_msg("no sink %s", name);
	return NULL;
}

static char *printed(const struct config *c)
{
	struct buf out = {0};

	config_print(&out, c);
	return buf_steal(&out);
}

/* both are the same configuration; they are released */
static void assert_same(struct config *a, struct config *b)
{
	cleanup(freep) char *x = printed(a), *y = printed(b);

	assert_string_equal(x, y);
	config_deinit(a);
	config_deinit(b);
}

/* ------------------------------------------------------------------ meaning */

static void test_defaults(void **state)
{
	const struct config_sink *s;
	struct config c, again;

	assert_int_equal(config_default(&c), 0);
	assert_int_equal(c.source.kind, SOURCE_AUTO);
	assert_null(c.source.path);
	assert_false(c.source.follow);
	assert_int_equal(c.kernel.backlog_limit, 8192);
	assert_int_equal(c.kernel.backlog_wait_time, 0);
	assert_int_equal(c.queue.bytes, 64u << 20);
	assert_int_equal(c.queue.records, 262144);
	assert_int_equal(c.queue.overflow, OVERFLOW_WAIT);
	assert_true(c.rules.load);
	assert_string_equal(c.worker.user, "sctaudit");
	assert_int_equal(c.worker.memory, 1u << 30);
	assert_int_equal(c.worker.timeout, 30);
	assert_string_equal(c.control.group, "adm");
	assert_int_equal(c.control.recent, 1000);
	assert_null(c.metrics.path);
	assert_int_equal(c.metrics.interval, 15);
	assert_string_equal(c.state_dir, STATE_DIR);
	assert_int_equal(c.sink.n, 1);
	s = sink(&c, "events");
	assert_true(s->enabled);
	assert_int_equal(s->type, SINK_FILE);
	assert_int_equal(s->format, PIPELINE_TEXT);
	assert_int_equal(s->level, LOG_DEBUG);
	assert_int_equal(s->rules.n, 0);
	assert_string_equal(s->path, LOG_DIR "/events.log");
	assert_int_equal(s->mode, 0640);
	assert_string_equal(s->group, "adm");
	assert_int_equal(s->rotate_size, 64u << 20);
	assert_int_equal(s->rotate_count, 8);
	assert_int_equal(s->fsync, FSYNC_INTERVAL);
	assert_int_equal(s->fsync_seconds, 5);
	assert_int_equal(s->facility, LOG_AUTHPRIV);
	assert_int_equal(s->queue_bytes, 32u << 20);
	assert_int_equal(s->overflow, OVERFLOW_DROP);
	read_all(&again, "", NULL);
	assert_same(&c, &again);
}

/* nothing said in several ways */
static void test_empty(void **state)
{
	static const char *const texts[] = {
		"", "\n", "# nothing\n", "---\n", "--- ~\n...\n", "{}\n",
		"\xef\xbb\xbf", "source:\n", "sinks:\n", "sinks: {}\n",
		"sinks:\n  events:\n", "queue: {}\nworker: ~\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct config a, b;

		assert_int_equal(config_default(&a), 0);
		read_all(&b, "", texts[i], NULL);
		assert_same(&a, &b);
	}
}

/* each key set to something else */
static void test_every_key(void **state)
{
	const struct config_sink *s;
	struct config c;

	read_all(&c, "",
		"source: {kind: file, path: /l/audit.log, follow: yes}\n"
		"kernel: {backlog_limit: 64, backlog_wait_time: 600000}\n"
		"queue: {bytes: 64k, records: 256, overflow: drop}\n"
		"rules: {load: no}\n"
		"worker: {user: nobody, memory: 0, timeout: 3600}\n"
		"control: {group: none, recent: 0}\n"
		"metrics: {path: /m/x.prom, interval: 1}\n"
		"state_dir: /s\n"
		"sinks:\n"
		"  events:\n"
		"    format: json\n"
		"    level: err\n"
		"    rules: [a, 'b*']\n"
		"    path: /l/events.json\n"
		"    mode: 600\n"
		"    group: none\n"
		"    rotate_size: 1024G\n"
		"    rotate_count: 1000\n"
		"    fsync: always\n"
		"    fsync_seconds: 1\n"
		"    queue_bytes: 16G\n"
		"    overflow: wait\n"
		"  log: {type: syslog, facility: local7}\n"
		"  net: {type: syslog, path: /run/log, format: json}\n", NULL);
	assert_int_equal(c.source.kind, SOURCE_FILE);
	assert_string_equal(c.source.path, "/l/audit.log");
	assert_true(c.source.follow);
	assert_int_equal(c.kernel.backlog_limit, 64);
	assert_int_equal(c.kernel.backlog_wait_time, 600000);
	assert_int_equal(c.queue.bytes, 65536);
	assert_int_equal(c.queue.records, 256);
	assert_int_equal(c.queue.overflow, OVERFLOW_DROP);
	assert_false(c.rules.load);
	assert_string_equal(c.worker.user, "nobody");
	assert_int_equal(c.worker.memory, 0);
	assert_int_equal(c.worker.timeout, 3600);
	assert_null(c.control.group);
	assert_int_equal(c.control.recent, 0);
	assert_string_equal(c.metrics.path, "/m/x.prom");
	assert_int_equal(c.metrics.interval, 1);
	assert_string_equal(c.state_dir, "/s");
	s = sink(&c, "events");
	assert_int_equal(s->format, PIPELINE_JSON);
	assert_int_equal(s->level, LOG_ERR);
	assert_int_equal(s->rules.n, 2);
	assert_string_equal(s->rules.v[0], "a");
	assert_string_equal(s->rules.v[1], "b*");
	assert_string_equal(s->path, "/l/events.json");
	assert_int_equal(s->mode, 0600);
	assert_null(s->group);
	assert_int_equal(s->rotate_size, 1ull << 40);
	assert_int_equal(s->rotate_count, 1000);
	assert_int_equal(s->fsync, FSYNC_ALWAYS);
	assert_int_equal(s->fsync_seconds, 1);
	assert_int_equal(s->queue_bytes, 16ull << 30);
	assert_int_equal(s->overflow, OVERFLOW_WAIT);
	assert_int_equal(sink(&c, "log")->facility, LOG_LOCAL7);
	assert_string_equal(sink(&c, "log")->path, "/dev/log");
	assert_string_equal(sink(&c, "net")->path, "/run/log");
	assert_null(conf_wrong_print(&c));
	config_deinit(&c);
}

static void test_words(void **state)
{
	static const struct {
		const char *word;
		bool value;
	} cases[] = {
		{"yes", true}, {"no", false}, {"true", true}, {"false", false},
		{"on", true}, {"off", false},
	};
	struct config c;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup(buf_deinit) struct buf text = {0};

		buf_printf(&text, "rules: {load: %s}\n", cases[i].word);
		read_all(&c, "", text.p, NULL);
		assert_int_equal(c.rules.load, cases[i].value);
		config_deinit(&c);
	}
	for (int level = LOG_EMERG; level <= LOG_DEBUG; level++) {
		static const char *const names[] = {"emerg", "alert", "crit",
			"err", "warning", "notice", "info", "debug"};
		cleanup(buf_deinit) struct buf text = {0};

		buf_printf(&text, "sinks: {events: {level: %s}}\n",
			names[level]);
		read_all(&c, "", text.p, NULL);
		assert_int_equal(sink(&c, "events")->level, level);
		config_deinit(&c);
	}
	read_all(&c, "", "source: multicast\n", NULL);
	assert_int_equal(c.source.kind, SOURCE_MULTICAST);
	config_deinit(&c);
}

/* a later text takes the place of an earlier one, key by key */
static void test_merge(void **state)
{
	const struct config_sink *s;
	struct config c;

	read_all(&c, "",
		"queue: {bytes: 1M, records: 1000}\n"
		"sinks:\n"
		"  a: {type: file, rules: [x, y], level: err}\n"
		"  b: {type: journal}\n",
		"queue: {records: 2000}\n"
		"metrics: {path: /m}\n"
		"sinks:\n"
		"  a: {rules: z, rotate_size: 1M}\n"
		"  b: {enabled: no}\n"
		"  c: {type: stdout, format: json}\n",
		"metrics: {path: none}\n"
		"sinks: {events: {enabled: no}, c: {format: text}}\n", NULL);
	assert_int_equal(c.queue.bytes, 1u << 20);
	assert_int_equal(c.queue.records, 2000);
	assert_null(c.metrics.path);
	assert_int_equal(c.sink.n, 2);
	assert_string_equal(c.sink.v[0].name, "a");
	assert_string_equal(c.sink.v[1].name, "c");
	s = sink(&c, "a");
	assert_int_equal(s->rules.n, 1);
	assert_string_equal(s->rules.v[0], "z");
	assert_int_equal(s->level, LOG_ERR);
	assert_int_equal(s->rotate_size, 1u << 20);
	assert_string_equal(s->path, LOG_DIR "/a.log");
	assert_int_equal(sink(&c, "c")->format, PIPELINE_TEXT);
	assert_null(conf_wrong_print(&c));
	config_deinit(&c);
	read_all(&c, "", "sinks: {b: {type: journal, enabled: no}}\n",
		"sinks: {b: {enabled: yes}}\n", NULL);
	assert_int_equal(sink(&c, "b")->format, PIPELINE_JOURNAL);
	config_deinit(&c);
}

/* what is switched off harms nobody, and may leave nothing */
static void test_disabled(void **state)
{
	struct config c;

	read_all(&c, "", "sinks:\n"
		"  a: {type: file, enabled: no, path: /var/log/x}\n"
		"  b: {type: file, path: /var/log/x}\n"
		"  c: {type: journal, enabled: no, mode: 0600}\n", NULL);
	assert_int_equal(c.sink.n, 2);
	config_deinit(&c);
	read_all(&c, "warning: no sink is left; lines are kept for 'sct log' "
		"only\n", "sinks: {events: {enabled: no}}\n", NULL);
	assert_int_equal(c.sink.n, 0);
	assert_null(conf_wrong_print(&c));
	config_deinit(&c);
}

/* a drop-in changes the type: keys of the old one are told with their file */
static void test_mistake_across_texts(void **state)
{
	const struct config_text text[] = {
		{"a.yaml", span_of("sinks: {a: {type: file, mode: 0600}}\n")},
		{"b.yaml", span_of("sinks:\n  a: {type: journal}\n  c: 5\n")},
	};
	cleanup(buf_deinit) struct buf words = {0};
	struct config c;

	assert_int_equal(config_read(&c, text, 2, &words), -EINVAL);
	assert_string_equal(words.p,
		"a.yaml:1:31: error: 'mode' is for sinks of type file; this "
		"one is of type journal\n"
		"  sinks: {a: {type: file, mode: 0600}}\n"
		"                                ^~~~\n"
		"b.yaml:3:3: error: the new sink 'c' has no type: write type: "
		"file, journal, syslog or stdout\n"
		"    c: 5\n"
		"    ^\n");
}

static void test_many_mistakes(void **state)
{
	cleanup(buf_deinit) struct buf text = {0}, words = {0};
	struct config_text in = {.name = "c.yaml"};
	struct config c;

	for (int i = 0; i < 25; i++)
		buf_printf(&text, "zz%d: 1\n", i);
	in.text = (struct span){text.p, text.n};
	assert_int_equal(config_read(&c, &in, 1, &words), -EINVAL);
	assert_non_null(strstr(words.p, "c.yaml:20:1: error: unknown key "
		"'zz19'\n"));
	assert_null(strstr(words.p, "zz20"));
	assert_non_null(strstr(words.p, "\n5 more errors not shown\n"));
}

static void test_bounds(void **state)
{
	cleanup(buf_deinit) struct buf text = {0}, words = {0};
	struct config_text in = {.name = "c.yaml"};
	struct config c;

	for (size_t i = 0; i < CONFIG_FILE_MAX; i++)
		buf_chr(&text, '\n');
	in.text = (struct span){text.p, text.n};
	assert_int_equal(config_read(&c, &in, 1, &words), 0);
	config_deinit(&c);
	in.text.n++;
	assert_int_equal(config_read(&c, &in, 1, &words), -EINVAL);
	assert_string_equal(words.p, "c.yaml: error: longer than 256 KiB\n");
	buf_reset(&text);
	buf_reset(&words);
	buf_lit(&text, "sinks:\n");
	for (int i = 1; i < CONFIG_SINKS_MAX; i++)
		buf_printf(&text, "  s%d: {type: file}\n", i);
	in.text = (struct span){text.p, text.n};
	assert_int_equal(config_read(&c, &in, 1, &words), 0);
	assert_int_equal(c.sink.n, CONFIG_SINKS_MAX);
	config_deinit(&c);
	buf_lit(&text, "  more: {type: file}\n");
	in.text = (struct span){text.p, text.n};
	assert_int_equal(config_read(&c, &in, 1, &words), -EINVAL);
	assert_string_equal(words.p, "c.yaml:65:3: error: more than 64 sinks\n"
		"    more: {type: file}\n    ^~~~\n");
}

static void test_long_strings(void **state)
{
	cleanup(buf_deinit) struct buf text = {0}, words = {0};
	struct config_text in = {.name = "c.yaml"};
	struct config c;

	buf_lit(&text, "worker: {user: ");
	for (int i = 0; i < 256; i++)
		buf_chr(&text, 'u');
	buf_lit(&text, "}\nmetrics: {path: /");
	for (int i = 0; i < 4095; i++)
		buf_chr(&text, 'p');
	buf_lit(&text, "}\n");
	in.text = (struct span){text.p, text.n};
	assert_int_equal(config_read(&c, &in, 1, &words), -EINVAL);
	assert_non_null(strstr(words.p, "c.yaml:1:16: error: 'user' has 256 "
		"bytes; it can have 255 at most\n"));
	assert_non_null(strstr(words.p, "c.yaml:2:17: error: 'path' has 4096 "
		"bytes; it can have 4095 at most\n"));
}

static void test_no_nul_in_strings(void **state)
{
	const struct mistake m = {IN("worker: {user: \"a\\0b\"}\n"),
		"1:16: 'user' has a control character in it\n"};

	try_mistake(&m);
}

/* strings that YAML would take for something else come back as they are */
static void test_quoted_strings(void **state)
{
	static const char *const names[] = {
		"a b", "none", "null", "*x", "&x", "- x", "#x", "a: b", "'", "\"",
		"\\", "\xc3\xa9", "[a]", "{a}", "%x", "@x", "!x", "~", "-",
		"yes", "1", "a,b", "\xe2\x80\xa8", "\xc2\x85",
	};
	struct config c, again;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		cleanup(freep) char *text = NULL;
		const struct config_sink *s;

		assert_int_equal(config_default(&c), 0);
		assert_int_equal(vec_add(&c.sink.v[0].rules,
			strdup(names[i])), 0);
		text = printed(&c);
		read_all(&again, "", text, NULL);
		s = sink(&again, "events");
		assert_int_equal(s->rules.n, 1);
		assert_string_equal(s->rules.v[0], names[i]);
		assert_same(&c, &again);
	}
}

static void assert_sinks(const char *a, const char *b, bool same)
{
	cleanup(buf_deinit) struct buf x = {0}, y = {0};
	struct config_sink *copy;
	struct config c, d;

	buf_printf(&x, "sinks: {events: {%s}}\n", a);
	buf_printf(&y, "sinks: {events: {%s}}\n", b);
	read_all(&c, "", x.p, NULL);
	read_all(&d, "", y.p, NULL);
	copy = config_sink_dup(sink(&c, "events"));
	config_deinit(&c);
	assert_non_null(copy);
	assert_int_equal(config_sink_eq(copy, sink(&d, "events")), same);
	config_sink_free(copy);
	config_deinit(&d);
}

/* a copy outlives its configuration, and any key makes a difference */
static void test_copied_sinks(void **state)
{
	static const char *const changes[] = {
		"format: json", "level: err", "rules: [a]", "rules: [a, b]",
		"rules: ['a, b']", "path: /l", "mode: 0600", "group: none",
		"rotate_size: 0", "rotate_count: 9", "fsync: no",
		"fsync_seconds: 6", "queue_bytes: 64k", "overflow: wait",
		"type: stdout", "type: journal", "type: syslog",
		"type: syslog, facility: user", "type: syslog, path: /l",
	};

	for (size_t i = 0; i < ARRAY_SIZE(changes); i++) {
		assert_sinks("", changes[i], false);
		for (size_t j = 0; j < ARRAY_SIZE(changes); j++)
			assert_sinks(changes[i], changes[j], i == j);
	}
	assert_sinks("rotate_size: 4097, rotate_count: 18",
		"rotate_size: 40971, rotate_count: 8", false);
}

/* ---------------------------------------------------------------- the table */

static void test_table(void **state)
{
	size_t n;
	const struct config_key *keys = config_keys(&n);
	struct config c;

	assert_int_equal(config_default(&c), 0);
	assert_int_equal(n, 32);
	for (size_t i = 0; i < n; i++) {
		const struct config_key *key = &keys[i];
		const void *base = key_is_sink(key) ? (void *)c.sink.v : &c;
		cleanup(buf_deinit) struct buf value = {0};

		if (key_is_sink(key) && strcmp(key->name, "path") == 0)
			continue;	/* follows from the name */
		key_print(&value, base, key);
		assert_string_equal(value.p, key->preset);
		assert_true(strlen(key->what) > 5);
		assert_true(key->min <= key->max);
		for (size_t j = 0; j < i; j++)
			assert_false(strcmp(key->name, keys[j].name) == 0 &&
				key->section == keys[j].section);
	}
	config_deinit(&c);
}

/* the shipped file as this build installs it */
static void read_shipped(struct buf *out)
{
	const char *srcdir = getenv("srcdir");
	cleanup(buf_deinit) struct buf path = {0}, text = {0};
	const char *from, *p;

	buf_printf(&path, "%s/packaging/sctaudit.yaml", srcdir ? srcdir : ".");
	assert_int_equal(textfile_read(&text, path.p, CONFIG_FILE_MAX), 0);
	from = text.p;
	while ((p = strstr(from, "/var/lib/sctaudit"))) {
		buf_add(out, from, (size_t)(p - from));
		buf_str(out, STATE_DIR);
		from = p + strlen("/var/lib/sctaudit");
	}
	buf_str(out, from);
}

/* "#key: value" without its sign; "# words" stay what they are */
static void uncomment(struct buf *out, const struct buf *text)
{
	for (const char *p = text->p; *p; p++) {
		const char *end = strchrnul(p, '\n');

		if (*p == '#' && p[1] >= 'a' && p[1] <= 'z' &&
			(p == text->p || p[-1] == '\n' || p[-1] == ' '))
			continue;
		buf_chr(out, *p);
		if (*p == '#')
			while (p + 1 < end)
				buf_chr(out, *++p);
	}
}

static void test_shipped(void **state)
{
	cleanup(buf_deinit) struct buf text = {0}, open = {0};
	struct config a, b;

	read_shipped(&text);
	assert_int_equal(config_default(&a), 0);
	read_all(&b, "", text.p, NULL);
	assert_same(&a, &b);
	uncomment(&open, &text);
	assert_int_equal(open.err, 0);
	assert_true(text.n - open.n > 30);
	assert_int_equal(config_default(&a), 0);
	read_all(&b, "", open.p, NULL);
	assert_same(&a, &b);
}

/* each row stands there with its default, in its section, as a comment */
static void test_shipped_has_every_key(void **state)
{
	cleanup(buf_deinit) struct buf text = {0};
	size_t n;
	const struct config_key *keys = config_keys(&n);

	read_shipped(&text);
	for (size_t i = 0; i < n; i++) {
		const struct config_key *key = &keys[i];
		cleanup(buf_deinit) struct buf head = {0}, line = {0};
		const char *from, *end, *at;

		buf_printf(&head, "\n%s%s:\n", key_is_sink(key) ? "  " : "",
			key_is_sink(key) ? "events" :
			key->section ? key->section : "sinks");
		buf_printf(&line, "\n%s#%s: %s\n", key_is_sink(key) ? "    " :
			key->section ? "  " : "", key->name, key->preset);
		from = key->section ? strstr(text.p, head.p) : text.p;
		assert_non_null(from);
		at = strstr(from, line.p);
		if (!at)
			fail_msg("no%sbelow%s", line.p, head.p);
		end = strstr(from + head.n, "\n\n");
		if (key->section && end && at > end)
			fail_msg("%s is not below%s", line.p, head.p);
	}
}

/* -------------------------------------------------------------------- files */

struct dir {
	char path[64];
	struct config_place place;
	struct buf words;
	char file[128], conf[128];
};

static int setup(void **state)
{
	struct dir *d = calloc(1, sizeof(*d));

	assert_non_null(d);
	snprintf(d->path, sizeof(d->path), "test_config.XXXXXX");
	assert_non_null(mkdtemp(d->path));
	assert_int_equal(chmod(d->path, 0755), 0);
	snprintf(d->file, sizeof(d->file), "%s/main.yaml", d->path);
	snprintf(d->conf, sizeof(d->conf), "%s/conf.d", d->path);
	assert_int_equal(mkdir(d->conf, 0755), 0);
	assert_int_equal(chmod(d->conf, 0755), 0);
	d->place = (struct config_place){.file = d->file, .dir = d->conf};
	*state = d;
	return 0;
}

static int teardown(void **state)
{
	cleanup(buf_deinit) struct buf command = {0};
	struct dir *d = *state;

	buf_printf(&command, "rm -rf '%s'", d->path);
	assert_int_equal(system(command.p), 0);
	buf_deinit(&d->words);
	free(d);
	return 0;
}

static void put(const char *dir, const char *name, const char *text)
{
	cleanup(buf_deinit) struct buf path = {0};
	FILE *f;

	buf_printf(&path, "%s/%s", dir, name);
	f = fopen(path.p, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path.p, 0644), 0);
}

static int load(struct dir *d, struct config *c)
{
	buf_reset(&d->words);
	buf_lit(&d->words, "");
	return config_load(c, &d->place, &d->words);
}

static void test_load(void **state)
{
	struct dir *d = *state;
	struct config c;

	put(d->path, "main.yaml", "queue: {records: 1000, bytes: 1M}\n");
	put(d->conf, "20-b.yaml", "queue: {records: 3000}\n");
	put(d->conf, "10-a.yaml", "queue: {records: 2000, overflow: drop}\n");
	put(d->conf, "30-c.yml", "not: read\n");
	put(d->conf, ".hidden.yaml", "not: read\n");
	put(d->conf, "40.yaml~", "not: read\n");
	assert_int_equal(load(d, &c), 0);
	assert_string_equal(d->words.p, "");
	assert_int_equal(c.queue.records, 3000);
	assert_int_equal(c.queue.bytes, 1u << 20);
	assert_int_equal(c.queue.overflow, OVERFLOW_DROP);
	config_deinit(&c);
	put(d->conf, "20-b.yaml", "queue: {records: 3}\n");
	assert_int_equal(load(d, &c), -EINVAL);
	assert_non_null(strstr(d->words.p, "/conf.d/20-b.yaml:1:18: error: "
		"'records' is 256 to 16777216, not 3\n"));
	d->place.dir = NULL;
	assert_int_equal(load(d, &c), 0);
	assert_int_equal(c.queue.records, 1000);
	config_deinit(&c);
}

static void test_missing_files(void **state)
{
	struct dir *d = *state;
	struct config c, preset;

	assert_int_equal(rmdir(d->conf), 0);
	assert_int_equal(load(d, &c), 0);
	assert_string_equal(d->words.p, "");
	assert_int_equal(config_default(&preset), 0);
	assert_same(&c, &preset);
	d->place.required = true;
	assert_int_equal(load(d, &c), -ENOENT);
	assert_non_null(strstr(d->words.p, "error: cannot open '"));
	assert_non_null(strstr(d->words.p,
		"/main.yaml': No such file or directory\n"));
	put(d->path, "main.yaml", "");
	assert_int_equal(load(d, &c), 0);
	config_deinit(&c);
	d->place.file = d->path;
	assert_int_equal(load(d, &c), -EINVAL);
	assert_non_null(strstr(d->words.p, "' is not a regular file\n"));
}

/* /dev/null masks; a name that points nowhere is a mistake */
static void test_links(void **state)
{
	cleanup(buf_deinit) struct buf path = {0};
	struct dir *d = *state;
	struct config c;

	buf_printf(&path, "%s/10.yaml", d->conf);
	assert_int_equal(symlink("/dev/null", path.p), 0);
	assert_int_equal(load(d, &c), 0);
	config_deinit(&c);
	assert_int_equal(unlink(path.p), 0);
	assert_int_equal(symlink("/nowhere", path.p), 0);
	assert_int_equal(load(d, &c), -ENOENT);
	assert_non_null(strstr(d->words.p,
		"/conf.d/10.yaml': No such file or directory\n"));
}

/* only root configures what runs as root */
static void test_untrusted(void **state)
{
	struct dir *d = *state;
	struct config c;

	put(d->path, "main.yaml", "");
	assert_int_equal(chmod(d->file, 0664), 0);
	if (geteuid() != 0) {
		assert_int_equal(load(d, &c), 0);
		config_deinit(&c);
		return;
	}
	assert_int_equal(load(d, &c), -EPERM);
	assert_non_null(strstr(d->words.p, "/main.yaml' can be written by "
		"others than root; nothing from there is taken (chmod go-w)\n"));
	assert_int_equal(chmod(d->file, 0644), 0);
	assert_int_equal(chown(d->file, 1, 0), 0);
	assert_int_equal(load(d, &c), -EPERM);
	assert_non_null(strstr(d->words.p, "/main.yaml' is not owned by root; "
		"nothing from there is taken (chown root)\n"));
	assert_int_equal(chown(d->file, 0, 0), 0);
	assert_int_equal(chmod(d->conf, 0777), 0);
	assert_int_equal(load(d, &c), -EPERM);
	assert_non_null(strstr(d->words.p, "/conf.d' can be written by others "
		"than root; nothing from there is taken (chmod go-w)\n"));
}

#define FILES(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_source_mistakes),
		cmocka_unit_test(test_keys_mistakes),
		cmocka_unit_test(test_values_mistakes),
		cmocka_unit_test(test_sinks_mistakes),
		cmocka_unit_test(test_yaml_mistakes),
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_every_key),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_merge),
		cmocka_unit_test(test_disabled),
		cmocka_unit_test(test_mistake_across_texts),
		cmocka_unit_test(test_many_mistakes),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_long_strings),
		cmocka_unit_test(test_no_nul_in_strings),
		cmocka_unit_test(test_quoted_strings),
		cmocka_unit_test(test_copied_sinks),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_shipped),
		cmocka_unit_test(test_shipped_has_every_key),
		FILES(test_load),
		FILES(test_missing_files),
		FILES(test_links),
		FILES(test_untrusted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
