/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event/head.h - a line of an audit log in; when, who and what kind of record
 * it is out, or that it is none. */
#ifndef EVENT_HEAD_H
#define EVENT_HEAD_H

#include "base/span.h"

#define HEAD_NODE_MAX 255	/* bytes of a host's name in node= */
#define HEAD_TYPE_MAX 40	/* bytes of a record type's name */

/* "node=N type=T msg=audit(SEC.MS:SERIAL):", then a blank or nothing */
struct head {
	struct span node;	/* .p NULL: none */
	struct span type;	/* A-Z, 0-9, _ and brackets */
	uint64_t sec;
	unsigned ms;
	uint32_t serial;
	size_t n;		/* bytes up to and with the last ':' */
};

/* head_read() - false: the line is no audit record */
bool head_read(struct head *h, struct span line);

#endif
