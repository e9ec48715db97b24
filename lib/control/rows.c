/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "control/rows.h"

#include "base/escape.h"
#include "base/json.h"

#define LABEL_WIDTH 16

static uint64_t number(const struct row_field *f, const char *at)
{
	switch (f->kind) {
	case ROW_U32:
		return *(const uint32_t *)(const void *)at;
	case ROW_SIZE:
		return *(const size_t *)(const void *)at;
	case ROW_BOOL:
		return *(const bool *)at;
	default:
		return *(const uint64_t *)(const void *)at;
	}
}

static struct span word(const struct row_field *f, const char *at)
{
	const char *s;
	int err;

	if (f->kind == ROW_SPAN)
		return *(const struct span *)(const void *)at;
	if (f->kind == ROW_ERR) {
		err = *(const int *)(const void *)at;
		s = err ? strerror(-err) : "";
	} else {
		s = *(const char *const *)(const void *)at;
	}
	return span_of(s ? s : "");
}

static bool is_word(const struct row_field *f)
{
	return f->kind == ROW_WORD || f->kind == ROW_SPAN || f->kind == ROW_ERR;
}

static bool is_set(const struct row_field *f, const char *base)
{
	return is_word(f) ? word(f, base + f->at).n :
			    number(f, base + f->at) != 0;
}

static void put_number(struct buf *out, const struct row_field *f,
	const char *at)
{
	uint64_t n = number(f, at);

	if (f->kind == ROW_BOOL) {
		buf_str(out, n ? "true" : "false");
	} else if (f->kind == ROW_TENTHS) {
		buf_dec(out, n / 10);
		buf_chr(out, '.');
		buf_dec(out, n % 10);
	} else {
		buf_dec(out, n);
	}
}

/* --------------------------------------------------------------------- text */

static const struct row_field *find(const struct row_table *t, struct span key)
{
	for (size_t i = 0; i < t->nfields; i++)
		if (span_is(key, t->field[i].key))
			return &t->field[i];
	return NULL;
}

static void put_text(struct buf *out, const struct row_table *t,
	const char *text, const char *base)
{
	const char *open, *close;

	while ((open = strchr(text, '{')) && (close = strchr(open, '}'))) {
		struct span key = {open + 1, (size_t)(close - open - 1)};
		const struct row_field *f = find(t, key);

		buf_add(out, text, (size_t)(open - text));
		if (f && is_word(f))
			escape_text(out, word(f, base + f->at));
		else if (f)
			put_number(out, f, base + f->at);
		text = close + 1;
	}
	buf_str(out, text);
	buf_chr(out, '\n');
}

static void put_rows(struct buf *out, const struct row_table *t,
	const char *base)
{
	for (size_t i = 0; i < t->nrows; i++) {
		const struct row *row = &t->row[i];
		const struct row_field *when =
			row->when ? find(t, span_of(row->when)) : NULL;

		if (when && !is_set(when, base))
			continue;
		buf_printf(out, "%-*s", LABEL_WIDTH, row->label);
		put_text(out, t, row->text, base);
	}
}

/* --------------------------------------------------------------------- JSON */

static void put_members(struct buf *out, const struct row_table *t,
	const char *base)
{
	for (size_t i = 0; i < t->nfields; i++) {
		const struct row_field *f = &t->field[i];

		if (*f->key == '_')
			continue;
		buf_printf(out, "\"%s\":", f->key);
		if (is_word(f)) {
			json_string(out, word(f, base + f->at));
		} else {
			put_number(out, f, base + f->at);
			buf_chr(out, ',');
		}
	}
}

void rows_put(struct rows *r, const struct row_table *t, const void *base)
{
	if (r->json)
		put_members(r->out, t, base);
	else
		put_rows(r->out, t, base);
}

void rows_begin(struct rows *r, const char *name, char c)
{
	if (r->json && name)
		buf_printf(r->out, "\"%s\":", name);
	if (r->json)
		buf_chr(r->out, c);
}

void rows_end(struct rows *r, char c)
{
	struct buf *out = r->out;

	if (!r->json || out->err)
		return;
	out->n -= out->n && out->p[out->n - 1] == ',';
	buf_chr(out, c);
	buf_chr(out, ',');
}
