/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The order matters: what needs a privilege comes before it is given up, and
 * the filter last. */
#include "daemon/sandbox.h"

#include <cap-ng.h>
#include <grp.h>
#include <malloc.h>
#include <pwd.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define QSORT_STACK 1024	/* glibc sorts so many bytes without malloc() */

/* ------------------------------------------------------------ the allow list */

enum check {
	ANY,		/* whatever the arguments */
	NO_EXEC,	/* the third must not have PROT_EXEC */
	NO_EXEC_FILE,	/* that, and the fourth has MAP_ANONYMOUS */
	OWN_PID,	/* the first is our own process */
	ZERO_THIRD,	/* the third is NULL */
};

struct allowed {
	const char *name;
	enum check check;
};

/* Names that an ABI does not have are fine: the list is for all. Nothing here
 * takes a path or an address, or makes a descriptor. */
static const struct allowed allowed[] = {
	/* the sockets */
	{"read", ANY}, {"write", ANY},
	{"poll", ANY}, {"ppoll", ANY}, {"ppoll_time64", ANY},
	{"close", ANY},
	/* memory */
	{"brk", ANY}, {"munmap", ANY}, {"mremap", ANY}, {"madvise", ANY},
	{"mmap", NO_EXEC_FILE}, {"mmap2", NO_EXEC_FILE},
	{"mprotect", NO_EXEC},
	{"getrandom", ANY},	/* malloc() marks its free lists */
	/* time, where the vDSO does not know it */
	{"clock_gettime", ANY}, {"clock_gettime64", ANY}, {"gettimeofday", ANY},
	{"uname", ANY},		/* rules are for the ABIs of this machine */
	/* locks of libc */
	{"futex", ANY}, {"futex_time64", ANY},
	/* return from signals, go on after SIGSTOP and SIGCONT */
	{"rt_sigreturn", ANY}, {"sigreturn", ANY}, {"restart_syscall", ANY},
	/* abort() */
	{"rt_sigprocmask", ANY}, {"getpid", ANY}, {"gettid", ANY},
	{"tgkill", OWN_PID},
	{"exit", ANY}, {"exit_group", ANY},
};

/* AddressSanitizer's runtime: signal handlers, stack bounds, and what a report
 * needs; in no other build */
static const struct allowed allowed_sanitizer[] = {
	{"sigaltstack", ANY}, {"rt_sigaction", ANY}, {"sched_yield", ANY},
	{"prlimit64", ZERO_THIRD},	/* the limits are set by then */
};

static int allow(scmp_filter_ctx ctx, const struct allowed *a)
{
	int nr = seccomp_syscall_resolve_name(a->name);

	if (nr == __NR_SCMP_ERROR)	/* a library older than the call */
		return 0;
	switch (a->check) {
	case NO_EXEC:
		return seccomp_rule_add(ctx, SCMP_ACT_ALLOW, nr, 1,
			SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	case NO_EXEC_FILE:
		return seccomp_rule_add(ctx, SCMP_ACT_ALLOW, nr, 2,
			SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
			SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS,
				MAP_ANONYMOUS));
	case OWN_PID:
		return seccomp_rule_add(ctx, SCMP_ACT_ALLOW, nr, 1,
			SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()));
	case ZERO_THIRD:
		return seccomp_rule_add(ctx, SCMP_ACT_ALLOW, nr, 1,
			SCMP_A2(SCMP_CMP_EQ, 0));
	default:
		return seccomp_rule_add(ctx, SCMP_ACT_ALLOW, nr, 0);
	}
}

static int allow_all(scmp_filter_ctx ctx)
{
	int r = 0;

	for (size_t i = 0; !r && i < ARRAY_SIZE(allowed); i++)
		r = allow(ctx, &allowed[i]);
	for (size_t i = 0; SANDBOX_SANITIZED && !r &&
			   i < ARRAY_SIZE(allowed_sanitizer); i++)
		r = allow(ctx, &allowed_sanitizer[i]);
	return r;
}

bool sandbox_allows(int nr)
{
	for (size_t i = 0; i < ARRAY_SIZE(allowed); i++)
		if (seccomp_syscall_resolve_name(allowed[i].name) == nr)
			return true;
	for (size_t i = 0; SANDBOX_SANITIZED && i < ARRAY_SIZE(allowed_sanitizer); i++)
		if (seccomp_syscall_resolve_name(allowed_sanitizer[i].name) ==
			nr)
			return true;
	return false;
}

/* other architectures and, on x86_64, the numbers of x32 are killed, too */
static int load_filter(void)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int r;

	if (!ctx)
		return -ENOMEM;
	r = seccomp_attr_set(ctx, SCMP_FLTATR_ACT_BADARCH,
		SCMP_ACT_KILL_PROCESS);
	if (!r)
		r = allow_all(ctx);
	if (!r)
		r = seccomp_load(ctx);
	seccomp_release(ctx);
	return r;
}

/* ------------------------------------------------------------------ the rest */

static int by_first(const void *a, const void *b)
{
	return (*(const char *const *)a)[0] - (*(const char *const *)b)[0];
}

/* What libc asks of the system once, it asks now; what it would ask each time
 * it shall not ask at all. */
static void warm_up(void)
{
	const char *v[QSORT_STACK / sizeof(char *) + 1];
	struct tm tm;
	time_t t = 0;

	/* without TZ, tzset() looks at the file of the zone at each call */
	setenv("TZ", ":/etc/localtime", 0);
	tzset();
	(void)localtime_r(&t, &tm);
	/* a second arena, for when memory runs out, is freed by way of /proc */
#ifdef M_ARENA_MAX
	mallopt(M_ARENA_MAX, 1);
#endif
	/* before 2.37 qsort() asks how much memory there is, once */
	for (size_t i = 0; i < ARRAY_SIZE(v); i++)
		v[i] = "x";
	qsort(v, ARRAY_SIZE(v), sizeof(v[0]), by_first);
	signal(SIGPIPE, SIG_IGN);
}

static void close_from(int fd)
{
	long max = sysconf(_SC_OPEN_MAX);

#ifdef SYS_close_range	/* Linux 5.9 */
	if (!syscall(SYS_close_range, (unsigned)fd, ~0u, 0u))
		return;
#endif
	for (; fd < max; fd++)
		close(fd);
}

/* while we may: nobody below us can get a capability back */
static int drop_bounds(void)
{
	capng_clear(CAPNG_SELECT_ALL);
	if (capng_get_caps_process())
		return -EIO;
	if (!capng_have_capability(CAPNG_EFFECTIVE, CAP_SETPCAP))
		return 0;	/* not root: there is nothing to be got */
	capng_clear(CAPNG_SELECT_BOUNDS);
	if (capng_apply(CAPNG_SELECT_BOUNDS))
		return errno ? -errno : -EPERM;
	return 0;
}

static int drop_caps(void)
{
	capng_clear(CAPNG_SELECT_ALL);
	if (capng_apply(CAPNG_SELECT_CAPS))
		return errno ? -errno : -EPERM;
	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) &&
		errno != EINVAL)
		return -errno;
	if (capng_get_caps_process() ||
		capng_have_capabilities(CAPNG_SELECT_CAPS) != CAPNG_NONE)
		return -EPERM;
	return 0;
}

static bool is_user(uid_t uid, gid_t gid)
{
	uid_t u[3];
	gid_t g[3];

	return !getresuid(&u[0], &u[1], &u[2]) &&
	       !getresgid(&g[0], &g[1], &g[2]) && u[0] == uid && u[1] == uid &&
	       u[2] == uid && g[0] == gid && g[1] == gid && g[2] == gid;
}

static int become(const struct passwd *pw)
{
	if (is_user(pw->pw_uid, pw->pw_gid) && geteuid())
		return 0;	/* already; setgroups() needs a privilege */
	if (setgroups(0, NULL) || setresgid(pw->pw_gid, pw->pw_gid, pw->pw_gid) ||
		setresuid(pw->pw_uid, pw->pw_uid, pw->pw_uid))
		return -errno;
	return is_user(pw->pw_uid, pw->pw_gid) && !getgroups(0, NULL) ? 0 :
								       -EPERM;
}

static int limit(void)
{
	static const struct {
		int what;
		rlim_t max;
	} limits[] = {
		/* poll(2) refuses more descriptors than that */
		{RLIMIT_NOFILE, SANDBOX_POLL},
		{RLIMIT_FSIZE, 0},
		{RLIMIT_NPROC, 0},
		{RLIMIT_CORE, 0},
		{RLIMIT_MEMLOCK, 0},
		{RLIMIT_MSGQUEUE, 0},
		{RLIMIT_SIGPENDING, 0},
	};

	for (size_t i = 0; i < ARRAY_SIZE(limits); i++) {
		struct rlimit l = {limits[i].max, limits[i].max};

		if (setrlimit(limits[i].what, &l))
			return -errno;
	}
	return 0;
}

/* AddressSanitizer reserves terabytes of addresses, so not there */
static int limit_memory(size_t memory)
{
	struct rlimit l = {memory, memory};

	if (!memory || SANDBOX_SANITIZED)
		return 0;
	return setrlimit(RLIMIT_AS, &l) ? -errno : 0;
}

static int lock_down(void)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
		prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		return -errno;
	return 0;
}

static int step(const char **what, const char *words, int r)
{
	if (r)
		*what = words;
	return r;
}

static int enter(const struct sandbox *conf, const struct passwd *pw,
	const char **what)
{
	warm_up();
	if (conf->fds)
		close_from(conf->fds);
	return step(what, "cannot drop the capability bounding set",
		       drop_bounds()) ?:
	       step(what, "cannot become the user", pw ? become(pw) : 0) ?:
	       step(what, "cannot drop capabilities", drop_caps()) ?:
	       step(what, "cannot set limits", limit()) ?:
	       step(what, "cannot limit memory", limit_memory(conf->memory)) ?:
	       step(what, "cannot lock the process down", lock_down()) ?:
	       step(what, "cannot load the seccomp filter", load_filter());
}

int sandbox_enter(const struct sandbox *conf, const char **what)
{
	const struct passwd *pw = NULL;

	if (!conf->user && (!geteuid() || !getuid()))
		return step(what, "root needs a user to become", -EINVAL);
	errno = 0;
	if (conf->user && !(pw = getpwnam(conf->user)))
		return step(what, "there is no such user",
			errno ? -errno : -ENOENT);
	if (pw && (!pw->pw_uid || !pw->pw_gid))
		return step(what, "the user has root's user or group id",
			-EINVAL);
	return enter(conf, pw, what);
}
