/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rule/krule.h"

#include "rule/auditrule.h"
#include "rule/split.h"

static struct span key_of(const struct rule *rule, char out[KRULE_KEY_MAX])
{
	size_t n = sizeof(AUDITRULE_KEY) - 1;
	size_t name = min_size(rule->name.n, KRULE_KEY_MAX - n);

	while (name < rule->name.n && ((unsigned char)rule->name.p[name] &
					      0xc0) == 0x80)
		name--;		/* not in the middle of a character */
	memcpy(out, AUDITRULE_KEY, n);
	memcpy(out + n, rule->name.p, name);
	return (struct span){out, n + name};
}

static void add_field(struct audit_rule_data *r, uint32_t konst, uint32_t op,
	uint32_t value)
{
	r->fields[r->field_count] = konst;
	r->fieldflags[r->field_count] = op;
	r->values[r->field_count++] = value;
}

static void add_text(struct audit_rule_data *r, uint32_t konst,
	struct span text)
{
	add_field(r, konst, AUDIT_EQUAL, (uint32_t)text.n);
	memcpy(r->buf + r->buflen, text.p, text.n);
	r->buflen += (uint32_t)text.n;
}

struct audit_rule_data *krule_encode(const struct part *part)
{
	char key[KRULE_KEY_MAX];
	struct span k = key_of(part->rule, key);
	struct audit_rule_data *r;
	size_t room = k.n;

	for (size_t i = 0; i < part->n; i++)
		room += part->field[i].str.n;
	r = calloc(1, sizeof(*r) + room + 1);
	if (!r)
		return NULL;
	r->flags = part->uring ? AUDIT_FILTER_URING_EXIT : AUDIT_FILTER_EXIT;
	r->action = AUDIT_ALWAYS;
	memcpy(r->mask, part->mask, sizeof(r->mask));
	if (!part->uring)
		add_field(r, AUDIT_ARCH, AUDIT_EQUAL,
			abi_info(part->abi)->audit_arch);
	for (size_t i = 0; i < part->n; i++) {
		const struct kfield *f = &part->field[i];
		uint32_t konst = field_info(f->field)->konst;

		if (f->str.p)
			add_text(r, konst, f->str);
		else
			add_field(r, konst, f->op, f->value);
	}
	add_text(r, AUDIT_FILTERKEY, k);
	return r;
}

int plan_init(struct plan *out, const struct split *sp)
{
	*out = (struct plan){0};
	vec_foreach(it, &sp->part) {
		struct krule k = {.rule = it->rule};

		if (it->covered_by)
			continue;
		k.data = krule_encode(it);
		if (!k.data || vec_add(&out->krule, k)) {
			free(k.data);
			return -ENOMEM;
		}
	}
	return 0;
}

void plan_deinit(struct plan *p)
{
	vec_foreach(it, &p->krule)
		free(it->data);
	vec_deinit(&p->krule);
}
