/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "event/record.h"

#include <auparse.h>
#include <libaudit.h>

#include "base/num.h"
#include "event/fields.h"

#define FEED_CHUNK 16384	/* heads that go to libauparse at once */

/* a multi-record type that libauparse knows nothing of: it stands for those of
 * newer kernels, which would end their event if they went by their name */
#define TYPE_STAND_IN "UNKNOWN[1399]"

/* a record that waits for its event; a line of text, then a NUL */
struct pending {
	struct pending *next;
	const struct record_type *type;
	struct head head;	/* spans point into .text */
	uint64_t tag;
	size_t n;
	char text[];
};

/* records of one event that came one behind the other: libauparse sees them as
 * one, of the last one's type */
struct run {
	struct pending *first, *last;
	size_t bytes;
};

struct record_reader {
	struct record_ops ops;
	struct record_counts counts;
	int err;
	uint32_t host_arch;
	uint64_t tag;		/* of what is being fed */
	time_t patience;	/* s */
	bool kept;		/* ... and it waits for its event */

	struct buf line;	/* the start of a line whose end is to come */
	enum { WHOLE, PIECES } line_is;	/* PIECES: too long, handed out */

	auparse_state_t *au;
	struct buf heads;	/* to be fed */

	/* runs by number, from oldest up to next; .first is NULL when it came
	 * back. The last one is open: its head is not in .heads yet */
	struct run run[RECORD_PENDING_MAX];
	uint64_t oldest, next;
	bool open;
	size_t pending_bytes;

	struct run now;		/* records of the event being delivered */
	struct fields fields;
	struct event ev;
};

_Static_assert(sizeof(struct event) < UINT16_MAX, "scan_field.offset");

const char *record_fault_text(enum record_fault fault)
{
	static const char *const text[RECORD_FAULTS] = {
		[RECORD_NO_HEAD] = "not an audit record",
		[RECORD_CONTROL] = "control bytes in the record",
		[RECORD_TOO_LONG] = "longer than a record can be",
		[RECORD_BAD_FIELD] = "a field is malformed",
		[RECORD_CUT_OFF] = "cut off at the end of the input",
		[RECORD_DROPPED] = "refused by libauparse",
	};

	return text[fault];
}

static void aside(struct record_reader *r, enum record_fault fault,
	struct span text)
{
	r->counts.aside[fault]++;
	if (r->ops.aside)
		r->ops.aside(r->ops.arg, fault, text, true);
}

/* ------------------------------------------------ events from libauparse */

static struct run *run_of(struct record_reader *r, uint64_t number)
{
	return &r->run[number % RECORD_PENDING_MAX];
}

static void run_add(struct run *run, struct pending *rec)
{
	rec->next = NULL;
	if (run->first)
		run->last->next = rec;
	else
		run->first = rec;
	run->last = rec;
}

static void run_free(struct run *run)
{
	while (run->first) {
		struct pending *rec = run->first;

		run->first = rec->next;
		free(rec);
	}
}

static void done(const struct record_reader *r, uint64_t tag)
{
	if (r->ops.done)
		r->ops.done(r->ops.arg, tag);
}

/* run_done() - nothing more will come of these records */
static void run_done(const struct record_reader *r, struct run *run)
{
	for (const struct pending *rec = run->first; rec; rec = rec->next)
		done(r, rec->tag);
	run_free(run);
}

/* run_take() - the run is pending no longer */
static struct run run_take(struct record_reader *r, uint64_t number)
{
	struct run run = *run_of(r, number);

	*run_of(r, number) = (struct run){0};
	r->pending_bytes -= run.bytes;
	while (r->oldest < r->next && !run_of(r, r->oldest)->first)
		r->oldest++;
	return run;
}

/* number_of() - what stands at the end of a head; false: EOE's has none */
static bool number_of(const char *head, uint64_t *number)
{
	struct span s = span_of(head);
	const char *eq = memrchr(s.p, '=', s.n);

	if (!eq)
		return false;
	s.n -= (size_t)(eq + 1 - s.p);
	s.p = eq + 1;
	return num_parse(s, 10, number) == 0;
}

/* claim() - the run that libauparse is at joins r->now */
static void claim(struct record_reader *r)
{
	const char *head = auparse_get_record_text(r->au);
	struct run run;
	uint64_t number;

	if (!head || !number_of(head, &number) || number < r->oldest ||
	    number >= r->next)
		return;
	run = run_take(r, number);
	if (!r->now.first)
		r->now = run;
	else if (run.first) {
		r->now.last->next = run.first;
		r->now.last = run.last;
	}
}

static void read_record(struct record_reader *r, const struct pending *rec)
{
	fields_read(&r->fields, rec->type, rec->text + rec->head.n);
	if (r->fields.scan.bad)
		aside(r, RECORD_BAD_FIELD, (struct span){rec->text, rec->n});
}

static bool wanted(const struct record_reader *r)
{
	const struct event *ev = &r->ev;

	if (!r->ops.wanted)
		return true;
	for (size_t i = 0; i < ev->ncalls; i++) {
		const struct event_call *call = &ev->call[i];

		if (r->ops.wanted(r->ops.arg, call->abi, call->uring, call->nr))
			return true;
	}
	return false;
}

static void read_role(struct record_reader *r, enum record_role role)
{
	for (struct pending *rec = r->now.first; rec; rec = rec->next)
		if (rec->type->role == role)
			read_record(r, rec);
}

/* the records of r->now are one event */
static void deliver(struct record_reader *r)
{
	const struct head *h = &r->now.first->head;
	struct fields *f = &r->fields;

	if (r->ops.begin)
		r->ops.begin(r->ops.arg, h->sec, h->ms, h->serial);
	fields_begin(f, &r->ev, h);
	read_role(r, RECORD_CALL);
	fields_calls(f, r->host_arch);
	r->counts.calls_lost += f->calls_lost;
	r->counts.retries += f->retries;
	if (r->ev.ncalls == 0) {
		r->counts.other++;
		return;
	}
	if (!wanted(r)) {
		r->counts.unwanted++;
		return;
	}
	read_role(r, RECORD_PART);
	fields_end(f);
	r->counts.args_lost += f->args_lost;
	r->counts.paths_lost += r->ev.paths_lost;
	r->counts.events++;
	if (f->scan.err)
		r->err = f->scan.err;
	r->ops.event(r->ops.arg, &r->ev);
}

static void on_event(auparse_state_t *au, auparse_cb_event_t what, void *arg)
{
	struct record_reader *r = arg;

	for (int more = auparse_first_record(au); more > 0;
	     more = auparse_next_record(au))
		claim(r);
	if (r->now.first)
		deliver(r);
	run_done(r, &r->now);
}

/* ------------------------------------------------- records to libauparse */

static void add_stamp(struct record_reader *r, const struct head *h,
	const char *type)
{
	if (h->node.p) {
		buf_lit(&r->heads, "node=");
		buf_span(&r->heads, h->node);
		buf_chr(&r->heads, ' ');
	}
	buf_printf(&r->heads, "type=%s msg=audit(%llu.%03u:%u):", type,
		(unsigned long long)h->sec, h->ms, h->serial);
}

static const char *type_for_libauparse(const struct head *h)
{
	char text[HEAD_TYPE_MAX + 1];
	int type;

	memcpy(text, h->type.p, h->type.n);
	text[h->type.n] = '\0';
	type = audit_name_to_msg_type(text);
	return type > 0 ? audit_msg_type_to_name(type) : NULL;
}

/* the open run, if any, goes to libauparse */
static void close_run(struct record_reader *r)
{
	const struct pending *rec;
	const char *type;

	if (!r->open)
		return;
	r->open = false;
	rec = run_of(r, r->next - 1)->last;
	if (rec->type->role == RECORD_OTHER) {
		type = type_for_libauparse(&rec->head);
		add_stamp(r, &rec->head, type ? type : TYPE_STAND_IN);
	} else {
		buf_add(&r->heads, rec->text, rec->head.n);
	}
	buf_lit(&r->heads, " r=");
	buf_dec(&r->heads, r->next - 1);
	buf_chr(&r->heads, '\n');
}

/* feed_heads() - events that are over come out. The second, empty feed makes
 * libauparse look once more: it holds a finished event back until then. */
static void feed_heads(struct record_reader *r)
{
	close_run(r);
	if (r->heads.n == 0)
		return;
	if (r->heads.err || auparse_feed(r->au, r->heads.p, r->heads.n) ||
	    auparse_feed(r->au, "", 0))
		r->err = -ENOMEM;
	buf_reset(&r->heads);
}

static void add_end(struct record_reader *r, const struct head *h)
{
	close_run(r);
	add_stamp(r, h, "EOE");
	buf_chr(&r->heads, '\n');
}

/* all events are over; what is still pending, libauparse has dropped */
static void end_all(struct record_reader *r)
{
	feed_heads(r);
	auparse_flush_feed(r->au);
	while (r->oldest < r->next) {
		struct run run = run_take(r, r->oldest);

		for (struct pending *p = run.first; p; p = p->next)
			aside(r, RECORD_DROPPED, (struct span){p->text, p->n});
		run_done(r, &run);
	}
}

static bool is_full(const struct record_reader *r)
{
	return r->next - r->oldest == RECORD_PENDING_MAX ||
	       r->pending_bytes > RECORD_PENDING_BYTES;
}

/* make_room() - for one more run, and for more bytes */
static void make_room(struct record_reader *r)
{
	if (!is_full(r))
		return;
	feed_heads(r);
	if (!is_full(r))
		return;
	r->counts.ended_early++;
	add_end(r, &run_of(r, r->oldest)->first->head);
	feed_heads(r);
	if (is_full(r))		/* an event before it is not at its end */
		end_all(r);
}

static struct pending *keep(struct span line, const struct head *h)
{
	struct pending *rec = malloc(sizeof(*rec) + line.n + 1);

	if (!rec)
		return NULL;
	*rec = (struct pending){.head = *h, .n = line.n};
	memcpy(rec->text, line.p, line.n);
	rec->text[line.n] = '\0';
	if (h->node.p)
		rec->head.node.p = rec->text + (h->node.p - line.p);
	rec->head.type.p = rec->text + (h->type.p - line.p);
	return rec;
}

static bool is_same_event(const struct head *a, const struct head *b)
{
	return a->serial == b->serial && a->ms == b->ms && a->sec == b->sec &&
	       span_eq(a->node, b->node);
}

static void add_pending(struct record_reader *r, struct pending *rec)
{
	size_t bytes = sizeof(*rec) + rec->n;
	struct run *run;

	if (r->open && !is_same_event(&rec->head,
			&run_of(r, r->next - 1)->last->head))
		close_run(r);
	if (r->pending_bytes > RECORD_PENDING_BYTES)
		close_run(r);
	if (!r->open) {
		make_room(r);
		r->open = true;
		r->next++;
	}
	run = run_of(r, r->next - 1);
	run_add(run, rec);
	run->bytes += bytes;
	r->pending_bytes += bytes;
}

static void add_record(struct record_reader *r, struct span line,
	const struct head *h)
{
	const struct record_type *type = record_type(h->type);
	struct pending *rec;

	r->counts.records++;
	if (type->role == RECORD_END) {
		add_end(r, h);
	} else {
		rec = keep(line, h);
		if (!rec) {
			r->err = -ENOMEM;
			return;
		}
		rec->type = type;
		rec->tag = r->tag;
		r->kept = true;
		add_pending(r, rec);
	}
	if (r->heads.n > FEED_CHUNK)
		feed_heads(r);
}

/* ---------------------------------------------------------------- lines */

/* has_control() - NUL and the like, which no record has; TAIL_MARK and
 * tabulators are none of them */
static bool has_control(struct span s)
{
	const uint64_t ones = UINT64_MAX / 255, tops = ones << 7;
	const char *p = s.p, *end = s.p + s.n;
	uint64_t word;

	while (p < end) {
		const char *stop = p + min_size(8, (size_t)(end - p));

		if (stop - p == 8) {
			memcpy(&word, p, 8);
			if (!((word - ones * ' ') & ~word & tops)) {
				p = stop;
				continue;
			}
		}
		for (; p < stop; p++)
			if ((unsigned char)*p < ' ' && *p != SCAN_TAIL_MARK &&
			    *p != '\t')
				return true;
	}
	return false;
}

static void take_line(struct record_reader *r, struct span line)
{
	struct head h;

	r->counts.lines++;
	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	if (line.n == 0)
		r->counts.blank++;
	else if (has_control(line))
		aside(r, RECORD_CONTROL, line);
	else if (!head_read(&h, line))
		aside(r, RECORD_NO_HEAD, line);
	else
		add_record(r, line, &h);
}

/* a line that is too long leaves in pieces, so that it takes no memory; what
 * makes no whole piece yet is given back */
static struct span take_pieces(struct record_reader *r, struct span s, bool end)
{
	while (s.n > RECORD_LINE_MAX || end) {
		struct span piece = {s.p, min_size(s.n, RECORD_LINE_MAX)};
		bool last = end && piece.n == s.n;

		if (r->line_is == WHOLE) {
			r->counts.lines++;
			r->counts.aside[RECORD_TOO_LONG]++;
		}
		r->line_is = last ? WHOLE : PIECES;
		if (r->ops.aside)
			r->ops.aside(r->ops.arg, RECORD_TOO_LONG, piece, last);
		s = (struct span){s.p + piece.n, s.n - piece.n};
		if (last)
			break;
	}
	return s;
}

/* a line, or its start, that is a piece of one or too long to be one; the '\r'
 * at the end of a line does not count */
static bool is_too_long(const struct record_reader *r, struct span line)
{
	return r->line_is == PIECES || line.n > RECORD_LINE_MAX + 1 ||
	       (line.n > RECORD_LINE_MAX && line.p[line.n - 1] != '\r');
}

/* the next part of a line whose end is not in sight, or end: its last part */
static void join_line(struct record_reader *r, struct span part, bool end)
{
	struct span line, rest = {0};

	buf_span(&r->line, part);
	if (r->line.err) {
		r->err = -ENOMEM;
		buf_reset(&r->line);
		return;
	}
	line = (struct span){r->line.p, r->line.n};
	if (is_too_long(r, line))
		rest = take_pieces(r, line, end);
	else if (end)
		take_line(r, line);
	else
		return;
	if (rest.n)
		memmove(r->line.p, rest.p, rest.n);
	r->line.n = rest.n;
}

static int result(struct record_reader *r)
{
	int err = r->err;

	r->err = 0;
	return err;
}

void record_tag(struct record_reader *r, uint64_t tag)
{
	r->tag = tag;
	r->kept = false;
}

/* what was fed is in */
static int fed(struct record_reader *r)
{
	if (!r->kept)
		done(r, r->tag);
	return result(r);
}

int record_feed(struct record_reader *r, const char *p, size_t n)
{
	while (n) {
		const char *nl = memchr(p, '\n', n);
		struct span part = {p, nl ? (size_t)(nl - p) : n};
		size_t used = part.n + (nl ? 1 : 0);

		if (nl && r->line.n == 0 && !is_too_long(r, part))
			take_line(r, part);
		else
			join_line(r, part, nl);
		p += used;
		n -= used;
	}
	feed_heads(r);
	return fed(r);
}

int record_feed_message(struct record_reader *r, unsigned type,
	struct span text)
{
	const char *name = audit_msg_type_to_name((int)type);

	while (text.n && (text.p[text.n - 1] == '\0' ||
			  text.p[text.n - 1] == '\n'))
		text.n--;
	buf_reset(&r->line);
	if (name)
		buf_printf(&r->line, "type=%s msg=", name);
	else
		buf_printf(&r->line, "type=UNKNOWN[%u] msg=", type);
	buf_span(&r->line, text);
	join_line(r, (struct span){"", 0}, true);
	return fed(r);
}

void record_patience(struct record_reader *r, unsigned seconds)
{
	r->patience = seconds;
	auparse_set_eoe_timeout(r->patience);
}

int record_settle(struct record_reader *r)
{
	feed_heads(r);
	return result(r);
}

int record_age(struct record_reader *r)
{
	feed_heads(r);
	/* not auparse_feed_has_data(): older ones leave out unfinished events */
	if (r->oldest < r->next) {
		auparse_set_eoe_timeout(RECORD_EVENT_SECONDS);
		auparse_feed_age_events(r->au);
		auparse_set_eoe_timeout(r->patience);
	}
	return result(r);
}

/* is_closed() - the last field shows its own end */
static bool is_closed(struct span line, const struct head *h)
{
	char last = line.p[line.n - 1];

	return line.n == h->n || last == '"' || last == ')' || last == ' ';
}

/* a line without an end: its last field may be half of one, so it goes */
static void cut_last_field(struct record_reader *r)
{
	struct span line = {r->line.p, r->line.n};
	struct head h;

	if (line.n == 0 || is_too_long(r, line) || has_control(line) ||
	    !head_read(&h, line) || is_closed(line, &h))
		return;
	aside(r, RECORD_CUT_OFF, line);
	while (line.n > h.n && line.p[line.n - 1] != ' ' &&
	       line.p[line.n - 1] != SCAN_TAIL_MARK)
		line.n--;
	r->line.n = line.n;
}

int record_flush(struct record_reader *r)
{
	cut_last_field(r);
	if (r->line.n || r->line_is == PIECES)
		join_line(r, (struct span){"", 0}, true);
	end_all(r);
	return result(r);
}

const struct record_counts *record_counts(const struct record_reader *r)
{
	return &r->counts;
}

/* -------------------------------------------------------------- the reader */

int record_new(struct record_reader **outp, const struct record_ops *ops)
{
	struct record_reader *r = calloc(1, sizeof(*r));

	if (!r)
		return -ENOMEM;
	r->ops = *ops;
	r->host_arch = audit_machine_to_elf(audit_detect_machine());
	r->au = auparse_init(AUSOURCE_FEED, NULL);
	if (!r->au) {
		free(r);
		return -ENOMEM;
	}
	/* auparse_init() has taken it from the auditd.conf of this host */
	record_patience(r, RECORD_EVENT_SECONDS);
	auparse_add_callback(r->au, on_event, r, NULL);
	*outp = r;
	return 0;
}

struct record_reader *record_free(struct record_reader *r)
{
	if (!r)
		return NULL;
	auparse_destroy(r->au);
	while (r->oldest < r->next) {
		struct run run = run_take(r, r->oldest);

		run_free(&run);
	}
	buf_deinit(&r->line);
	buf_deinit(&r->heads);
	fields_deinit(&r->fields);
	arena_deinit(&r->ev.arena);
	free(r);
	return NULL;
}
