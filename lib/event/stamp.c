/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "event/stamp.h"

#include <time.h>

#define QUARTER 900	/* seconds */
#define DAY 86400

static char *put2(char *p, unsigned v)
{
	p[0] = (char)('0' + v / 10 % 10);
	p[1] = (char)('0' + v % 10);
	return p + 2;
}

static char *put_ms(char *p, unsigned ms)
{
	*p++ = '.';
	*p++ = (char)('0' + ms / 100 % 10);
	return put2(p, ms % 100);
}

/* the proleptic Gregorian date of a day since 1970-01-01, counted in eras of
 * 400 years that begin on a 1st of March, so that leap days come last */
static char *put_date(char *p, unsigned day)
{
	unsigned d = day + 719468;		/* since 0000-03-01 */
	unsigned era = d / 146097, doe = d % 146097;
	unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	unsigned mp = (5 * doy + 2) / 153;	/* month, 0: March */
	unsigned month = mp < 10 ? mp + 3 : mp - 9;
	unsigned year = era * 400 + yoe + (month <= 2);

	p = put2(put2(p, year / 100), year % 100);
	*p++ = '-';
	p = put2(p, month);
	*p++ = '-';
	return put2(p, doy - (153 * mp + 2) / 5 + 1);
}

static char *put_time(char *p, uint64_t sec, unsigned ms)
{
	unsigned s = (unsigned)(sec % DAY);

	p = put_date(p, (unsigned)(sec / DAY));
	*p++ = 'T';
	p = put2(p, s / 3600);
	*p++ = ':';
	p = put2(p, s / 60 % 60);
	*p++ = ':';
	return put_ms(put2(p, s % 60), ms);
}

static uint64_t in_range(uint64_t sec)
{
	return sec > STAMP_SEC_MAX ? STAMP_SEC_MAX : sec;
}

static long zone_offset(struct stamp_zone *zone, uint64_t sec)
{
	time_t t = (time_t)sec;
	struct tm tm;

	if (zone->step != 1 + sec / QUARTER) {
		zone->offset = localtime_r(&t, &tm) ? tm.tm_gmtoff : 0;
		zone->step = 1 + sec / QUARTER;
	}
	return zone->offset;
}

void stamp_local(struct buf *out, struct stamp_zone *zone, uint64_t sec,
	unsigned ms)
{
	long offset;
	unsigned east;
	char t[40], *p;

	sec = in_range(sec);
	offset = zone_offset(zone, sec);
	if (offset < 0 && sec < (uint64_t)-offset)
		offset = 0;		/* before 1970 there */
	east = (unsigned)(offset < 0 ? -offset : offset) / 60;
	p = put_time(t, sec + (uint64_t)offset, ms);
	*p++ = offset < 0 ? '-' : '+';
	p = put2(p, east / 60);
	*p++ = ':';
	p = put2(p, east % 60);
	buf_add(out, t, (size_t)(p - t));
}

void stamp_utc(struct buf *out, uint64_t sec, unsigned ms)
{
	char t[40], *p = put_time(t, in_range(sec), ms);

	*p++ = 'Z';
	buf_add(out, t, (size_t)(p - t));
}

void stamp_epoch(struct buf *out, uint64_t sec, unsigned ms)
{
	char t[4], *p = put_ms(t, ms);

	buf_dec(out, sec);
	buf_add(out, t, (size_t)(p - t));
}
