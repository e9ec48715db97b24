/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ENTRY(id, block, value, what): entries of a rule (block RULE) and of its
 * action (block ACTION). value: NAMES (a, b), WORD, EXPR ({ expression }), TEXT
 * ({ text }), BLOCK ({ entries of the action }). what: the value in words. */
ENTRY(syscall_name,      RULE,   NAMES, "the name of a system call")
ENTRY(rule_name,         RULE,   WORD,  "a name")
ENTRY(filter_expression, RULE,   EXPR,  "'{' and an expression")
ENTRY(action,            RULE,   BLOCK, "'{'")
ENTRY(when,              RULE,   WORD,  "'before' or 'after'")
ENTRY(variants,          RULE,   WORD,  "'yes' or 'no'")
ENTRY(attempts,          RULE,   WORD,  "'existing' or 'all'")
ENTRY(type,              ACTION, WORD,  "LOG, FAIL, KILL or SUSPEND")
ENTRY(log_format,        ACTION, TEXT,  "'{' and text")
ENTRY(error_code,        ACTION, WORD,  "a negative errno (-1, -EPERM)")
ENTRY(guarantee,         ACTION, WORD,  "'best_effort'")
ENTRY(level,             ACTION, WORD,  "emerg, alert, crit, err, warning, notice, info or debug")
