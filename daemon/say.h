/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/say.h - what sctauditd has to say of itself in; a line on standard
 * error, where systemd or an administrator reads it, out. From any thread. */
#ifndef DAEMON_SAY_H
#define DAEMON_SAY_H

#include "base/base.h"

/* say() - "sctauditd: words". level: LOG_ERR, ... of <syslog.h>; where standard
 * error is the journal's, the line carries it (sd-daemon(3)) */
void say(int level, const char *fmt, ...) printf_like(2, 3);

/* say_words() - words that are whole lines already, each with its '\n' */
void say_words(int level, const char *words);

/* say_syslog() - we are in the background, or about to be: from now on all goes
 * to syslog(3), and to standard error warnings and mistakes only */
void say_syslog(void);

#endif
