/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "event/head.h"

#include "base/num.h"

/* take() - the digits at *p, min to max of them, then the text that follows */
static bool take(const char **p, const char *end, struct span *digits,
	const char *then)
{
	size_t n = strlen(then);
	const char *q = *p;

	while (q < end && *q >= '0' && *q <= '9')
		q++;
	*digits = (struct span){*p, (size_t)(q - *p)};
	if ((size_t)(end - q) < n || memcmp(q, then, n) != 0)
		return false;
	*p = q + n;
	return digits->n > 0;
}

static bool take_stamp(struct head *h, const char **p, const char *end)
{
	static const struct span lead = {"msg=audit(", 10};
	struct span sec, ms, serial;
	uint64_t n;

	if (!span_starts((struct span){*p, (size_t)(end - *p)}, lead))
		return false;
	*p += lead.n;
	if (!take(p, end, &sec, ".") || !take(p, end, &ms, ":") ||
	    !take(p, end, &serial, "):"))
		return false;
	if (sec.n > 11 || num_parse(sec, 10, &h->sec))
		return false;
	if (ms.n != 3 || num_parse(ms, 10, &n))
		return false;
	h->ms = (unsigned)n;
	if (num_parse(serial, 10, &n) || n > UINT32_MAX)
		return false;
	h->serial = (uint32_t)n;
	return *p == end || **p == ' ';
}

/* take_word() - what stands between lead and the next blank */
static bool take_word(const char **p, const char *end, struct span lead,
	struct span *word)
{
	const char *q;

	if (!span_starts((struct span){*p, (size_t)(end - *p)}, lead))
		return false;
	word->p = q = *p + lead.n;
	while (q < end && *q > ' ' && *q < 0x7F)
		q++;
	word->n = (size_t)(q - word->p);
	if (q == end || *q != ' ' || word->n == 0)
		return false;
	*p = q + 1;
	return true;
}

static bool is_type_name(struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
		    c != '_' && c != '[' && c != ']')
			return false;
	}
	return s.n <= HEAD_TYPE_MAX && s.p[0] >= 'A';
}

bool head_read(struct head *h, struct span line)
{
	const char *p = line.p, *end = line.p + line.n;

	*h = (struct head){0};
	if (take_word(&p, end, SPAN_LIT("node="), &h->node) &&
	    h->node.n > HEAD_NODE_MAX)
		return false;
	if (!take_word(&p, end, SPAN_LIT("type="), &h->type) ||
	    !is_type_name(h->type) || !take_stamp(h, &p, end))
		return false;
	h->n = (size_t)(p - line.p);
	return true;
}
