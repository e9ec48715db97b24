/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store/links.h - kernel rules on files in; the same on what a symbolic link
 * among their names stands for, out. */
#ifndef STORE_LINKS_H
#define STORE_LINKS_H

#include "rule/krule.h"

/**
 * links_follow() - add what path= and dir= leave out
 * The kernel watches the last component of a name itself. Where that is a link,
 * a call that follows it meets the file behind it and no watch; so that file is
 * watched as well. Links are read once: one that is changed later counts when
 * rules are loaded the next time.
 * Return: 0; -ENOMEM, after which the plan is good for plan_deinit().
 */
int links_follow(struct plan *plan);

#endif
