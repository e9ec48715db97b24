/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/store.h"

#include "store/file.h"

#include <sys/inotify.h>
#include <unistd.h>

/* a change of the uploads is a rename onto RUN/uploads */
#define MASK (IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ONLYDIR)

static int add_watch(struct store_watch *w)
{
	int rc = file_make_dirs(w->run);

	if (rc)
		return rc;
	return inotify_add_watch(w->fd, w->run, MASK) < 0 ? -errno : 0;
}

int store_watch_init(struct store_watch *w, const char *run,
	struct diag *diag)
{
	int rc;

	*w = (struct store_watch){.run = strdup(run)};
	w->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	rc = !w->run ? -ENOMEM : w->fd < 0 ? -errno : add_watch(w);
	if (!rc)
		return 0;
	store_watch_deinit(w);
	return file_say(diag, "cannot watch", run, rc);
}

/* the directory itself may be removed, and made again by who uploads */
static int look_at(struct store_watch *w, const struct inotify_event *e)
{
	if (e->mask & IN_IGNORED) {
		int rc = add_watch(w);

		return rc ? rc : 1;
	}
	if (e->mask & IN_Q_OVERFLOW)
		return 1;
	return e->len && strcmp(e->name, STORE_UPLOADS) == 0;
}

int store_watch_changed(struct store_watch *w)
{
	_Alignas(struct inotify_event) char buf[4096];
	int changed = 0;
	ssize_t n;

	while ((n = read(w->fd, buf, sizeof(buf))) > 0 || errno == EINTR) {
		for (ssize_t at = 0; at < n;) {
			const struct inotify_event *e =
				(const void *)(buf + at);
			int rc = look_at(w, e);

			if (rc < 0)
				return rc;
			changed |= rc;
			at += (ssize_t)(sizeof(*e) + e->len);
		}
	}
	return n < 0 && errno != EAGAIN ? -errno : changed;
}

void store_watch_deinit(struct store_watch *w)
{
	if (w->fd >= 0)
		close(w->fd);
	free(w->run);
	*w = (struct store_watch){.fd = -1};
}
