/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* An attacker chooses the text, an administrator the pattern: bound the work
 * so that a slow pattern costs a rule its answer and not the daemon. */
#define MATCH_LIMIT 100000
#define DEPTH_LIMIT 1000

struct pattern {
	pcre2_code *code;
	pcre2_match_context *limits;
	pcre2_match_data *data;		/* no offsets wanted: one pair */
};

int pattern_new(struct pattern **out, struct span text, struct buf *error)
{
	struct pattern *p = calloc(1, sizeof(*p));
	PCRE2_SIZE at;
	int code;

	if (!p)
		return -ENOMEM;
	p->code = pcre2_compile((PCRE2_SPTR)text.p, text.n,
		PCRE2_NEVER_UTF | PCRE2_NEVER_BACKSLASH_C, &code, &at, NULL);
	if (!p->code) {
		PCRE2_UCHAR words[120];

		pcre2_get_error_message(code, words, sizeof(words));
		buf_printf(error, "%s at offset %zu", (const char *)words, at);
		free(p);
		return -EINVAL;
	}
	p->limits = pcre2_match_context_create(NULL);
	p->data = pcre2_match_data_create(1, NULL);
	if (!p->limits || !p->data) {
		pattern_free(p);
		return -ENOMEM;
	}
	pcre2_set_match_limit(p->limits, MATCH_LIMIT);
	pcre2_set_depth_limit(p->limits, DEPTH_LIMIT);
	*out = p;
	return 0;
}

void pattern_free(struct pattern *p)
{
	if (!p)
		return;
	pcre2_match_data_free(p->data);
	pcre2_match_context_free(p->limits);
	pcre2_code_free(p->code);
	free(p);
}

int pattern_match(const struct pattern *p, struct span s)
{
	int r = pcre2_match(p->code, (PCRE2_SPTR)(s.n ? s.p : ""), s.n, 0, 0,
		p->data, p->limits);

	if (r == PCRE2_ERROR_NOMATCH)
		return 0;
	return r >= 0 ? 1 : -ELOOP;
}

/* the set [..] at p matches c; *np gets its length, 0: there is no ']' */
static bool set_has(struct span p, unsigned char c, size_t *np)
{
	size_t i = 1;
	bool negated = p.n > 1 && (p.p[1] == '!' || p.p[1] == '^');
	bool found = false, first = true;

	i += negated;
	for (; i < p.n && (first || p.p[i] != ']'); first = false) {
		unsigned char lo, hi;

		i += p.p[i] == '\\' && i + 1 < p.n;
		lo = hi = (unsigned char)p.p[i++];
		if (i + 1 < p.n && p.p[i] == '-' && p.p[i + 1] != ']') {
			i++;
			i += p.p[i] == '\\' && i + 1 < p.n;
			hi = (unsigned char)p.p[i++];
		}
		found |= c >= lo && c <= hi;
	}
	*np = i < p.n ? i + 1 : 0;
	return found != negated;
}

/* one step of the pattern that is not '*' against one byte; *np: its length */
static bool one_matches(struct span p, char c, size_t *np)
{
	bool yes;

	*np = 1;
	switch (p.p[0]) {
	case '?':
		return c != '/';
	case '[':
		yes = set_has(p, (unsigned char)c, np);
		return *np && yes && c != '/';
	case '\\':
		*np = p.n > 1 ? 2 : 1;
		return c == p.p[*np - 1];
	default:
		return c == p.p[0];
	}
}

static size_t stars(struct span p, size_t i)
{
	size_t n = 0;

	while (i + n < p.n && p.p[i + n] == '*')
		n++;
	return n;
}

/* Two places to fall back to: the last '*' and the last '**'. A '*' that can
 * grow no further (it met a '/') hands over to the '**' before it. */
bool glob_match(struct span p, struct span s)
{
	size_t i = 0, j = 0;
	size_t star_i = SIZE_MAX, star_j = 0, deep_i = SIZE_MAX, deep_j = 0;

	for (;;) {
		size_t n = stars(p, i), len = 1;

		if (n > 1) {
			i += n;
			deep_i = i;
			deep_j = j;
			star_i = SIZE_MAX;
			continue;
		}
		if (n == 1) {
			star_i = ++i;
			star_j = j;
			continue;
		}
		if (i == p.n && j == s.n)
			return true;
		if (i < p.n && j < s.n &&
			one_matches((struct span){p.p + i, p.n - i}, s.p[j],
				&len)) {
			i += len;
			j++;
			continue;
		}
		if (star_i != SIZE_MAX && star_j < s.n && s.p[star_j] != '/') {
			i = star_i;
			j = ++star_j;
			continue;
		}
		star_i = SIZE_MAX;
		if (deep_i == SIZE_MAX || deep_j >= s.n)
			return false;
		i = deep_i;
		j = ++deep_j;
	}
}

const char *glob_check(struct span p)
{
	for (size_t i = 0; i < p.n;) {
		size_t len = 1;

		if (p.p[i] == '\\' && i + 1 == p.n)
			return "the pattern ends in '\\'";
		if (p.p[i] == '\\')
			len = 2;
		else if (p.p[i] == '[')
			set_has((struct span){p.p + i, p.n - i}, 0, &len);
		if (!len)
			return "'[' without ']'";
		i += len;
	}
	return NULL;
}
