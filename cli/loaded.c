/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/loaded.h"

#include <unistd.h>

#define LOCK_WAIT_MS 10000

int loaded_open(struct loaded *l, const struct cli *cli,
	const struct options *o)
{
	int r;

	*l = (struct loaded){.cli = cli, .o = o, .lock = -1};
	r = l->lock = store_lock(o->dirs.run, LOCK_WAIT_MS, &l->diag);
	if (r >= 0)
		r = ruleset_files(&l->files, o->dirs.etc, o->dirs.lib,
			o->dirs.run, &l->diag);
	if (r < 0)
		show_diag(&l->diag);
	return r < 0 ? exit_code_of(r) : -1;
}

void loaded_close(struct loaded *l)
{
	if (l->lock >= 0)
		close(l->lock);
	store_files_deinit(&l->files);
	diag_deinit(&l->diag);
}

bool loaded_kernel(const struct cli *cli, struct auditnl *nl, int *code)
{
	int r = auditnl_open(nl);

	if (!r)
		return true;
	say(cli, "cannot talk to the kernel's audit subsystem: %s",
		auditnl_words(r));
	*code = exit_code_of(r);
	return false;
}

static int change(struct loaded *l, struct auditnl *nl,
	const struct store_files *wanted, const struct ruleset *set)
{
	const char *run = l->o->dirs.run;
	struct auditnl_result result;
	int r = store_set_uploads(run, wanted, &l->diag);

	if (r)
		return r;
	r = auditnl_apply(nl, &set->plan, &l->diag, &result);
	if (r && store_set_uploads(run, &l->files, &l->diag))
		say(l->cli, "the uploaded rules could not be put back: '%s' "
			"and the kernel differ now; see 'sct diff'", run);
	return r;
}

int loaded_change(struct loaded *l, const struct store_files *wanted)
{
	struct ruleset set = {0};
	struct auditnl nl = {0};
	int code = EXIT_DONE;
	int r = ruleset_build(&set, wanted, l->o->abis, &l->diag);

	if (!r && loaded_kernel(l->cli, &nl, &code)) {
		r = change(l, &nl, wanted, &set);
		auditnl_close(&nl);
	}
	show_diag(&l->diag);
	if (r && !l->diag.errors)
		say(l->cli, "%s", strerror(-r));
	if (r || code)
		say(l->cli, "nothing was changed");
	ruleset_deinit(&set);
	return r ? exit_code_of(r) : code;
}
