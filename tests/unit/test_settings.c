/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/settings.h"
#include "tests/unit/fakekernel.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct world {
	struct fakekernel fk;
	struct diag diag;
	struct buf words;
	struct settings s;
	char run[64], file[128];
};

static const uint32_t some[SETTINGS] = {
	[SETTING_ENABLED] = 1,
	[SETTING_BACKLOG_LIMIT] = 8192,
	[SETTING_BACKLOG_WAIT_TIME] = 30000,
};

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	if (!w)
		return -1;
	fake_init(&w->fk);
	w->fk.st.enabled = 0;
	snprintf(w->run, sizeof(w->run), "/tmp/test_settings.XXXXXX");
	if (!mkdtemp(w->run))
		return -1;
	snprintf(w->file, sizeof(w->file), "%s/kernel-settings", w->run);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	settings_put_back(&w->s);
	unlink(w->file);
	rmdir(w->run);
	diag_deinit(&w->diag);
	buf_deinit(&w->words);
	fake_deinit(&w->fk);
	free(w);
	return 0;
}

static int take(struct world *w, const uint32_t *wanted)
{
	int rc = settings_take(&w->s, &w->fk.nl, w->run, wanted, &w->diag);

	diag_print(&w->diag, &w->words);
	return rc;
}

/* as after a SIGKILL: the kernel and the file stay as they are */
static void forget(struct world *w)
{
	close(w->s.fd);
	w->s = (struct settings){0};
}

static void assert_kernel(const struct world *w, unsigned enabled,
	unsigned limit, unsigned time)
{
	assert_int_equal(w->fk.st.enabled, enabled);
	assert_int_equal(w->fk.st.backlog_limit, limit);
	assert_int_equal(w->fk.st.backlog_wait_time, time);
}

static void assert_file(const struct world *w, const char *text)
{
	char buf[512] = {0};
	struct stat st;
	int fd = open(w->file, O_RDONLY);

	assert_true(fd >= 0);
	assert_true(read(fd, buf, sizeof(buf) - 1) >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	close(fd);
	assert_string_equal(buf, text);
}

static void write_file(const struct world *w, const char *text)
{
	int fd = open(w->file, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static void test_take_and_put_back(void **state)
{
	struct world *w = *state;

	assert_int_equal(take(w, some), 0);
	assert_kernel(w, 1, 8192, 30000);
	assert_file(w, "enabled 0 1\nbacklog_limit 64 8192\n"
		"backlog_wait_time 15000 30000\n");
	settings_put_back(&w->s);
	assert_kernel(w, 0, 64, 15000);
	assert_file(w, "");
	w->fk.calls[FAKE_SET] = 0;
	settings_put_back(&w->s);
	assert_int_equal(w->fk.calls[FAKE_SET], 0);
}

static void test_left_alone(void **state)
{
	struct world *w = *state;
	const uint32_t none[SETTINGS] = {0};

	assert_int_equal(take(w, none), 0);
	assert_int_equal(w->fk.calls[FAKE_SET], 0);
	assert_file(w, "");
	settings_put_back(&w->s);

	w->fk.st.enabled = 1;
	w->fk.st.backlog_limit = 0;	/* no limit */
	w->fk.st.backlog_wait_time = 30000;
	assert_int_equal(take(w, some), 0);
	settings_put_back(&w->s);
	w->fk.st.backlog_limit = 100000;
	assert_int_equal(take(w, some), 0);
	assert_int_equal(w->fk.calls[FAKE_SET], 0);
	settings_put_back(&w->s);
	assert_kernel(w, 1, 100000, 30000);

	w->fk.st.enabled = AUDITNL_ENABLED_LOCKED;
	w->fk.st.backlog_limit = 64;
	assert_int_equal(take(w, some), 0);
	settings_put_back(&w->s);
	assert_int_equal(w->fk.calls[FAKE_SET], 0);
}

/* an administrator changed what we had changed */
static void test_changed_meanwhile(void **state)
{
	struct world *w = *state;

	assert_int_equal(take(w, some), 0);
	w->fk.st.enabled = AUDITNL_ENABLED_LOCKED;
	w->fk.st.backlog_limit = 300;
	settings_put_back(&w->s);
	assert_kernel(w, AUDITNL_ENABLED_LOCKED, 300, 15000);
	assert_file(w, "");
}

static void test_after_kill(void **state)
{
	struct world *w = *state;

	for (unsigned i = 0; i < 3; i++) {
		assert_int_equal(take(w, some), 0);
		assert_kernel(w, 1, 8192, 30000);
		assert_file(w, "enabled 0 1\nbacklog_limit 64 8192\n"
			"backlog_wait_time 15000 30000\n");
		forget(w);
	}
	assert_int_equal(take(w, some), 0);
	settings_put_back(&w->s);
	assert_kernel(w, 0, 64, 15000);
}

/* killed, then an administrator's settings, then we again */
static void test_after_kill_changed(void **state)
{
	struct world *w = *state;

	assert_int_equal(take(w, some), 0);
	forget(w);
	w->fk.st.backlog_limit = 100;
	assert_int_equal(take(w, some), 0);
	assert_file(w, "enabled 0 1\nbacklog_limit 100 8192\n"
		"backlog_wait_time 15000 30000\n");
	settings_put_back(&w->s);
	assert_kernel(w, 0, 100, 15000);
}

/* killed, and started with another configuration */
static void test_after_kill_other_wish(void **state)
{
	struct world *w = *state;
	const uint32_t other[SETTINGS] = {
		[SETTING_ENABLED] = 1, [SETTING_BACKLOG_LIMIT] = 500,
	};

	assert_int_equal(take(w, some), 0);
	forget(w);
	assert_int_equal(take(w, other), 0);
	assert_kernel(w, 1, 500, 15000);
	assert_file(w, "enabled 0 1\nbacklog_limit 64 500\n");
	settings_put_back(&w->s);
	assert_kernel(w, 0, 64, 15000);
}

static void test_bad_file(void **state)
{
	struct world *w = *state;
	static const char *const bad[] = {
		"nonsense\n", "enabled 0\n", "enabled 0 1", "enabled 0 1 2\n",
		"enabled -1 1\n", "enabled 0 4294967296\n", "speed 1 2\n",
		"enabled 0 1\n\nbacklog_limit 1 2\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		char expected[256];

		fake_deinit(&w->fk);
		fake_init(&w->fk);
		buf_reset(&w->words);
		diag_deinit(&w->diag);
		write_file(w, bad[i]);
		assert_int_equal(take(w, some), 0);
		snprintf(expected, sizeof(expected), "warning: '%s' is not "
			"what sctauditd writes there; the kernel's settings "
			"of now are taken for those to put back\n", w->file);
		assert_string_equal(w->words.p, expected);
		settings_put_back(&w->s);
		assert_int_equal(w->fk.st.backlog_limit, 64);
	}
}

static void test_refused(void **state)
{
	struct world *w = *state;

	w->fk.fail_op = FAKE_SET;
	w->fk.fail_at = 3;
	w->fk.fail_err = -EPERM;
	assert_int_equal(take(w, some), -EPERM);
	assert_string_equal(w->words.p, "error: cannot switch auditing on: no "
		"permission; run as root in the host's own pid namespace "
		"(CAP_AUDIT_CONTROL)\n");
	settings_put_back(&w->s);
	assert_kernel(w, 0, 64, 15000);
}

static void test_no_directory(void **state)
{
	struct world *w = *state;

	snprintf(w->run, sizeof(w->run), "/nonexistent");
	assert_int_equal(take(w, some), -ENOENT);
	assert_string_equal(w->words.p, "error: cannot keep the kernel's "
		"settings in /nonexistent/kernel-settings: No such file or "
		"directory\n");
	assert_kernel(w, 0, 64, 15000);
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_take_and_put_back),
		T(test_left_alone),
		T(test_changed_meanwhile),
		T(test_after_kill),
		T(test_after_kill_changed),
		T(test_after_kill_other_wish),
		T(test_bad_file),
		T(test_refused),
		T(test_no_directory),
	};

	return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}
