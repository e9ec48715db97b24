/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/say.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <syslog.h>

static bool to_syslog;	/* set once, before there are threads */
static int shown = LOG_DEBUG;	/* on standard error */

void say_syslog(void)
{
	openlog("sctauditd", LOG_PID | LOG_NDELAY, LOG_DAEMON);
	to_syslog = true;
	shown = LOG_WARNING;
}

/* one line, in one write(2): threads do not mix theirs */
static void put(int level, const char *name, const char *line, size_t n)
{
	char prefix[8] = "";

	if (to_syslog)
		syslog(level, "%.*s", (int)n, line);
	if (level > shown)
		return;
	if (getenv("JOURNAL_STREAM"))
		snprintf(prefix, sizeof(prefix), "<%d>", level);
	fprintf(stderr, "%s%s%.*s\n", prefix, name, (int)n, line);
}

void say_words(int level, const char *words)
{
	while (*words) {
		size_t n = strcspn(words, "\n");

		put(level, "", words, n);
		words += n + (words[n] == '\n');
	}
}

void say(int level, const char *fmt, ...)
{
	char words[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	put(level, "sctauditd: ", words, strlen(words));
}
