/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* OP(id, text, binary precedence, unary): operators of filter expressions.
 * Precedence is C's, 1 binds least; 0: not binary. The longest text of equal
 * beginnings stands first. */
OP(OROR,     "||", 1, false)
OP(ANDAND,   "&&", 2, false)
OP(EQ,       "==", 6, false)
OP(NE,       "!=", 6, false)
OP(LE,       "<=", 7, false)
OP(GE,       ">=", 7, false)
OP(CONTAINS, "~=", 6, false)
OP(OR,       "|",  3, false)
OP(XOR,      "^",  4, false)
OP(AND,      "&",  5, false)
OP(LT,       "<",  7, false)
OP(GT,       ">",  7, false)
OP(ADD,      "+",  8, false)
OP(SUB,      "-",  8, true)
OP(NOT,      "!",  0, true)
OP(BITNOT,   "~",  0, true)
