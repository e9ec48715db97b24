/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event/pipeline.h - records in; the lines that the rules make of them out:
 * record, match and format put together for one source of records. */
#ifndef EVENT_PIPELINE_H
#define EVENT_PIPELINE_H

#include "event/format.h"
#include "event/match.h"
#include "event/record.h"

enum pipeline_format {
	PIPELINE_TEXT,		/* the rule's log_format */
	PIPELINE_JSON,		/* an ECS document */
	PIPELINE_JOURNAL,	/* fields, see event/format_journal.h */
	PIPELINE_FORMATS
};

#define PIPELINE_BIT(format) (1u << (format))

struct pipeline_ops {
	void *arg;
	/* line() - one line with its '\n' (PIPELINE_JOURNAL: fields) that the
	 * rule makes of the call of the view, once for each format that is
	 * wanted; dies on return */
	void (*line)(void *arg, const struct rule *rule, const struct view *v,
		enum pipeline_format format, struct span line);
	/* aside() - see event/record.h; NULL: counted only */
	void (*aside)(void *arg, enum record_fault fault, struct span text,
		bool end);
	/* begin(), done() - see event/record.h */
	void (*begin)(void *arg, uint64_t sec, unsigned ms, uint32_t serial);
	void (*done)(void *arg, uint64_t tag);
	/* seen() - each event, before its lines; NULL: not told */
	void (*seen)(void *arg, const struct event *ev);
	/* acts() - see matcher_acts() in event/match.h; NULL: all do */
	bool (*acts)(void *arg, const struct rule *rule,
		const struct event *ev);
	/* resolve_fd() - see event/view.h; NULL: names relative to a
	 * descriptor stay unresolved where the record does not say more */
	int (*resolve_fd)(void *arg, int32_t pid, int32_t fd, struct buf *out);
	/* is_inode() - see event/view.h; NULL: names are compared as text */
	bool (*is_inode)(void *arg, struct span name,
		const struct path_item *item);
};

struct pipeline_counts {
	uint64_t lines;		/* in however many formats */
	uint64_t undecided;	/* turns of a rule that asked for a value which
				 * the record does not have */
	uint64_t unenforced;	/* calls that a FAIL, KILL or SUSPEND rule took:
				 * no line, and nothing was refused */
	int err;		/* -ENOMEM: a line was not made */
};

struct pipeline;

/**
 * pipeline_new() - its lines are PIPELINE_TEXT until pipeline_formats()
 * @rs:   kept, must outlive the pipeline or be replaced before it ends
 * Return: 0; -ENOMEM. Release with pipeline_free().
 */
int pipeline_new(struct pipeline **outp, const struct rules *rs,
	const struct pipeline_ops *ops);
void pipeline_free(struct pipeline *p);
DEFINE_FREEP(struct pipeline, pipeline_free)

/* pipeline_formats() - which ones of enum pipeline_format are wanted from the
 * next event on: PIPELINE_BIT() of each; 0: lines are counted only */
void pipeline_formats(struct pipeline *p, unsigned mask);

/* pipeline_host() - this is the host the records come from: its name (copied)
 * and its users' names are used. Without it only what records say is. */
int pipeline_host(struct pipeline *p, const char *name);

/* pipeline_ask() - who is asked for names of users and groups instead of this
 * host; see struct ids in event/ids.h. After pipeline_host(). */
void pipeline_ask(struct pipeline *p,
	int (*find)(void *arg, enum id_kind kind, uint32_t id,
		struct buf *name), void *arg);

/* pipeline_forget_names() - names of users and groups are remembered; a program
 * that runs long lets go of them now and then */
void pipeline_forget_names(struct pipeline *p);

/* pipeline_rules() - from the next event on these rules; on -ENOMEM the old
 * ones stay */
int pipeline_rules(struct pipeline *p, const struct rules *rs);

/* pipeline_reader() - feed it */
struct record_reader *pipeline_reader(struct pipeline *p);

const struct pipeline_counts *pipeline_counts(const struct pipeline *p);

#endif
