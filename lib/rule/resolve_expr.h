/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule/resolve_expr.h - one filter expression: syntax in, typed tree out. */
#ifndef RULE_RESOLVE_EXPR_H
#define RULE_RESOLVE_EXPR_H

#include "rule/resolve.h"

struct expr_scope {
	struct arena *arena;
	const struct source *src;
	struct diag *diag;
	const struct name_service *names;
	const struct rule *rule;	/* .phase, .target are set already */
	struct rules *rs;		/* owns compiled patterns */
	int err;			/* -ENOMEM */
};

/* resolve_expr() - NULL: it is in diag, or .err is set */
const struct expr *resolve_expr(struct expr_scope *sc,
	const struct ast_expr *ast);

#endif
