/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tests/unit/nomem.h - a number n in; the n-th allocation of a program that is
 * linked with --wrap for each of these functions fails. */
#ifndef TESTS_UNIT_NOMEM_H
#define TESTS_UNIT_NOMEM_H

#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>

static struct {
	size_t countdown;	/* the next ones succeed; 0: not armed */
	size_t failed;
	long live;		/* blocks that are not freed */
} memory;

void *__real_malloc(size_t n);
void *__real_calloc(size_t count, size_t n);
void *__real_realloc(void *p, size_t n);
void __real_free(void *p);
int __real_vasprintf(char **out, const char *fmt, va_list ap) printf_like(2, 0);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t count, size_t n);
void *__wrap_realloc(void *p, size_t n);
void __wrap_free(void *p);
int __wrap_vasprintf(char **out, const char *fmt, va_list ap) printf_like(2, 0);

static bool fails(void)
{
	if (!memory.countdown || --memory.countdown)
		return false;
	memory.failed++;
	return true;
}

void *__wrap_malloc(size_t n)
{
	void *p = fails() ? NULL : __real_malloc(n);

	memory.live += p != NULL;
	return p;
}

void *__wrap_calloc(size_t count, size_t n)
{
	void *p = fails() ? NULL : __real_calloc(count, n);

	memory.live += p != NULL;
	return p;
}

void *__wrap_realloc(void *old, size_t n)
{
	void *p = fails() ? NULL : __real_realloc(old, n);

	memory.live += p && !old;
	return p;
}

void __wrap_free(void *p)
{
	memory.live -= p != NULL;
	__real_free(p);
}

int __wrap_vasprintf(char **out, const char *fmt, va_list ap)
{
	int n = fails() ? -1 : __real_vasprintf(out, fmt, ap);

	memory.live += n >= 0;
	return n;
}

#endif
