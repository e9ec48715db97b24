/* SPDX-License-Identifier: GPL-2.0-or-later */
/* daemon/yamltree.h - YAML text in; a tree of nodes, each with its place in the
 * text, out. One document, no aliases, no tags, bounded depth. */
#ifndef DAEMON_YAMLTREE_H
#define DAEMON_YAMLTREE_H

#include "base/arena.h"
#include "base/diag.h"

#define YAMLTREE_DEPTH_MAX 8

enum node_kind { NODE_NULL, NODE_TEXT, NODE_LIST, NODE_MAP };

struct node {
	enum node_kind kind;
	struct span at;		/* in the source */
	struct span text;	/* NODE_TEXT: quotes and escapes undone */
	const struct node *key;	/* in a map: what stands before the ':' */
	struct node *first;	/* of a list's or map's items */
	struct node *next;	/* in the list or map that it is in */
};

/**
 * yamltree_read()
 * @outp: in the arena; NULL: an empty document, or a mistake
 * @src:  must outlive the tree
 * @diag: gets the mistakes
 * Return: 0 (look at diag->errors); -ENOMEM.
 */
int yamltree_read(struct node **outp, struct arena *arena,
	const struct source *src, struct diag *diag);

#endif
