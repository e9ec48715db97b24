/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_config - any bytes as a file of the configuration: no crash, messages
 * that can be shown, and what is accepted is the same after print and read. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/unit/conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool accepted;
	const char *wrong = conf_wrong((struct span){(const char *)data, size},
		&accepted);

	if (wrong) {
		fprintf(stderr, "not so: %s\n", wrong);
		abort();
	}
	return 0;
}
