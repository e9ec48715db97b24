/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* OP(id, text, binary precedence, unary, what): operators of filters.
 * Precedence is C's, 1 binds least; 0: not binary. The longest text of equal
 * beginnings stands first. */
OP(OROR,     "||", 1, false,        "or")
OP(ANDAND,   "&&", 2, false,        "and")
OP(EQ,       "==", 6, false,        "equal")
OP(NE,       "!=", 6, false,        "not equal")
OP(LE,       "<=", 7, false,        "at most")
OP(GE,       ">=", 7, false,        "at least")
OP(CONTAINS, "~=", 6, false,        "string contains string")
OP(OR,       "|",  3, false,        "bitwise or")
OP(XOR,      "^",  4, false,        "bitwise exclusive or")
OP(AND,      "&",  5, false,        "bitwise and")
OP(LT,       "<",  7, false,        "less than")
OP(GT,       ">",  7, false,        "greater than")
OP(ADD,      "+",  8, false,        "plus")
OP(SUB,      "-",  8, true,         "minus")
OP(NOT,      "!",  0, true,         "not")
OP(BITNOT,   "~",  0, true,         "all bits inverted")
