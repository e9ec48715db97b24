/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/path.h"

static size_t part_len(struct span s)
{
	const char *slash = s.n ? memchr(s.p, '/', s.n) : NULL;

	return slash ? (size_t)(slash - s.p) : s.n;
}

/* append the parts of s to out[0..n), which is "" or "/a/b" */
static size_t add_parts(char *out, size_t n, struct span s)
{
	while (s.n) {
		struct span part = {s.p, part_len(s)};
		size_t skip = min_size(part.n + 1, s.n);

		s = (struct span){s.p + skip, s.n - skip};
		if (part.n == 0 || span_is(part, "."))
			continue;
		if (span_is(part, "..")) {
			while (n && out[n - 1] != '/')
				n--;
			n -= n > 0;
			continue;
		}
		out[n++] = '/';
		memcpy(out + n, part.p, part.n);
		n += part.n;
	}
	return n;
}

struct span path_join(struct arena *a, struct span dir, struct span name)
{
	bool absolute = name.n && name.p[0] == '/';
	char *out;
	size_t n = 0;

	if (!absolute && (!dir.n || dir.p[0] != '/'))
		return (struct span){0};
	out = arena_alloc(a, (absolute ? 0 : dir.n) + name.n + 3);
	if (!out)
		return (struct span){0};
	if (!absolute)
		n = add_parts(out, n, dir);
	n = add_parts(out, n, name);
	if (!n)
		out[n++] = '/';
	return (struct span){out, n};
}

struct span path_base(struct span name)
{
	const char *slash = name.n ? memrchr(name.p, '/', name.n) : NULL;
	struct span last = name;

	if (slash)
		last = (struct span){slash + 1,
			(size_t)(name.p + name.n - slash - 1)};
	return span_is(last, ".") || span_is(last, "..") ? (struct span){0} :
							   last;
}

struct span path_dir(struct span name)
{
	const char *slash = name.n ? memrchr(name.p, '/', name.n) : NULL;
	size_t n = slash ? (size_t)(slash - name.p) : 0;

	return (struct span){name.p, n ? n : min_size(1, name.n)};
}
