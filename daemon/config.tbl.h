/* SPDX-License-Identifier: GPL-2.0-or-later */
/* KEY(section, name, TYPE, extra, default, for, words): a key of the
 * configuration; section and name are those of struct config (section sink:
 * struct config_sink). TOP(name, ...): the same without a section.
 * TYPE: BOOL, UINT, SIZE (bytes; k, M, G), SECONDS, MODE (octal), WORD, STRING,
 *       PATH (absolute), LIST (of strings)
 * extra: RANGE(min, max), RANGE_OR_0(min, max, meaning of 0), OF(words)
 * default: as it stands in a file; none: not set
 * for: ANY, or the kinds of source or sink that have a use for it */
KEY(source, kind, WORD, OF(kinds), "auto", ANY,
	"where records come from: auto (multicast if another audit daemon is registered, else "
	"netlink), netlink (be the audit daemon), multicast (beside one; may lose records, and "
	"says so), plugin (auditd starts us and feeds standard input), file")
KEY(source, path, PATH, NONE, "none", SOURCES(FILE),
	"the audit log that is read")
KEY(source, follow, BOOL, NONE, "no", SOURCES(FILE),
	"go on at the end of the file, through rotation")
KEY(kernel, backlog_limit, UINT, RANGE_OR_0(64, 1000000, "left as it is"), "8192", ANY,
	"records that the kernel keeps for us; a higher limit of others is kept")
KEY(kernel, backlog_wait_time, UINT, RANGE_OR_0(1, 600000, "left as it is"), "0", ANY,
	"how long a process waits when the kernel's backlog is full, in ticks of the kernel "
	"(1/HZ s)")
KEY(queue, bytes, SIZE, RANGE(64u << 10, 16ull << 30), "64M", ANY,
	"records that wait for the worker, at most, in bytes")
KEY(queue, records, UINT, RANGE(256, 16777216), "262144", ANY,
	"the same, as a number of records")
KEY(queue, overflow, WORD, OF(overflows), "wait", ANY,
	"when the queue is full: wait (the kernel's backlog fills, then audited processes "
	"wait) or drop (whole events are lost, counted and told)")
KEY(rules, load, BOOL, NONE, "yes", ANY,
	"put the rules into the kernel; no: only match what comes")
KEY(worker, user, STRING, NONE, "sctaudit", ANY,
	"whom the process that reads records runs as")
KEY(worker, memory, SIZE, RANGE_OR_0(64u << 20, 64ull << 30, "no limit"), "1G", ANY,
	"its address space, in bytes")
KEY(worker, timeout, SECONDS, RANGE(1, 3600), "30", ANY,
	"after so many seconds without progress it is ended and started again")
KEY(control, group, STRING, NONE, "adm", ANY,
	"who may read status, lines and rules, besides root; none: nobody")
KEY(control, recent, UINT, RANGE_OR_0(1, 100000, "none"), "1000", ANY,
	"lines kept for those who ask what came last (sct log -n)")
KEY(metrics, path, PATH, NONE, "none", ANY,
	"a text file for Prometheus, as node_exporter's textfile collector takes it; none: no "
	"such file")
KEY(metrics, interval, SECONDS, RANGE(1, 3600), "15", ANY,
	"seconds between two versions of it")
TOP(state_dir, PATH, NONE, STATE_DIR, ANY,
	"where events are put aside that the worker could not take (quarantine)")
KEY(sink, enabled, BOOL, NONE, "yes", ANY,
	"no: as if the sink were not there")
KEY(sink, type, WORD, OF(types), "file", ANY,
	"file, journal (systemd's, with fields of its own), syslog (RFC 5424) or stdout")
KEY(sink, format, WORD, OF(formats), "text", SINKS(FILE) | SINKS(SYSLOG) | SINKS(STDOUT),
	"text (the log_format of the rule) or json (an ECS document a line)")
KEY(sink, level, WORD, OF(levels), "debug", ANY,
	"only lines of that level and of more urgent ones: emerg, alert, crit, err, warning, "
	"notice, info, debug")
KEY(sink, rules, LIST, NONE, "[]", ANY,
	"only lines of rules with these names; * and ? stand for any letters; []: all rules")
KEY(sink, path, PATH, NONE, "none", SINKS(FILE) | SINKS(SYSLOG),
	"the file (none: LOG_DIR/NAME.log, NAME being that of the sink), or the socket of "
	"syslog (none: /dev/log)")
KEY(sink, mode, MODE, NONE, "0640", SINKS(FILE),
	"permissions of the file, octal")
KEY(sink, group, STRING, NONE, "adm", SINKS(FILE),
	"group of the file; none: that of the daemon")
KEY(sink, rotate_size, SIZE, RANGE_OR_0(4u << 10, 1ull << 40, "never"), "64M", SINKS(FILE),
	"a new file is begun when this one has so many bytes")
KEY(sink, rotate_count, UINT, RANGE(1, 1000), "8", SINKS(FILE),
	"old files that are kept")
KEY(sink, fsync, WORD, OF(fsyncs), "interval", SINKS(FILE),
	"when lines are forced to the disk: no (when the system likes), interval, always "
	"(after each write; slow)")
KEY(sink, fsync_seconds, SECONDS, RANGE(1, 3600), "5", SINKS(FILE),
	"seconds of the interval")
KEY(sink, facility, WORD, OF(facilities), "authpriv", SINKS(JOURNAL) | SINKS(SYSLOG),
	"facility of syslog: kern, user, mail, daemon, auth, syslog, lpr, news, uucp, cron, "
	"authpriv, ftp, local0 to local7")
KEY(sink, queue_bytes, SIZE, RANGE(64u << 10, 16ull << 30), "32M", ANY,
	"lines that wait for this sink, at most, in bytes")
KEY(sink, overflow, WORD, OF(overflows), "drop", ANY,
	"when they are more: drop (the sink loses lines of its own, counted and told) or wait "
	"(all sinks wait for this one)")
