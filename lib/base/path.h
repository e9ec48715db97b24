/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* base/path.h - a directory and a name in, an absolute normal name out. Works
 * on letters alone: no file is looked at, links are not followed. */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include "base/arena.h"

/**
 * path_join() - the absolute name of @name as seen from @dir
 * @dir:  absolute; not looked at when @name begins with '/'
 * @name: any bytes but NUL
 * "//", "." and ".." are taken out (".." never above "/"), a slash at the end
 * too.
 * Return: in the arena; .p is NULL when there is no memory, or when neither
 * of the two is absolute.
 */
struct span path_join(struct arena *a, struct span dir, struct span name);

/* path_base() - the entry's name, behind the last slash; .n 0: none ("/", "a/",
 * "." and "..") */
struct span path_base(struct span name);

/* path_dir() - what stands before the last slash of an absolute normal name;
 * "/" has itself. Points to where name does. */
struct span path_dir(struct span name);

#endif
