/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/config.h"

#include "daemon/loop.h"
#include "daemon/out.h"

#include <stdio.h>

int config_check_main(const struct config_place *place, bool dump)
{
	struct buf words = {0}, text = {0};
	struct config c;
	int r = config_load(&c, place, &words);

	out_words((struct span){words.p, words.n});
	if (!r && dump)
		config_print(&text, &c);
	if (!r && !dump)
		buf_lit(&text, "configuration is fine\n");
	if (!r)
		config_deinit(&c);
	if (r == -ENOMEM || text.err) {
		out_say("no memory");
		r = -ENOMEM;
	} else if (fwrite(text.p ? text.p : "", 1, text.n, stdout) != text.n ||
		fflush(stdout)) {
		out_say("cannot write: %s", strerror(errno));
		r = -EIO;
	}
	buf_deinit(&words);
	buf_deinit(&text);
	if (!r)
		return DAEMON_OK;
	return r == -EINVAL ? DAEMON_CONFIG : DAEMON_INIT;
}
