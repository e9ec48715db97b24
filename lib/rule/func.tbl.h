/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* FUNC(id, arguments): functions of filter expressions; each has a builder
 * build_ID() in resolve_expr.c */
FUNC(usernametoid,  "(\"user\")")
FUNC(groupnametoid, "(\"group\")")
FUNC(ipaddr,        "(\"address\")")
FUNC(htons,         "(number)")
FUNC(makedev,       "(major, minor)")
FUNC(glob,          "(string, \"pattern\")")
FUNC(regex,         "(string, \"pattern\")")
FUNC(under,         "(path, \"/directory\")")
FUNC(raw,           "(PARAMS[n])")
