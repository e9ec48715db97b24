/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/store.h"

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
	char top[32], etc[64], lib[64], run[64];
	struct store_files files;
	struct diag diag;
	struct buf words;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	umask(0022);
	if (!f || !strcpy(f->top, "/tmp/test_store.XXXXXX") ||
		!mkdtemp(f->top))
		return -1;
	snprintf(f->etc, sizeof(f->etc), "%s/etc", f->top);
	snprintf(f->lib, sizeof(f->lib), "%s/lib", f->top);
	snprintf(f->run, sizeof(f->run), "%s/run", f->top);
	if (mkdir(f->etc, 0755) || mkdir(f->lib, 0755))
		return -1;
	*state = f;
	return 0;
}

static int unlink_any(const char *path, const struct stat *st, int type,
	struct FTW *ftw)
{
	return remove(path);
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	store_files_deinit(&f->files);
	diag_deinit(&f->diag);
	buf_deinit(&f->words);
	nftw(f->top, unlink_any, 16, FTW_DEPTH | FTW_PHYS);
	free(f);
	return 0;
}

static void path_of(char *path, size_t size, const char *dir,
	const char *name)
{
	assert_true(snprintf(path, size, "%s/%s", dir, name) < (int)size);
}

static void put(const char *dir, const char *name, const char *text)
{
	char path[512];
	FILE *out;

	path_of(path, sizeof(path), dir, name);
	out = fopen(path, "w");
	assert_non_null(out);
	assert_int_equal(fwrite(text, 1, strlen(text), out), strlen(text));
	assert_int_equal(fclose(out), 0);
}

static void put_link(const char *dir, const char *name, const char *to)
{
	char path[512];

	path_of(path, sizeof(path), dir, name);
	assert_int_equal(symlink(to, path), 0);
}

static int dropins(struct fixture *f)
{
	int rc;

	store_files_deinit(&f->files);
	diag_deinit(&f->diag);
	rc = store_dropins(&f->files, f->etc, f->lib, &f->diag);
	buf_reset(&f->words);
	diag_print(&f->diag, &f->words);
	return rc;
}

static int uploads(struct fixture *f)
{
	store_files_deinit(&f->files);
	diag_deinit(&f->diag);
	return store_uploads(&f->files, f->run, &f->diag);
}

/* "name=text" of all, a blank between */
static void assert_files(struct fixture *f, const char *expected)
{
	struct buf got = {0};

	buf_lit(&got, "");
	vec_foreach(it, &f->files.file)
		buf_printf(&got, "%s%s=%.*s", got.n ? " " : "", it->name,
			SPAN_ARG(it->text));
	assert_string_equal(got.p, expected);
	buf_deinit(&got);
}

/* ----------------------------------------------------------------- drop-ins */

static void test_order_and_override(void **state)
{
	struct fixture *f = *state;
	char path[512];

	put(f->lib, "20-b.rules", "lib-b");
	put(f->lib, "10-a.rules", "lib-a");
	put(f->lib, "30-c.rules", "lib-c");
	put(f->etc, "20-b.rules", "etc-b");
	put(f->etc, "15-x.rules", "etc-x");
	put(f->etc, "100.rules", "etc-100");
	assert_int_equal(dropins(f), 0);
	assert_files(f, "10-a.rules=lib-a 100.rules=etc-100 "
		"15-x.rules=etc-x 20-b.rules=etc-b 30-c.rules=lib-c");
	path_of(path, sizeof(path), f->etc, "20-b.rules");
	assert_string_equal(f->files.file.v[3].path, path);
	assert_false(f->files.file.v[3].uploaded);
	assert_int_equal(f->files.total, 5 + 7 + 5 + 5 + 5);
	assert_int_equal(f->files.file.v[0].text.p[5], '\0');
}

static void test_other_names(void **state)
{
	struct fixture *f = *state;

	put(f->etc, "a.rules~", "x");
	put(f->etc, ".a.rules", "x");
	put(f->etc, ".rules", "x");
	put(f->etc, "a.rules.dpkg-new", "x");
	put(f->etc, "README", "x");
	put(f->etc, "a.RULES", "x");
	put(f->etc, "a\nb.rules", "y");
	assert_int_equal(dropins(f), 0);
	assert_files(f, "a\nb.rules=y");
}

static void test_masks(void **state)
{
	struct fixture *f = *state;

	put(f->lib, "a.rules", "lib-a");
	put(f->lib, "b.rules", "lib-b");
	put(f->lib, "c.rules", "lib-c");
	put_link(f->etc, "a.rules", "/dev/null");
	put(f->etc, "b.rules", "");
	assert_int_equal(dropins(f), 0);
	assert_files(f, "b.rules= c.rules=lib-c");
}

static void test_links(void **state)
{
	struct fixture *f = *state;

	put(f->top, "elsewhere", "text");
	put_link(f->etc, "a.rules", "../elsewhere");
	assert_int_equal(dropins(f), 0);
	assert_files(f, "a.rules=text");
	put_link(f->etc, "b.rules", "../nowhere");
	assert_int_equal(dropins(f), -ENOENT);
	assert_int_equal(f->files.file.n, 0);
	assert_non_null(strstr(f->words.p, "error: cannot open '"));
	assert_non_null(strstr(f->words.p,
		"/etc/b.rules': No such file or directory\n"));
}

static void test_missing_directories(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(rmdir(f->etc), 0);
	assert_int_equal(rmdir(f->lib), 0);
	assert_int_equal(dropins(f), 0);
	assert_int_equal(f->files.file.n, 0);
	assert_int_equal(f->diag.errors, 0);
}

static void assert_refused(struct fixture *f, int err, const char *why)
{
	assert_int_equal(dropins(f), err);
	assert_int_equal(f->diag.errors, 1);
	assert_non_null(strstr(f->words.p, why));
	assert_int_equal(f->files.file.n, 0);
}

static void test_not_regular(void **state)
{
	struct fixture *f = *state;
	char path[512];

	put(f->etc, "a.rules", "good");
	path_of(path, sizeof(path), f->etc, "b.rules");
	assert_int_equal(mkdir(path, 0755), 0);
	assert_refused(f, -EINVAL, "/etc/b.rules' is not a regular file\n");
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(mkfifo(path, 0644), 0);
	assert_refused(f, -EINVAL, "/etc/b.rules' is not a regular file\n");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink("/dev/zero", path), 0);
	assert_refused(f, -EINVAL, "/etc/b.rules' is not a regular file\n");
}

static void test_too_long(void **state)
{
	struct fixture *f = *state;
	char path[512];

	put(f->etc, "a.rules", "");
	path_of(path, sizeof(path), f->etc, "a.rules");
	assert_int_equal(truncate(path, STORE_FILE_MAX), 0);
	assert_int_equal(dropins(f), 0);
	assert_int_equal(f->files.file.v[0].text.n, STORE_FILE_MAX);
	assert_int_equal(truncate(path, STORE_FILE_MAX + 1), 0);
	assert_refused(f, -EFBIG, "/etc/a.rules' is longer than 16 MiB\n");
}

static void test_too_much(void **state)
{
	struct fixture *f = *state;
	char path[512], name[32];

	for (unsigned i = 0; i < 5; i++) {
		snprintf(name, sizeof(name), "%u.rules", i);
		put(f->etc, name, "");
		path_of(path, sizeof(path), f->etc, name);
		assert_int_equal(truncate(path, STORE_FILE_MAX), 0);
	}
	assert_refused(f, -EFBIG, "cannot keep '4.rules': File too large\n");
}

/* only root loads rules, and only root's */
static void test_untrusted(void **state)
{
	struct fixture *f = *state;
	char path[512];

	put(f->etc, "a.rules", "text");
	path_of(path, sizeof(path), f->etc, "a.rules");
	assert_int_equal(chmod(path, 0664), 0);
	if (geteuid() != 0) {
		assert_int_equal(dropins(f), 0);
		return;
	}
	assert_refused(f, -EPERM, "/etc/a.rules' can be written by others "
		"than root; nothing from there is taken (chmod go-w)\n");
	assert_int_equal(chmod(path, 0646), 0);
	assert_refused(f, -EPERM, "can be written by others");
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(chown(path, 1, 0), 0);
	assert_refused(f, -EPERM, "/etc/a.rules' is not owned by root; nothing "
		"from there is taken (chown root)\n");
	assert_int_equal(chown(path, 0, 0), 0);
	assert_int_equal(chmod(f->etc, 0777), 0);
	assert_refused(f, -EPERM, "/etc' can be written by others");
}

static void test_all_mistakes_told(void **state)
{
	struct fixture *f = *state;

	put_link(f->etc, "a.rules", "/nowhere");
	put_link(f->lib, "b.rules", "/dev/zero");
	put_link(f->lib, "a.rules", "/dev/zero");	/* overridden */
	assert_int_equal(dropins(f), -ENOENT);
	assert_int_equal(f->diag.errors, 2);
}

/* ------------------------------------------------------------------ uploads */

static void add(struct fixture *f, const char *name, const char *text)
{
	assert_int_equal(store_files_add(&f->files, name, span_of(text)), 0);
}

static void set(struct fixture *f)
{
	assert_int_equal(store_set_uploads(f->run, &f->files, &f->diag), 0);
	assert_int_equal(uploads(f), 0);
}

static void test_uploads(void **state)
{
	struct fixture *f = *state;
	char path[512];
	struct stat st;

	assert_int_equal(uploads(f), 0);
	assert_int_equal(f->files.file.n, 0);
	umask(0077);
	add(f, "/root/unlink.rules", "one");
	set(f);
	umask(0022);
	assert_files(f, "unlink.rules=one");
	add(f, "b.rules", "two");
	add(f, "unlink.rules", "three");
	set(f);
	assert_files(f, "unlink.rules=one b.rules=two unlink.rules=three");
	assert_int_equal(f->files.file.v[2].number, 3);
	assert_true(f->files.file.v[2].uploaded);
	path_of(path, sizeof(path), f->run, "uploads/0002-b.rules");
	assert_string_equal(f->files.file.v[1].path, path);
	path_of(path, sizeof(path), f->run, "uploads");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode, S_IFREG | 0644);
	assert_int_equal(stat(f->run, &st), 0);
	assert_int_equal(st.st_mode, S_IFDIR | 0755);
}

static void test_remove_and_replace(void **state)
{
	struct fixture *f = *state;

	add(f, "a", "one");
	add(f, "b", "two");
	add(f, "c", "three");
	set(f);
	store_files_remove(&f->files, 1);
	set(f);
	assert_files(f, "a=one c=three");
	add(f, "d", "four");
	set(f);
	assert_files(f, "a=one c=three d=four");
	assert_int_equal(f->files.file.v[2].number, 4);
	store_files_deinit(&f->files);
	add(f, "new", "all");
	set(f);
	assert_files(f, "new=all");
	store_files_deinit(&f->files);
	set(f);
	assert_files(f, "");
}

static void test_many_in_order(void **state)
{
	struct fixture *f = *state;
	char name[16];

	for (unsigned i = 0; i < 1200; i++) {
		snprintf(name, sizeof(name), "%u", i);
		add(f, name, name);
	}
	f->files.file.v[0].number = 9990;
	set(f);
	for (unsigned i = 0; i < 1200; i++) {
		snprintf(name, sizeof(name), "%u", i);
		assert_string_equal(f->files.file.v[i].name, name);
		assert_true(span_is(f->files.file.v[i].text, name));
		assert_int_equal(f->files.file.v[i].number, 9990 + i);
	}
}

static void test_upload_names(void **state)
{
	struct fixture *f = *state;
	char longest[400];

	memset(longest, 'n', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	add(f, "/tmp/we\nird na\"me-\xc3\xa9.rules", "a");
	add(f, "dir/", "b");
	add(f, "", "c");
	add(f, longest, "d");
	add(f, "..", "e");
	set(f);
	assert_int_equal(f->files.file.n, 5);
	assert_string_equal(f->files.file.v[0].name, "we_ird_na_me-__.rules");
	assert_string_equal(f->files.file.v[1].name, "rules");
	assert_string_equal(f->files.file.v[2].name, "rules");
	assert_int_equal(strlen(f->files.file.v[3].name), 200);
	assert_string_equal(f->files.file.v[4].name, "..");
}

static void test_upload_bytes(void **state)
{
	struct fixture *f = *state;
	static const char bytes[] = "\0\xff\n\0";

	assert_int_equal(store_files_add(&f->files, "x",
		(struct span){bytes, 4}), 0);
	assert_int_equal(store_files_add(&f->files, "y",
		(struct span){"", 0}), 0);
	set(f);
	assert_int_equal(f->files.file.v[0].text.n, 4);
	assert_memory_equal(f->files.file.v[0].text.p, bytes, 4);
	assert_int_equal(f->files.file.v[1].text.n, 0);
}

static void test_upload_limits(void **state)
{
	struct fixture *f = *state;
	cleanup(freep) char *big = calloc(1, STORE_FILE_MAX + 1);
	struct span s = {big, STORE_FILE_MAX + 1};

	assert_int_equal(store_files_add(&f->files, "x", s), -EFBIG);
	s.n = STORE_FILE_MAX;
	for (unsigned i = 0; i < 4; i++)
		assert_int_equal(store_files_add(&f->files, "x", s), 0);
	assert_int_equal(store_files_add(&f->files, "x", SPAN_LIT("1")),
		-EFBIG);
	store_files_remove(&f->files, 0);
	assert_int_equal(store_files_add(&f->files, "x", SPAN_LIT("1")), 0);
	store_files_deinit(&f->files);
	for (unsigned i = 0; i < STORE_FILES_MAX; i++)
		add(f, "x", "");
	assert_int_equal(store_files_add(&f->files, "x", SPAN_LIT("")),
		-EMFILE);
}

/* drop-ins in the same list are not uploads */
static void test_dropins_not_kept(void **state)
{
	struct fixture *f = *state;

	put(f->etc, "a.rules", "dropin");
	assert_int_equal(dropins(f), 0);
	add(f, "b.rules", "upload");
	set(f);
	assert_files(f, "b.rules=upload");
}

/* what a crash may leave: half of a file not yet in its place */
static void test_after_a_crash(void **state)
{
	struct fixture *f = *state;

	add(f, "a", "one");
	set(f);
	put(f->run, "uploads.new", "#upload 1 3000 half\n12345");
	assert_int_equal(uploads(f), 0);
	assert_files(f, "a=one");
	add(f, "b", "two");
	set(f);
	assert_files(f, "a=one b=two");
}

static void test_cannot_keep(void **state)
{
	struct fixture *f = *state;
	char path[512];

	add(f, "a", "one");
	set(f);
	path_of(path, sizeof(path), f->run, "uploads");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0755), 0);
	assert_int_equal(store_set_uploads(f->run, &f->files, &f->diag),
		-EISDIR);
	diag_print(&f->diag, &f->words);
	assert_non_null(strstr(f->words.p, "error: cannot keep uploads in '"));
	assert_int_equal(uploads(f), -EINVAL);
}

/* somebody wrote the file by hand, or cut it */
static void test_foreign_bytes(void **state)
{
	static const char *const bad[] = {
		"x", "rule { }\n", "#upload", "#upload\n", "#upload 1\n",
		"#upload 1 1\nx\n", "#upload 0 1 a\nx\n",
		"#upload 1 2 a\nx\n", "#upload 1 1 a\nx", "#upload 1 1 a\nxy\n",
		"#upload 1 -1 a\nx\n", "#upload 1 18446744073709551615 a\nx\n",
		"#upload 4294967296 1 a\nx\n", "#upload 1 1x a\nx\n",
		"#uploads 1 1 a\nx\n", "#upload 1 1 a\nx\n#upload 1 1",
	};
	struct fixture *f = *state;

	set(f);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		put(f->run, "uploads", bad[i]);
		assert_int_equal(uploads(f), -EPROTO);
		assert_int_equal(f->files.file.n, 0);
		assert_int_equal(f->diag.errors, 1);
	}
	put(f->run, "uploads", "#upload 7 1 a b\nx\n");
	assert_int_equal(uploads(f), 0);
	assert_files(f, "a b=x");
	put(f->run, "uploads", "");
	assert_int_equal(uploads(f), 0);
	assert_files(f, "");
}

/* directories above the run directory are made, too */
static void test_deep_run(void **state)
{
	struct fixture *f = *state;
	char deep[128];

	snprintf(deep, sizeof(deep), "%s/a/b//c/", f->run);
	add(f, "a", "one");
	assert_int_equal(store_set_uploads(deep, &f->files, &f->diag), 0);
	store_files_deinit(&f->files);
	assert_int_equal(store_uploads(&f->files, deep, &f->diag), 0);
	assert_files(f, "a=one");
}

static void write_sets(struct fixture *f)
{
	char text[16];

	for (unsigned i = 1;; i++) {
		store_files_deinit(&f->files);
		snprintf(text, sizeof(text), "%u", i);
		for (unsigned k = 0; k <= i % 7; k++)
			if (store_files_add(&f->files, "x", span_of(text)))
				_exit(1);
		if (store_set_uploads(f->run, &f->files, &f->diag))
			_exit(1);
	}
}

/* all files of a set have the same text and number as many as it says */
static void assert_whole_set(struct fixture *f)
{
	unsigned n;

	if (!f->files.file.n)
		return;
	n = (unsigned)atoi(f->files.file.v[0].text.p);
	assert_int_equal(f->files.file.n, n % 7 + 1);
	vec_foreach(it, &f->files.file)
		assert_true(span_eq(it->text, f->files.file.v[0].text));
}

static void test_never_half_a_change(void **state)
{
	struct fixture *f = *state;
	pid_t pid = fork();

	if (pid == 0)
		write_sets(f);
	assert_true(pid > 0);
	for (unsigned i = 0; i < 2000; i++) {
		assert_int_equal(uploads(f), 0);
		assert_whole_set(f);
	}
	assert_int_equal(waitpid(pid, NULL, WNOHANG), 0);
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(uploads(f), 0);	/* and after its death */
	assert_whole_set(f);
}

static void test_lock(void **state)
{
	struct fixture *f = *state;
	int fd = store_lock(f->run, 0, &f->diag), again;

	assert_true(fd >= 0);
	assert_int_equal(store_lock(f->run, 0, &f->diag), -EBUSY);
	assert_int_equal(store_lock(f->run, 45, &f->diag), -EBUSY);
	diag_print(&f->diag, &f->words);
	assert_non_null(strstr(f->words.p,
		"error: another program is changing the rules in '"));
	close(fd);
	again = store_lock(f->run, 0, &f->diag);
	assert_true(again >= 0);
	close(again);
}

/* rm -r of the run directory, and an upload afterwards */
static void test_run_directory_gone(void **state)
{
	struct fixture *f = *state;

	add(f, "a", "one");
	set(f);
	nftw(f->run, unlink_any, 16, FTW_DEPTH | FTW_PHYS);
	assert_int_equal(uploads(f), 0);
	assert_files(f, "");
	add(f, "b", "two");
	set(f);
	assert_int_equal(uploads(f), 0);
	assert_files(f, "b=two");
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_order_and_override),
		T(test_other_names),
		T(test_masks),
		T(test_links),
		T(test_missing_directories),
		T(test_not_regular),
		T(test_too_long),
		T(test_too_much),
		T(test_untrusted),
		T(test_all_mistakes_told),
		T(test_uploads),
		T(test_remove_and_replace),
		T(test_many_in_order),
		T(test_upload_names),
		T(test_upload_bytes),
		T(test_upload_limits),
		T(test_dropins_not_kept),
		T(test_after_a_crash),
		T(test_cannot_keep),
		T(test_foreign_bytes),
		T(test_deep_run),
		T(test_never_half_a_change),
		T(test_lock),
		T(test_run_directory_gone),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
