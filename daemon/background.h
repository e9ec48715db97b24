/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/background.h - a program that a shell waits for in; a daemon out. The
 * shell waits until the daemon works, and hears if it does not. */
#ifndef DAEMON_BACKGROUND_H
#define DAEMON_BACKGROUND_H

/* zeroed: stay in the foreground */
struct background {
	int fd;		/* to the parent that waits; 0: nobody does */
};

/* background_begin() - returns in the child; the parent ends with the status
 * that the child ends with, or 0 once background_ready() is called. 0 or
 * negative errno */
int background_begin(struct background *b);

/* background_ready() - let the parent go; standard input, output and error are
 * /dev/null from here on */
void background_ready(struct background *b);

#endif
