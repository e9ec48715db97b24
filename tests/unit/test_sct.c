/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sct as a client of the daemon: what it prints, and how it ends */
#include "tests/unit/control_server.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

static char sct[4096];	/* the program under test */

/* run by the shell, with $SCT and $RUN; its output, both kinds, and exit code */
static FILE *begin(struct server *s, const char *command)
{
	FILE *f;

	setenv("SCT", sct, 1);
	setenv("RUN", s->run, 1);
	f = popen(command, "r");
	assert_non_null(f);
	return f;
}

static void finish(FILE *f, int code, const char *want)
{
	char got[4096];
	size_t n = fread(got, 1, sizeof(got) - 1, f);
	int status = pclose(f);

	got[n] = '\0';
	assert_string_equal(got, want);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), code);
}

static void expect(struct server *s, const char *command, int code,
	const char *want)
{
	finish(begin(s, command), code, want);
}

static void test_asks_the_daemon(void **state)
{
	struct server *s = *state;

	expect(s, "$SCT status --run-dir=$RUN 2>&1", 3,
		"sct status: some words\nstatus was run\n");
	expect(s, "$SCT download --all --run-dir=$RUN 2>&1", 3,
		"sct download: some words\ndownload was run\n");
	expect(s, "echo 12345 | $SCT upload --run-dir=$RUN - /dev/null 2>&1", 3,
		"sct upload: some words\nupload was run\n");
	expect(s, "$SCT delete --run-dir=$RUN one two 2>&1", 3,
		"sct delete: some words\ndelete was run\n");
	expect(s, "$SCT reload --run-dir=$RUN 2>&1", 3,
		"sct reload: some words\nreload was run\n");
	assert_string_equal(s->asked.p, "status\ndownload\nupload -=6 "
		"/dev/null=0\ndelete one two\nreload\n");
}

static void test_files_are_read_first(void **state)
{
	struct server *s = *state;

	expect(s, "$SCT upload --run-dir=$RUN /nonexistent 2>&1", 1,
		"sct upload: cannot read '/nonexistent': No such file or "
		"directory\n");
	expect(s, "$SCT upload --run-dir=$RUN 2>&1", 2, "sct upload: which "
		"FILE?\n'sct upload --help' says more\n");
	assert_int_equal(s->ran, 0);
}

static void test_no_daemon(void **state)
{
	struct server *s = *state;

	end_server(s);
	expect(s, "$SCT log --run-dir=$RUN 2>&1", 1,
		"sct log: sctauditd is not running\n");
	expect(s, "$SCT unload --run-dir=$RUN 2>&1", 1,
		"sct unload: sctauditd is not running\n");
	expect(s, "$SCT download --run-dir=$RUN 2>&1", 0,
		"sct download: nothing is uploaded\n");
	expect(s, "$SCT log --run-dir=/nonexistent 2>&1", 1,
		"sct log: sctauditd is not running\n");
}

static void test_last_lines(void **state)
{
	struct server *s = *state;

	send_line(s, PIPELINE_TEXT, "a", "one\n");
	send_line(s, PIPELINE_TEXT, "b", "two\n");
	send_line(s, PIPELINE_TEXT, "a", "three\n");
	send_line(s, PIPELINE_JSON, "a", "{\"n\":3}\n");
	expect(s, "$SCT log -n 2 --run-dir=$RUN 2>&1", 0, "two\nthree\n");
	expect(s, "$SCT log -n 2 --rule=a --run-dir=$RUN 2>&1", 0,
		"one\nthree\n");
	expect(s, "$SCT log -n 9 --rule=b --rule=c --run-dir=$RUN 2>&1", 0,
		"two\n");
	expect(s, "$SCT log -jn 9 --run-dir=$RUN 2>&1", 0, "{\"n\":3}\n");
	expect(s, "$SCT log -n 0 --run-dir=$RUN 2>&1", 0, "");
	expect(s, "$SCT log -n x --run-dir=$RUN 2>&1", 2,
		"sct log: -n x: N is a number of lines\n");
	expect(s, "$SCT log --run-dir=$RUN more 2>&1", 2, "sct log: what is "
		"'more'? there are options only\n'sct log --help' says more\n");
	expect(s, "$SCT log -n 9 --run-dir=$RUN >/dev/full", 1, "");
}

static void test_follow(void **state)
{
	struct server *s = *state;
	FILE *f;

	send_line(s, PIPELINE_TEXT, "a", "before\n");
	f = begin(s, "$SCT log --run-dir=$RUN 2>&1");
	WAIT_FOR(s, control_readers(s->c) == 1);
	send_line(s, PIPELINE_TEXT, "a", "after\n");
	end_server(s);
	finish(f, 1, "after\nsct log: sctauditd has ended\n");
}

/* under the lock */
static void send_more(struct server *s)
{
	control_line(s->c, &(struct line){.format = PIPELINE_TEXT,
		.rule = SPAN_LIT("a"), .text = SPAN_LIT("more\n")});
}

static void test_follow_with_last_lines(void **state)
{
	struct server *s = *state;
	FILE *f;

	send_line(s, PIPELINE_TEXT, "a", "before\n");
	f = begin(s, "exec 2>&1; $SCT log -f -n 5 --run-dir=$RUN | head -n 2");
	WAIT_FOR(s, control_readers(s->c) == 1);
	send_line(s, PIPELINE_TEXT, "a", "after\n");
	/* once head has gone, the next line ends sct, and quietly */
	WAIT_FOR(s, (send_more(s), control_readers(s->c) == 0));
	finish(f, 0, "before\nafter\n");
}

static void test_interrupt(void **state)
{
	struct server *s = *state;
	FILE *f = begin(s, "exec 2>&1; $SCT log --run-dir=$RUN & p=$!; read x "
		"<$RUN/go; kill -INT $p; wait $p");
	char go[64];

	snprintf(go, sizeof(go), "%s/go", s->run);
	assert_int_equal(mkfifo(go, 0600), 0);
	WAIT_FOR(s, control_readers(s->c) == 1);
	pclose(popen("echo >$RUN/go", "r"));
	finish(f, 130, "");
	unlink(go);
}

static void test_link(void **state)
{
	struct server *s = *state;

	send_line(s, PIPELINE_TEXT, "a", "one\n");
	expect(s, "d=$(mktemp -d); ln -s $SCT $d/sctlog; ln -s $SCT "
		"$d/sct_unload; $d/sctlog -n 1 --run-dir=$RUN 2>&1; $d/sctlog "
		"-n 2>&1 | tail -n 1; $d/sctlog --version | cut -d' ' -f 1; "
		"rm -r $d", 0, "one\n'sctlog --help' says more\nsct\n");
	s->rules = 1;
	expect(s, "d=$(mktemp -d); ln -s $SCT $d/sct_unload; $d/sct_unload "
		"--run-dir=$RUN 2>&1; echo $?; rm -r $d", 0, "sct_unload: "
		"Device or resource busy: 1 rule is loaded; --force stops "
		"sctauditd all the same\n1\n");
}

/* what a stopped daemon is asked, it does when it goes on */
static void test_stopped_daemon(void **state)
{
	struct server *s = *state;
	char want[128];
	int status;
	pid_t pid;

	end_server(s);
	s->end = false;
	pid = fork();
	if (!pid) {
		struct control_ops mine = ops;
		struct control_config conf = conf_of(s);
		struct diag diag = {0};

		mine.arg = s;
		if (control_new(&s->c, &conf, &mine, &diag))
			_exit(1);
		raise(SIGSTOP);
		for (unsigned i = 0; i < 500 && !s->ran; i++) {
			control_work(s->c);
			usleep(10000);
		}
		_exit(s->ran == 1 && !strcmp(s->asked.p, "reload\n") ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, WUNTRACED), pid);
	assert_true(WIFSTOPPED(status));
	snprintf(want, sizeof(want), "sct reload: sctauditd (process %d) is "
		"stopped; it does this when it goes on\n", pid);
	expect(s, "$SCT reload --run-dir=$RUN 2>&1", 1, want);
	kill(pid, SIGCONT);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void test_unload(void **state)
{
	struct server *s = *state;
	FILE *f;

	s->rules = 1;
	expect(s, "$SCT unload --run-dir=$RUN 2>&1", 1, "sct unload: Device or "
		"resource busy: 1 rule is loaded; --force stops sctauditd all "
		"the same\n");
	f = begin(s, "$SCT unload --force --run-dir=$RUN 2>&1; echo gone");
	WAIT_FOR(s, s->stopped);
	usleep(300000);		/* it waits */
	end_server(s);
	finish(f, 0, "gone\n");
}

/* the daemon's own program is looked for beside sct */
static void test_load(void **state)
{
	struct server *s = *state;

	expect(s, "$SCT load --run-dir=$RUN 2>&1", 0,
		"sct load: sctauditd is running already\n");
	end_server(s);
	expect(s, "d=$(mktemp -d); mkdir $d/bin $d/sbin; cp $SCT $d/bin/sct; "
		"printf '#!/bin/sh\\necho \"sctauditd: $*\"; exit $CODE\\n' "
		">$d/sbin/sctauditd; chmod +x $d/sbin/sctauditd; for CODE in 0 "
		"4 6; do export CODE; $d/bin/sct load --run-dir=$RUN "
		"2>&1 >/dev/null; echo $?; done | sed s,$RUN,RUN,; rm -r $d", 0,
		"sctauditd: --run-dir=RUN\n0\n"
		"sctauditd: --run-dir=RUN\nsct load: sctauditd is not started\n"
		"4\n"
		"sctauditd: --run-dir=RUN\nsct load: sctauditd is not started\n"
		"1\n");
}

static void test_not_permitted(void **state)
{
	struct server *s = *state;

	if (geteuid()) {
		print_message("needs root: nobody else can become another\n");
		skip();
	}
	set_group(s, "daemon");
	expect(s, "cp $SCT $RUN/sct; chmod 755 $RUN/sct; for c in status log "
		"reload load unload; do setpriv --reuid=65534 --regid=65534 "
		"--clear-groups $RUN/sct $c --run-dir=$RUN 2>&1; echo $?; "
		"done", 0,
		"sct status: you are not root, nor in group daemon\n4\n"
		"sct log: you are not root, nor in group daemon\n4\n"
		"sct reload: you are not root\n4\n"
		"sct load: you are not root\n4\n"
		"sct unload: you are not root\n4\n");
	expect(s, "setpriv --reuid=65534 --regid=65534 --groups=1 $RUN/sct "
		"status --run-dir=$RUN 2>&1; rm $RUN/sct", 0,
		"sct status: some words\nstatus was run\n");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_asks_the_daemon), TEST(test_files_are_read_first),
		TEST(test_no_daemon), TEST(test_last_lines), TEST(test_follow),
		TEST(test_follow_with_last_lines), TEST(test_interrupt),
		TEST(test_link), TEST(test_stopped_daemon),
		TEST(test_unload), TEST(test_load),
		TEST(test_not_permitted),
	};

	signal(SIGPIPE, SIG_IGN);
	if (!realpath("cli/sct", sct)) {
		perror("cli/sct");
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
