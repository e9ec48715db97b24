# SPDX-License-Identifier: GPL-2.0-or-later

# the rules of the syscalltrack article, to read and to try
examplesdir = $(docdir)/examples
dist_examples_DATA = \
	rules/examples/prevent-delete.rules rules/examples/ptrace.rules \
	rules/examples/unlink.fr.rules rules/examples/unlink.rules
