/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/config.h"
#include "store/file.h"

#include <fcntl.h>

#define CONFIG_SUFFIX ".yaml"

/* a NUL-terminated text of which nothing is kept but the bytes */
static void free_text(struct span *text)
{
	free((char *)(uintptr_t)text->p);
}

static int read_main(const struct config_place *place, struct span *text,
	struct diag *diag)
{
	const struct file_place at = {
		.dirfd = AT_FDCWD, .name = place->file, .path = place->file,
		.max = STORE_FILE_MAX,
	};
	int r = file_read(&at, text, diag);

	if (r == -ENOENT && place->required)
		return file_say(diag, "cannot open", place->file, r);
	return r == FILE_MASKED || r == -ENOENT ? 0 : r;
}

static int read_texts(struct config *out, const char *file, struct span text,
	const struct store_files *dropins, struct buf *words)
{
	struct config_text *t = calloc(dropins->file.n + 1, sizeof(*t));
	int r;

	if (!t)
		return -ENOMEM;
	t[0] = (struct config_text){file, text};
	for (size_t i = 0; i < dropins->file.n; i++)
		t[i + 1] = (struct config_text){dropins->file.v[i].path,
			dropins->file.v[i].text};
	r = config_read(out, t, dropins->file.n + 1, words);
	free(t);
	return r;
}

int config_load(struct config *out, const struct config_place *place,
	struct buf *words)
{
	cleanup(store_files_deinit) struct store_files dropins = {0};
	cleanup(diag_deinit) struct diag diag = {0};
	cleanup(free_text) struct span text = {0};
	int r = read_main(place, &text, &diag), r2 = 0;

	if (place->dir)
		r2 = store_dir(&dropins, place->dir, CONFIG_SUFFIX, &diag);
	diag_print(&diag, words);
	r = r ? r : r2;
	return r ? r : read_texts(out, place->file, text, &dropins, words);
}
