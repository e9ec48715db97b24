/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ENTRY(id, block, value): entries of a rule (block RULE) and of its action
 * (block ACTION). value: NAMES (a, b), WORD, EXPR ({ expression }), TEXT
 * ({ text }), BLOCK ({ entries of the action }). */
ENTRY(syscall_name,      RULE,   NAMES)
ENTRY(rule_name,         RULE,   WORD)
ENTRY(filter_expression, RULE,   EXPR)
ENTRY(action,            RULE,   BLOCK)
ENTRY(when,              RULE,   WORD)
ENTRY(variants,          RULE,   WORD)
ENTRY(attempts,          RULE,   WORD)
ENTRY(type,              ACTION, WORD)
ENTRY(log_format,        ACTION, TEXT)
ENTRY(error_code,        ACTION, WORD)
ENTRY(guarantee,         ACTION, WORD)
