/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/config.h"

#include "daemon/exit.h"
#include "daemon/say.h"

#include <stdio.h>
#include <syslog.h>

int config_check_main(const struct config_place *place, bool dump)
{
	struct buf words = {0}, text = {0};
	struct config c;
	int r = config_load(&c, place, &words);

	if (words.n)
		say_words(r ? LOG_ERR : LOG_WARNING, words.p);
	if (!r && dump)
		config_print(&text, &c);
	if (!r && !dump)
		buf_lit(&text, "configuration is fine\n");
	if (!r)
		config_deinit(&c);
	if (r == -ENOMEM || text.err) {
		say(LOG_ERR, "no memory");
		r = -ENOMEM;
	} else if (fwrite(text.p ? text.p : "", 1, text.n, stdout) != text.n ||
		fflush(stdout)) {
		say(LOG_ERR, "cannot write: %s", strerror(errno));
		r = -EIO;
	}
	buf_deinit(&words);
	buf_deinit(&text);
	if (!r)
		return DAEMON_OK;
	return r == -EINVAL ? DAEMON_CONFIG : DAEMON_INIT;
}
