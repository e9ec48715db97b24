/* SPDX-License-Identifier: GPL-2.0-or-later */
/* COUNT(id, words): what the worker counts, from its start */
COUNT(records, "audit records read")
COUNT(events, "events with a call that a rule asks for")
COUNT(lines, "lines made")
COUNT(undecided, "times a rule asked for what the record does not have")
COUNT(unenforced, "calls taken by rules that refuse, which nothing refused")
COUNT(unreadable, "records that could not be read, wholly or in part")
COUNT(ended_early, "events ended early to bound memory")
COUNT(cut, "calls, names and arguments past what is kept of one event")
