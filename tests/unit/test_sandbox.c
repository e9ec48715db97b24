/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each case is a child that enters the sandbox and tries one thing. */
#include "daemon/attack.h"
#include "daemon/sandbox.h"
#include "base/diag.h"
#include "event/pipeline.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define USER "nobody"	/* on every system */
#define USER_ID 65534
#define LOG "/tests/data/audit-6.1-enriched.log"
#define NUMBERS 512	/* of system calls, with room for new ones */
#define MEMORY ((size_t)512 << 20)

#define CHANNEL 3
#define FDS 4

/* exit statuses of children */
enum { WENT_WELL = 0, NOT_ENTERED = 90, WENT_WRONG = 91 };

enum who { AS_ROOT, AS_USER };
static const char *const who_words[] = {"root", "an ordinary user"};

struct child {
	enum who who;
	void (*run)(void *arg);		/* in the sandbox */
	void *arg;
	size_t memory;
};

/* this one's standard error is where its words go */
static void enter(const struct child *c)
{
	struct sandbox conf = {.fds = FDS, .memory = c->memory};
	const char *what = NULL;
	int r;

	if (c->who == AS_ROOT)
		conf.user = USER;
	else if (!geteuid() && (setgroups(0, NULL) ||
			setresgid(USER_ID, USER_ID, USER_ID) ||
			setresuid(USER_ID, USER_ID, USER_ID)))
		_exit(NOT_ENTERED);
	r = sandbox_enter(&conf, &what);
	if (r) {
		fprintf(stderr, "%s: %s\n", what, strerror(-r));
		_exit(NOT_ENTERED);
	}
}

/* its channel is CHANNEL; the parent's end is returned */
static int start(const struct child *c, pid_t *pid)
{
	int pair[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	fflush(NULL);
	*pid = fork();
	assert_true(*pid >= 0);
	if (!*pid) {
		if (pair[1] != CHANNEL)
			dup2(pair[1], CHANNEL);
		enter(c);
		c->run(c->arg);
		_exit(WENT_WELL);
	}
	close(pair[1]);
	return pair[0];
}

/* how it ended, as wait(2) has it */
static int run(const struct child *c)
{
	int status, fd;
	pid_t pid;

	fd = start(c, &pid);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	close(fd);
	return status;
}

/* root tries both, anybody else what he can */
static bool may(enum who who)
{
	return who == AS_USER || !geteuid();
}

#define FOR_ALL(who)                                                           \
	for (enum who who = AS_ROOT; who <= AS_USER; who++)                    \
		if (may(who))

static void assert_killed(int status, enum who who, const char *words)
{
	if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGSYS)
		fail_msg("%s, from %s: wait status %#x instead of SIGSYS",
			words, who_words[who], (unsigned)status);
}

static void assert_well(int status, enum who who)
{
	if (status)
		fail_msg("from %s: wait status %#x", who_words[who],
			(unsigned)status);
}

/* ------------------------------------------------------------------- attacks */

struct aimed {
	const struct attack *attack;
	struct attack_aim aim;
};

static void attack(void *arg)
{
	const struct aimed *a = arg;
	struct buf record = {0};

	buf_printf(&record, "audit(1.000:1): msg='sct-attack=%s exe=x'",
		a->attack->name);
	attack_in((struct span){record.p, record.n}, &a->aim);
}

static void test_attacks(void **state)
{
	char file[] = "/tmp/sct-sandbox.XXXXXX";
	int fd = mkstemp(file);
	struct aimed a = {.aim = {getpid(), file, CHANNEL}};
	size_t n = 0;

	assert_true(fd >= 0);
	assert_int_equal(fchmod(fd, 0666), 0);
	for (; (a.attack = attack_get(n)); n++)
		FOR_ALL(who)
			assert_killed(run(&(struct child){who, attack, &a}),
				who, a.attack->words);
	assert_true(n > 60);
	assert_int_equal(access(file, R_OK | W_OK), 0);
	close(fd);
	unlink(file);
}

/* the attacks are real ones: without the sandbox they work */
static void test_attacks_work(void **state)
{
	static const char *const names[] = {"open_read", "open_write",
		"openat2_read", "stat_file", "dup_fd", "memfd", "socket_unix",
		"socket_inet", "mmap_exec", "mprotect_exec", "set_owner",
		"ioctl_fd", "shared_memory", "truncate_file", "unlink_file"};
	char file[] = "/tmp/sct-sandbox.XXXXXX";
	int pair[2];
	struct attack_aim aim = {getpid(), file, -1};

	close(mkstemp(file));
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	aim.fd = pair[0];
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const struct attack *a = attack_find(span_of(names[i]));

		assert_non_null(a);
		if (a->run(&aim))
			fail_msg("%s does not work here anyway", a->words);
	}
	assert_int_equal(access(file, F_OK), -1);
	close(pair[0]);
	close(pair[1]);
}

static void test_attack_words(void **state)
{
	struct attack_aim aim = {0};

	/* these return: there is no such attack */
	attack_in(SPAN_LIT(""), &aim);
	attack_in(SPAN_LIT("sct-attack="), &aim);
	attack_in(SPAN_LIT("sct-attack=open_rea"), &aim);
	attack_in(SPAN_LIT("sct-attack=open_readx"), &aim);
	attack_in(SPAN_LIT("attack=open_read"), &aim);
	assert_null(attack_find(SPAN_LIT("")));
}

static void call(void *arg)
{
	if (syscall(*(const int *)arg, 0, 0, 0, 0, 0, 0) >= 0)
		_exit(WENT_WRONG);
}

/* Linux lets uretprobe and uprobe of x86_64 past every filter; they do nothing
 * unless called from its own trampolines */
static bool is_past_filters(int nr)
{
#ifdef __x86_64__
	return nr == 335 || nr == 336;
#else
	return false;
#endif
}

/* whatever number, also one that this kernel does not know yet */
static void test_every_number(void **state)
{
	unsigned allowed = 0;

	for (int nr = 0; nr < NUMBERS; nr++) {
		char words[32];

		if (sandbox_allows(nr)) {
			allowed++;
			continue;
		}
		if (is_past_filters(nr)) {
			int status = run(&(struct child){AS_USER, call, &nr});

			assert_true(!status || WIFSIGNALED(status));
			continue;
		}
		snprintf(words, sizeof(words), "system call %d", nr);
		assert_killed(run(&(struct child){AS_USER, call, &nr}), AS_USER,
			words);
	}
	assert_in_range(allowed, 15, 30);
}

/* the arguments that matter of calls that are allowed */
static void tgkill_other(void *arg)
{
	syscall(SYS_tgkill, 1, 1, 0);
}

static void mmap_write_exec(void *arg)
{
	syscall(SYS_mmap, 0, 4096, 7, 0x22, -1, 0);
}

/* bits that the kernel's int does not see must not hide the flag */
static void mprotect_high_bits(void *arg)
{
	syscall(SYS_mprotect, 0, 4096, 1ull << 32 | 4);
}

static void test_arguments(void **state)
{
	FOR_ALL(who) {
		assert_killed(run(&(struct child){who, tgkill_other}), who,
			"tgkill() of process 1");
		assert_killed(run(&(struct child){who, mmap_write_exec}), who,
			"mmap() of executable memory");
		assert_killed(run(&(struct child){who, mprotect_high_bits}),
			who, "mprotect()");
	}
}

/* -------------------------------------------------------------- its condition */

static void wait_for_parent(void *arg)
{
	char c = 'x';

	if (write(CHANNEL, &c, 1) != 1 || read(CHANNEL, &c, 1) != 0)
		_exit(WENT_WRONG);
}

static void read_proc(pid_t pid, const char *name, char *out, size_t size)
{
	char path[64];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	fd = open(path, O_RDONLY);
	assert_true(fd >= 0);
	n = read(fd, out, size - 1);
	assert_true(n > 0);
	out[n] = '\0';
	close(fd);
}

static void assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no '%s' in:\n%s", part, text);
}

static void assert_condition(pid_t pid)
{
	static const char *const status[] = {
		"\nUid:\t65534\t65534\t65534\t65534\n",
		"\nGid:\t65534\t65534\t65534\t65534\n",
		"\nGroups:\t \n", "\nThreads:\t1\n",
		"\nCapInh:\t0000000000000000\n",
		"\nCapPrm:\t0000000000000000\n",
		"\nCapEff:\t0000000000000000\n",
		"\nCapAmb:\t0000000000000000\n",
		"\nNoNewPrivs:\t1\n", "\nSeccomp:\t2\n",
		"\nSeccomp_filters:\t1\n",
	};
	static const char *const limits[] = {
		"Max file size             0                    0  ",
		"Max core file size        0                    0  ",
		"Max processes             0                    0  ",
		"Max open files            4                    4  ",
		"Max locked memory         0                    0  ",
	};
	char text[8192];

	read_proc(pid, "status", text, sizeof(text));
	for (size_t i = 0; i < ARRAY_SIZE(status); i++)
		assert_has(text, status[i]);
	read_proc(pid, "limits", text, sizeof(text));
	for (size_t i = 0; i < ARRAY_SIZE(limits); i++)
		assert_has(text, limits[i]);
}

static void assert_fds(pid_t pid, unsigned wanted)
{
	char path[64];

	for (unsigned fd = 0; fd < 32; fd++) {
		struct stat st;

		snprintf(path, sizeof(path), "/proc/%d/fd/%u", pid, fd);
		if ((lstat(path, &st) == 0) != (wanted >> fd & 1))
			fail_msg("%s", path);
	}
}

/* the parent has to be root to see it all */
static void test_condition(void **state)
{
	char text[8192], c;
	struct stat st;

	if (geteuid())
		skip();
	FOR_ALL(who) {
		int status, extra = open("/dev/null", O_RDONLY), fd;
		pid_t pid;

		fd = start(&(struct child){who, wait_for_parent,
			.memory = MEMORY}, &pid);
		assert_int_equal(read(fd, &c, 1), 1);
		assert_condition(pid);
		assert_fds(pid, (1u << FDS) - 1);
		read_proc(pid, "status", text, sizeof(text));
		if (who == AS_ROOT)
			assert_has(text, "\nCapBnd:\t0000000000000000\n");
		/* not dumpable: its files in /proc are not its own */
		snprintf(text, sizeof(text), "/proc/%d/mem", pid);
		assert_int_equal(stat(text, &st), 0);
		assert_int_equal(st.st_uid, 0);
		close(fd);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_well(status, who);
		close(extra);
	}
}

/* ------------------------------------------------------------------- its work */

struct work {
	struct span log;
	struct buf out;
	enum pipeline_format format;
	struct pipeline *pipe;
	struct rules *none;
};

static const char rules_text[] =
	"rule { syscall_name = openat rule_name = re\n"
	"  filter_expression { regex(PATH, \"(a|e)+[^x]*$\") && "
	"glob(EXE, \"/*\") && COMM != \"q\" }\n"
	"  action { type = LOG } }\n"
	"rule { syscall_name = unlink,rename,chmod,execve,kill,connect,mkdir "
	"rule_name = rest\n"
	"  when = after filter_expression { RETVAL == 0 || ERRNO > 0 }\n"
	"  action { type = LOG log_format { %time %epoch %comm %sname(%params) "
	"[%args] %user %group %path %path2 %cmdline %retval } } }\n";

static void on_line(void *arg, const struct rule *rule, const struct view *v,
	enum pipeline_format format, struct span line)
{
	struct work *w = arg;

	buf_span(&w->out, line);
}

/* what the worker does before it enters: libauparse opens a file */
static void open_work(struct work *w)
{
	struct pipeline_ops ops = {.arg = w, .line = on_line};

	w->none = rules_new();
	assert_non_null(w->none);
	assert_int_equal(pipeline_new(&w->pipe, w->none, &ops), 0);
	pipeline_formats(w->pipe, PIPELINE_BIT(w->format));
}

/* rules and records to lines, as it does it afterwards */
static int make_lines(struct work *w)
{
	struct rules *rs = rules_new();
	struct diag diag = {0};
	int r = rs ? rules_add(rs, "x", span_of(rules_text), NULL, &diag) :
		     -ENOMEM;

	if (r || diag.errors)
		return r ? r : -EINVAL;
	r = pipeline_rules(w->pipe, rs);
	for (size_t at = 0; !r && at < w->log.n; at += 4096)
		r = record_feed(pipeline_reader(w->pipe), w->log.p + at,
			min_size(4096, w->log.n - at));
	if (!r)
		r = record_flush(pipeline_reader(w->pipe));
	pipeline_free(w->pipe);
	rules_free(rs);
	rules_free(w->none);
	diag_deinit(&diag);
	return r ? r : w->out.err;
}

static void work(void *arg)
{
	struct work *w = arg;
	size_t at = 0;

	if (make_lines(w))
		_exit(WENT_WRONG);
	while (at < w->out.n) {
		ssize_t n = write(CHANNEL, w->out.p + at, w->out.n - at);

		if (n <= 0)
			_exit(WENT_WRONG);
		at += (size_t)n;
	}
}

static struct span read_log(void)
{
	const char *top = getenv("srcdir");
	char path[4096], *text = malloc(8 << 20);
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "%s" LOG, top ? top : ".");
	fd = open(path, O_RDONLY);
	if (fd < 0)
		fail_msg("%s: %s", path, strerror(errno));
	n = read(fd, text, 8 << 20);
	assert_true(n > 0);
	close(fd);
	return (struct span){text, (size_t)n};
}

static void read_all(int fd, struct buf *b)
{
	char part[65536];
	ssize_t n;

	while ((n = read(fd, part, sizeof(part))) > 0)
		buf_add(b, part, (size_t)n);
	assert_int_equal(n, 0);
}

static void assert_works(struct span log, enum pipeline_format format,
	enum who who)
{
	struct work w = {.log = log, .format = format};
	struct buf got = {0};
	int status, fd;
	pid_t pid;

	open_work(&w);
	fd = start(&(struct child){who, work, &w, MEMORY}, &pid);
	read_all(fd, &got);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_well(status, who);
	assert_int_equal(make_lines(&w), 0);
	assert_true(w.out.n > 1000);
	assert_int_equal(got.n, w.out.n);
	assert_memory_equal(got.p, w.out.p, got.n);
	buf_deinit(&got);
	buf_deinit(&w.out);
	close(fd);
}

static void test_work(void **state)
{
	struct span log = read_log();
	const char *zone = getenv("TZ");

	assert_null(zone);	/* or the file of the zone is not looked for */
	FOR_ALL(who) {
		assert_works(log, PIPELINE_TEXT, who);
		assert_works(log, PIPELINE_JSON, who);
	}
	free((void *)(uintptr_t)log.p);
}

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* what libc might ask the system for */
static void use_libc(void *arg)
{
	static int numbers[100000];
	struct pollfd p[SANDBOX_POLL] = {
		{.fd = CHANNEL, .events = POLLOUT}, {.fd = -1}, {.fd = -1},
		{.fd = -1},
	};
	time_t now = time(NULL);
	struct timespec ts;
	struct tm tm;
	char text[64];

	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		numbers[i] = (int)(i * 7919 % 100003);
	qsort(numbers, ARRAY_SIZE(numbers), sizeof(*numbers), by_number);
	if (poll(p, SANDBOX_POLL, 10) != 1 || !localtime_r(&now, &tm) ||
		!strftime(text, sizeof(text), "%F %Z %z", &tm) ||
		mktime(&tm) != now || !strerror(ENOENT) ||
		clock_gettime(CLOCK_MONOTONIC_COARSE, &ts) ||
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts))
		_exit(WENT_WRONG);
}

static void test_libc(void **state)
{
	FOR_ALL(who)
		assert_well(run(&(struct child){who, use_libc}), who);
}

/* out of memory is an answer, no end; and what was freed is there again */
#if !SANDBOX_SANITIZED	/* AddressSanitizer wants terabytes of address space */
static void use_up_memory(void *arg)
{
	enum { BLOCKS = 1 << 16, SIZE = 100000 };
	char **block = calloc(BLOCKS, sizeof(*block));
	size_t n = 0;

	for (unsigned round = 0; round < 3; round++) {
		while (n < BLOCKS && (block[n] = malloc(SIZE)))
			n++;
		if (n < 100 || n == BLOCKS)
			_exit(WENT_WRONG);
		while (n)
			free(block[--n]);
	}
	free(block);
}

static void test_memory(void **state)
{
	FOR_ALL(who)
		assert_well(run(&(struct child){who, use_up_memory, NULL,
			(size_t)64 << 20}), who);
}
#endif

static void give_up(void *arg)
{
	abort();
}

static void write_away(void *arg)
{
	char c;

	/* the parent closes its end; SIGPIPE is ignored */
	while (read(CHANNEL, &c, 1) > 0)
		;
	if (write(CHANNEL, "x", 1) != -1 || errno != EPIPE)
		_exit(WENT_WRONG);
}

static void test_ends(void **state)
{
	FOR_ALL(who) {
		int status = run(&(struct child){who, give_up}), fd;
		pid_t pid;

		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), SIGABRT);
		fd = start(&(struct child){who, write_away}, &pid);
		close(fd);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_well(status, who);
	}
}

/* ----------------------------------------------------------------- mistakes */

struct mistake {
	const char *user;
	bool drop;	/* not as root */
	int err;
	const char *words;
};

static int try_mistake(const struct mistake *m)
{
	const char *what = NULL;
	int r;

	if (m->drop && !geteuid() && setresuid(USER_ID, USER_ID, USER_ID))
		return NOT_ENTERED;
	r = sandbox_enter(&(struct sandbox){.user = m->user}, &what);
	return r == m->err && what && strcmp(what, m->words) == 0 ? WENT_WELL :
								    WENT_WRONG;
}

static void test_mistakes(void **state)
{
	static const struct mistake mistakes[] = {
		{"no-such-user", false, -ENOENT, "there is no such user"},
		{"root", false, -EINVAL,
			"the user has root's user or group id"},
		{"daemon", true, -EPERM, "cannot become the user"},
		{NULL, false, -EINVAL, "root needs a user to become"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(mistakes); i++) {
		int status;
		pid_t pid;

		if (!mistakes[i].user && geteuid())
			continue;
		pid = fork();
		if (!pid)
			_exit(try_mistake(&mistakes[i]));
		assert_int_equal(waitpid(pid, &status, 0), pid);
		if (status)
			fail_msg("%s: wait status %#x", mistakes[i].words,
				(unsigned)status);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_attacks),
		cmocka_unit_test(test_attacks_work),
		cmocka_unit_test(test_attack_words),
		cmocka_unit_test(test_every_number),
		cmocka_unit_test(test_arguments),
		cmocka_unit_test(test_condition),
		cmocka_unit_test(test_work),
		cmocka_unit_test(test_libc),
#if !SANDBOX_SANITIZED
		cmocka_unit_test(test_memory),
#endif
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_mistakes),
	};

	unsetenv("TZ");
	return cmocka_run_group_tests_name("sandbox", tests, NULL, NULL);
}
