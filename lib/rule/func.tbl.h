/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* FUNC(id, number of arguments, arguments): functions of filter expressions;
 * each has a builder build_ID() in resolve_expr.c */
FUNC(usernametoid,  1, "(\"user\")")
FUNC(groupnametoid, 1, "(\"group\")")
FUNC(ipaddr,        1, "(\"address\")")
FUNC(htons,         1, "(number)")
FUNC(makedev,       2, "(major, minor)")
FUNC(glob,          2, "(string, \"pattern\")")
FUNC(regex,         2, "(string, \"pattern\")")
FUNC(under,         2, "(path, \"/directory\")")
FUNC(raw,           1, "(PARAMS[n])")
