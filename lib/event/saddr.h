/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event/saddr.h - the bytes of a socket address in; its parts, or text, out. */
#ifndef EVENT_SADDR_H
#define EVENT_SADDR_H

#include "base/buf.h"

struct saddr {
	uint16_t family;	/* AF_* */
	uint16_t port;		/* AF_INET, AF_INET6; host byte order */
	uint32_t scope;		/* AF_INET6: interface, 0: none */
	struct span ip;		/* AF_INET: 4 bytes, AF_INET6: 16 bytes, in
				 * network order; .p NULL: none */
	struct span path;	/* AF_UNIX: a name, or 0 and an abstract name;
				 * .n 0: unnamed; .p NULL: other families */
};

/**
 * saddr_parse() - take a raw struct sockaddr apart
 * @out: points into @raw; set on success only
 * The family is little endian, as all ABIs of abi.tbl.h have it. An address
 * too short for its family has a family and nothing else.
 * Return: 0; -EINVAL: not even a family.
 */
int saddr_parse(struct saddr *out, struct span raw);

/* saddr_ip() - .ip as text: "127.0.0.1", "::1" (RFC 5952) */
void saddr_ip(struct buf *out, const struct saddr *sa);

/* saddr_text() - "{inet 127.0.0.1 80}", "{inet6 fe80::1%2 80}",
 * "{unix "/run/x"}", "{family 16}"
 * Return: true when a byte of a name stood as \xHH. */
bool saddr_text(struct buf *out, const struct saddr *sa);

#endif
