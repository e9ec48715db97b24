/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include "daemon/notify.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#ifdef HAVE_LIBSYSTEMD
#define NEEDS_SYSTEMD ((void)0)
#else
#define NEEDS_SYSTEMD skip()
#endif

static int listener;

static int listen_as_systemd(void **state)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	int n = snprintf(a.sun_path + 1, sizeof(a.sun_path) - 1,
		"sct-notify-%d", getpid());
	char name[128], pid[16];

	listener = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	assert_int_equal(bind(listener, (struct sockaddr *)&a,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 +
			(size_t)n)), 0);
	snprintf(name, sizeof(name), "@%s", a.sun_path + 1);
	snprintf(pid, sizeof(pid), "%d", getpid());
	setenv("NOTIFY_SOCKET", name, 1);
	setenv("WATCHDOG_USEC", "4000000", 1);
	setenv("WATCHDOG_PID", pid, 1);
	return 0;
}

static int hang_up(void **state)
{
	close(listener);
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
	return 0;
}

/* "" : nothing came */
static void assert_told(const char *wanted)
{
	char got[1024];
	ssize_t n = recv(listener, got, sizeof(got) - 1, 0);

	got[n < 0 ? 0 : n] = '\0';
	assert_string_equal(got, wanted);
}

static void test_states(void **state)
{
	struct notify n;
	char got[128], text[1024];
	unsigned long long us;

	NEEDS_SYSTEMD;
	notify_init(&n, 0);
	assert_told("");
	notify_ready(&n);
	assert_told("READY=1");
	notify_status(&n, "%u rules\nREADY=1", 7u);
	assert_told("STATUS=7 rules");
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	notify_status(&n, "%s", text);
	memcpy(text, "STATUS=", 7);
	text[511] = '\0';
	assert_told(text);
	notify_reloading(&n);
	got[recv(listener, got, sizeof(got) - 1, 0)] = '\0';
	assert_int_equal(sscanf(got, "RELOADING=1\nMONOTONIC_USEC=%llu", &us),
		1);
	assert_true(us > 0);
	notify_stopping(&n);
	assert_told("STOPPING=1");
}

static void move_all(struct notify *n)
{
	for (unsigned i = 0; i < NOTIFY_PARTS; i++)
		notify_progress(n, i);
}

static void test_watchdog(void **state)
{
	struct notify n;

	NEEDS_SYSTEMD;
	notify_init(&n, 10000);
	assert_int_equal(n.interval, 2000);
	move_all(&n);
	assert_int_equal(notify_feed(&n, 10000), 2000);
	assert_int_equal(notify_feed(&n, 11500), 500);
	assert_told("");
	assert_int_equal(notify_feed(&n, 12000), 2000);
	assert_told("WATCHDOG=1");

	/* time alone is not enough, nor is one part alone */
	assert_int_equal(notify_feed(&n, 15000), 100);
	notify_progress(&n, NOTIFY_READER);
	notify_progress(&n, NOTIFY_READER);
	assert_int_equal(notify_feed(&n, 15100), 100);
	assert_told("");
	notify_progress(&n, NOTIFY_WORKER);
	assert_int_equal(notify_feed(&n, 15200), 2000);
	assert_told("WATCHDOG=1");

	/* what moved before does not count again */
	notify_progress(&n, NOTIFY_WORKER);
	assert_int_equal(notify_feed(&n, 17200), 100);
	assert_told("");
}

static void test_no_watchdog(void **state)
{
	struct notify n;

	setenv("WATCHDOG_PID", "1", 1);	/* of somebody else */
	notify_init(&n, 0);
	assert_int_equal(n.interval, 0);
	move_all(&n);
	assert_int_equal(notify_feed(&n, 1000000), -1);
	assert_told("");
}

static void test_nobody(void **state)
{
	struct notify n;

	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	notify_init(&n, 0);
	notify_ready(&n);
	notify_status(&n, "words");
	notify_stopping(&n);
	assert_int_equal(notify_feed(&n, 1000000), -1);
	assert_told("");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, listen_as_systemd, hang_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_states),
		CASE(test_watchdog),
		CASE(test_no_watchdog),
		CASE(test_nobody),
	};

	return cmocka_run_group_tests_name("notify", tests, NULL, NULL);
}
