/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "event/saddr.h"
#include "base/escape.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

static uint16_t big16(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return (uint16_t)(u[0] << 8 | u[1]);
}

/* a file name ends at its first NUL; an abstract name may hold NULs, and those
 * at its end are what programs pass along with a whole sockaddr_un */
static struct span unix_path(struct span s)
{
	if (s.n && s.p[0]) {
		s.n = strnlen(s.p, s.n);
	} else {
		while (s.n && !s.p[s.n - 1])
			s.n--;
	}
	return s;
}

int saddr_parse(struct saddr *out, struct span raw)
{
	const unsigned char *u = (const unsigned char *)raw.p;
	const size_t path = offsetof(struct sockaddr_un, sun_path);
	struct saddr sa = {0};

	if (raw.n < sizeof(sa_family_t))
		return -EINVAL;
	sa.family = (uint16_t)(u[0] | u[1] << 8);
	if (sa.family == AF_INET && raw.n >= 8) {
		sa.port = big16(raw.p + 2);
		sa.ip = (struct span){raw.p + 4, 4};
	} else if (sa.family == AF_INET6 && raw.n >= 24) {
		sa.port = big16(raw.p + 2);
		sa.ip = (struct span){raw.p + 8, 16};
		if (raw.n >= 28)
			sa.scope = (uint32_t)u[24] | (uint32_t)u[25] << 8 |
				(uint32_t)u[26] << 16 | (uint32_t)u[27] << 24;
	} else if (sa.family == AF_UNIX) {
		sa.path = unix_path((struct span){raw.p + path, raw.n - path});
	}
	*out = sa;
	return 0;
}

void saddr_ip(struct buf *out, const struct saddr *sa)
{
	const unsigned char *u = (const unsigned char *)sa->ip.p;
	char t[INET6_ADDRSTRLEN];

	if (sa->ip.n == 16) {
		inet_ntop(AF_INET6, u, t, sizeof(t));
		buf_str(out, t);
		return;
	}
	for (size_t i = 0; i < sa->ip.n; i++) {
		if (i)
			buf_chr(out, '.');
		buf_dec(out, u[i]);
	}
}

static void inet_text(struct buf *out, const struct saddr *sa)
{
	buf_str(out, sa->family == AF_INET ? "{inet " : "{inet6 ");
	saddr_ip(out, sa);
	if (sa->scope) {
		buf_chr(out, '%');
		buf_dec(out, sa->scope);
	}
	buf_chr(out, ' ');
	buf_dec(out, sa->port);
	buf_chr(out, '}');
}

bool saddr_text(struct buf *out, const struct saddr *sa)
{
	bool raw = false;

	if (sa->ip.p) {
		inet_text(out, sa);
	} else if (sa->path.p) {
		buf_lit(out, "{unix \"");
		raw = escape_text(out, sa->path);
		buf_lit(out, "\"}");
	} else {
		buf_lit(out, "{family ");
		buf_dec(out, sa->family);
		buf_chr(out, '}');
	}
	return raw;
}
