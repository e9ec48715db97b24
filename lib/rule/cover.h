/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/cover.h - the parts of all rules in; which of them need not be sent,
 * since another one lets all of theirs through, out. Pure. */
#ifndef RULE_COVER_H
#define RULE_COVER_H

#include "rule/split.h"

/* kfield_cmp() - an order of fields, for qsort(3); 0: the same question */
int kfield_cmp(const void *a, const void *b);
bool part_same_fields(const struct part *a, const struct part *b);

/**
 * cover_parts() - take from each part the calls that a wider one has; a part
 * that has none left keeps its last ones and names the wider one's rule in
 * .covered_by
 * Return: 0; -ENOMEM.
 */
int cover_parts(struct split *sp);

#endif
