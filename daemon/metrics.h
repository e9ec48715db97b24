/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/metrics.h - what the daemon knows of itself in; a text file for
 * Prometheus (node_exporter's textfile directory) out. */
#ifndef DAEMON_METRICS_H
#define DAEMON_METRICS_H

#include "daemon/status.h"

/* metrics_put() - the text, in the exposition format 0.0.4 */
void metrics_put(struct buf *out, const struct daemon_status *st);

/**
 * metrics_write() - the same into a file, which is there whole or as it was:
 * written beside (".tmp" behind the name) and renamed, 0644
 * Return: 0; negative errno.
 */
int metrics_write(const char *path, const struct daemon_status *st);

#endif
