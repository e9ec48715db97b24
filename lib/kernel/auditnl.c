/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "kernel/auditnl.h"

#include "rule/auditrule.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

void auditnl_close(struct auditnl *nl)
{
	if (nl->ops)
		nl->ops->close(nl->ctx);
	*nl = (struct auditnl){0};
}

void auditnl_rules_deinit(struct auditnl_rules *rules)
{
	vec_foreach(it, &rules->rule)
		free(it->data);
	vec_deinit(&rules->rule);
	*rules = (struct auditnl_rules){0};
}

static int keep(void *arg, const struct audit_rule_data *r, size_t size)
{
	struct auditnl_rules *rules = arg;
	struct auditnl_rule it = {0};
	int rc = auditrule_canon(&it.data, r, size);

	if (rc)
		return rc;
	it.ours = auditrule_is_ours(it.data);
	if (vec_add(&rules->rule, it)) {
		free(it.data);
		return -ENOMEM;
	}
	rules->ours += it.ours;
	rules->foreign += !it.ours;
	return 0;
}

int auditnl_list(struct auditnl *nl, struct auditnl_rules *out)
{
	struct auditnl_rules rules = {0};
	int rc;

	for (unsigned i = 0; i < AUDITNL_LIST_TRIES; i++) {
		rc = nl->ops->list(nl->ctx, keep, &rules);
		if (!rc) {
			*out = rules;
			return 0;
		}
		auditnl_rules_deinit(&rules);
		if (rc != -ETIMEDOUT && rc != -ENOBUFS)
			break;
	}
	return rc;
}

void auditnl_comm(uint32_t pid, char *out, size_t size)
{
	char path[32];
	ssize_t n;
	int fd;

	out[0] = '\0';
	snprintf(path, sizeof(path), "/proc/%u/comm", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	n = read(fd, out, size - 1);
	close(fd);
	if (n > 0 && out[n - 1] == '\n')
		n--;
	out[n > 0 ? n : 0] = '\0';
}

int auditnl_status(struct auditnl *nl, struct auditnl_status *out)
{
	struct auditnl_status st = {0};
	int rc = nl->ops->status(nl->ctx, &st.k);

	if (rc)
		return rc;
	if (st.k.pid)
		auditnl_comm(st.k.pid, st.comm, sizeof(st.comm));
	*out = st;
	return 0;
}

const char *auditnl_words(int err)
{
	switch (err) {
	case -EPERM:
	case -EACCES:
		return "no permission; run as root in the host's own pid "
		       "namespace (CAP_AUDIT_CONTROL)";
	case -ECONNREFUSED:
		return "the kernel's audit does not answer; it was started "
		       "with audit=0, or this is a container";
	case -EPROTONOSUPPORT:
	case -EAFNOSUPPORT:
	case -EINVAL:
		return "this kernel was built without audit (CONFIG_AUDIT)";
	case -ETIMEDOUT:
		return "the kernel's audit did not answer in time; try again";
	case -ENOBUFS:
		return "the kernel's answer did not fit the socket's buffer; "
		       "try again";
	case -EPROTO:
		return "the kernel's audit answered in a form that is not "
		       "known here";
	case -ENOMEM:
		return "out of memory";
	default:
		return strerror(-err);
	}
}
