/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* FUNC(id, arguments, what): functions of filter expressions; each has a
 * builder build_ID() in resolve_expr.c */
FUNC(usernametoid,  "(\"user\")", "id of a user of this host, looked up when the rule is read")
FUNC(groupnametoid, "(\"group\")", "id of a group of this host")
FUNC(ipaddr,        "(\"address\")", "IPv4 or IPv6 address, to compare with ADDR")
FUNC(htons,         "(number)", "number in network order; PORT == htons(7) means port 7")
FUNC(makedev,       "(major, minor)", "device number, to compare with DEV")
FUNC(glob,          "(string, \"pattern\")",
	"the whole string fits a shell pattern: * and ? stop at '/', ** does not; [a-z] is a set")
FUNC(regex,         "(string, \"pattern\")",
	"the string contains a match of a Perl regular expression (PCRE2, bytes)")
FUNC(under,         "(path, \"/directory\")", "the path is that directory or something below it")
FUNC(raw,           "(PARAMS[n])", "the letters of a path that the program passed")
