/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tests/guest/load.c - makes files and unlinks them, as fast as it can or at a
 * fixed rate; how many unlink calls it made out, on standard output, and their
 * rate on standard error. No name comes twice: PREFIX-PROCESS-NUMBER, NUMBER
 * from 1 up without a gap. An unlink that fails ends everything.
 *
 * usage: load [-p PROCESSES] [-s SECONDS | -c CALLS] [-r RATE] [-n PREFIX]
 *	       [-g GID]
 *   -p  processes, 1 to 64 (default 2)
 *   -s  for that long (default 5); SIGTERM ends it earlier
 *   -c  so many calls, of all processes together
 *   -r  calls a second, of all processes together (default 0: no limit)
 *   -n  default "load"
 *   -g  real and effective group id, for rules that are to see nothing else */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PROCESSES_MAX 64
#define NS 1000000000LL

struct load {
	long processes, seconds, calls, rate, gid;
	const char *prefix;
};

/* made[]: calls of each process; shared, so that the dead are counted too */
struct shared {
	volatile sig_atomic_t stop;
	long made[PROCESSES_MAX];
};

/* for the signal handler; what all processes see */
static struct shared *shared;

static void on_signal(int sig)
{
	shared->stop = 1;
}

static int64_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * NS + ts.tv_nsec;
}

static void sleep_until(int64_t t)
{
	struct timespec ts = {.tv_sec = t / NS, .tv_nsec = t % NS};

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL);
}

/* one file comes and goes; mknod() is the cheapest way to have one */
static int make_call(const char *name)
{
	if (mknod(name, S_IFREG | 0600, 0) < 0)
		return -errno;
	if (syscall(SYS_unlink, name) < 0)
		return -errno;
	return 0;
}

/* a process of its own; .made grows once the call is done */
static int run_process(const struct load *l, long number, int64_t start)
{
	long *made = &shared->made[number];
	/* the first ones make what cannot be divided */
	long share = l->calls / l->processes + (number < l->calls % l->processes);
	char name[256];
	int r;

	while (!shared->stop && (!l->calls || *made < share)) {
		if (l->rate)
			sleep_until(start + *made * l->processes * NS / l->rate);
		if (shared->stop)
			break;
		snprintf(name, sizeof(name), "%s-%ld-%ld", l->prefix, number,
			*made + 1);
		r = make_call(name);
		if (r < 0) {
			fprintf(stderr, "load: %s: %s\n", name, strerror(-r));
			shared->stop = 1;
			return 1;
		}
		++*made;
	}
	return 0;
}

static int start_processes(const struct load *l, int64_t start)
{
	for (long i = 0; i < l->processes; i++) {
		pid_t pid = fork();

		if (pid < 0) {
			perror("load: fork");
			shared->stop = 1;
			return 1;
		}
		if (pid == 0)
			_exit(run_process(l, i, start));
	}
	return 0;
}

static int wait_processes(void)
{
	int status, result = 0;

	for (;;) {
		if (wait(&status) > 0)
			result |= !WIFEXITED(status) || WEXITSTATUS(status);
		else if (errno != EINTR)
			return result;
	}
}

static int report(const struct load *l, int64_t took)
{
	long total = 0;

	for (long i = 0; i < l->processes; i++)
		total += shared->made[i];
	fprintf(stderr, "load: %ld calls in %.2f s, %.0f a second\n", total,
		(double)took / NS, (double)total * NS / (double)took);
	printf("%ld\n", total);
	return fflush(stdout) || (l->calls && !shared->stop && total != l->calls);
}

static void set_signals(const struct load *l)
{
	struct sigaction sa = {.sa_handler = on_signal};

	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGALRM, &sa, NULL);
	if (!l->calls)
		alarm((unsigned)l->seconds);
}

static bool number(const char *text, long min, long max, long *out)
{
	char *end;

	errno = 0;
	*out = strtol(text, &end, 10);
	return !errno && end != text && !*end && *out >= min && *out <= max;
}

static int usage(void)
{
	fputs("usage: load [-p PROCESSES] [-s SECONDS | -c CALLS] [-r RATE] "
	      "[-n PREFIX] [-g GID]\n", stderr);
	return 2;
}

static int options(struct load *l, int argc, char **argv)
{
	bool fine = true;
	int c;

	while (fine && (c = getopt(argc, argv, "p:s:c:r:n:g:")) >= 0) {
		switch (c) {
		case 'p': fine = number(optarg, 1, PROCESSES_MAX, &l->processes); break;
		case 's': fine = number(optarg, 1, 86400, &l->seconds); break;
		case 'c': fine = number(optarg, 1, 1000000000, &l->calls); break;
		case 'r': fine = number(optarg, 1, 1000000, &l->rate); break;
		case 'g': fine = number(optarg, 0, INT32_MAX, &l->gid); break;
		case 'n':
			l->prefix = optarg;
			fine = strlen(optarg) < 200;
			break;
		default: fine = false;
		}
	}
	return fine && optind == argc ? 0 : usage();
}

int main(int argc, char **argv)
{
	struct load l = {.processes = 2, .seconds = 5, .gid = -1,
		.prefix = "load"};
	int64_t start;
	int r = options(&l, argc, argv);

	if (r)
		return r;
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED) {
		perror("load: mmap");
		return 1;
	}
	if (l.gid >= 0 && setresgid((gid_t)l.gid, (gid_t)l.gid, (gid_t)l.gid)) {
		perror("load: setresgid");
		return 1;
	}
	set_signals(&l);
	start = now();
	r = start_processes(&l, start);
	r |= wait_processes();
	return r | report(&l, now() - start);
}
