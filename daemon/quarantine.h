/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/quarantine.h - what a dead worker was at in; the event that it was
 * about out of the queue, into a file. */
#ifndef DAEMON_QUARANTINE_H
#define DAEMON_QUARANTINE_H

#include "daemon/queue.h"
#include "daemon/work.h"

/* quarantine_key() - "SEC.MS:SERIAL" of the event that the mark stands for;
 * empty: it was at nothing, or at what is in no event */
void quarantine_key(struct queue *q, const struct work_mark *mark, char *key,
	size_t size);

/**
 * quarantine() - take all records of the event out of the queue
 * @dir:  they become the file DIR/quarantine/SEC.MS:SERIAL.log (0600), one line
 *        each as in an audit log, for 'sct replay'
 * @path: where it is
 * Return: 0; negative errno: they are out of the queue all the same.
 */
int quarantine(struct queue *q, const char *dir, const char *key, char *path,
	size_t size);

#endif
