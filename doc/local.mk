# SPDX-License-Identifier: GPL-2.0-or-later
dist_man_MANS += doc/sct.1 doc/sct_config.1 doc/sctlog.1 doc/sct_load.1 \
	doc/sct_unload.1 doc/sct-rules.5 doc/sctaudit.yaml.5 doc/sctauditd.8

# tables in the pages, from the rows of *.tbl.h
EXTRA_DIST += tools/doc-tables
.PHONY: update-doc
update-doc:
	for page in $(srcdir)/doc/sct-rules.5 \
			$(srcdir)/doc/sctaudit.yaml.5; do \
		$(srcdir)/tools/doc-tables --page $$page >page.new && \
		cat page.new >$$page && rm page.new || exit 1; done
