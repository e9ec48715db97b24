/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event/object.h - the PATH items of one call in; which of them a parameter of
 * the call names out. */
#ifndef EVENT_OBJECT_H
#define EVENT_OBJECT_H

#include "event/event.h"

/* the PATH items of one call, in the order of the record */
struct items {
	const struct path_item *v;
	size_t n;
	bool uring;
};

/* items_of() - of one of the calls of an event */
struct items items_of(const struct event *ev, const struct event_call *call);

/**
 * object_of_param() - the item that a parameter of the call names
 * @real:  the call really made
 * @param: from 0; of CLASS_PATH or CLASS_STRING
 * Return: NULL: none was recorded, or it cannot be told which it is. Never an
 * item of a parent directory; its name may be missing.
 */
const struct path_item *object_of_param(struct items in,
	const struct syscall *real, unsigned param);

/* object_of_call() - of a call that has a descriptor, or a socket address,
 * instead of a path: the file that it acts on. NULL: none was recorded */
const struct path_item *object_of_call(struct items in);

/* object_parent() - the PARENT item of the directory that an object's entry is
 * in; NULL: none was recorded (an object that was there and was opened, say),
 * or it cannot be told which it is */
const struct path_item *object_parent(struct items in,
	const struct path_item *object);

#endif
