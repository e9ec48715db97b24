/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/settings.h - how the kernel's audit should be set while we run in; set
 * so, and set back at the end, out.
 *
 * What was set before us stands in RUN/kernel-settings (0600) meanwhile: one
 * line "NAME BEFORE AFTER" for each setting that we changed. After a SIGKILL
 * the next one to start takes BEFORE from there, where the kernel still has
 * AFTER. */
#ifndef DAEMON_SETTINGS_H
#define DAEMON_SETTINGS_H

#include "kernel/auditnl.h"

#define SETTINGS_FILE "kernel-settings"

enum setting {
	SETTING_ENABLED,		/* switched on when off */
	SETTING_BACKLOG_LIMIT,		/* raised when less; 0 is no limit */
	SETTING_BACKLOG_WAIT_TIME,	/* 1/HZ s; exactly so */
	SETTINGS
};

struct setting_change {
	bool is_changed;
	uint32_t before, after;
};

struct settings {
	struct auditnl *nl;
	int fd;				/* the file; -1: none */
	struct setting_change change[SETTINGS];
};

/**
 * settings_take() - set them
 * @s:      release with settings_put_back(), also after an error
 * @nl:     control socket; used until settings_put_back()
 * @run:    directory of the file
 * @wanted: by enum setting; 0: left alone (and put back to what it was if one
 *          of us that was killed had changed it). A locked kernel (enabled 2)
 *          is left alone altogether.
 * Return: 0; negative errno, said in @diag.
 */
int settings_take(struct settings *s, struct auditnl *nl, const char *run,
	const uint32_t wanted[SETTINGS], struct diag *diag);

/* settings_put_back() - what nobody else has changed meanwhile. A second call,
 * and one on zeroed settings, does nothing. */
void settings_put_back(struct settings *s);

#endif
