/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_rules - any bytes as a rule file, through each pass of the front end: no
 * crash, messages that can be shown, and what is accepted means the same after
 * print and parse. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/unit/front.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = {(const char *)data, size};
	struct front f = {0};
	int r = front_run(&f, &text, 1);
	const char *wrong = r ? "no memory, or too many rules" :
				front_wrong(&f);

	if (wrong) {
		fprintf(stderr, "not so: %s\n", wrong);
		abort();
	}
	front_free(&f);
	return 0;
}
