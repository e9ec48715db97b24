# SPDX-License-Identifier: GPL-2.0-or-later

# to read and to try: the rules of the syscalltrack article, and the README's
examplesdir = $(docdir)/examples
dist_examples_DATA = \
	rules/examples/prevent-delete.rules rules/examples/ptrace.rules \
	rules/examples/unlink.fr.rules rules/examples/unlink.rules \
	rules/examples/users-opened.rules
