/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* LEVEL(name, constant): how urgent a line is, in the words of syslog.conf(5);
 * <syslog.h>. In order: row n has the value n. */
LEVEL(emerg,   LOG_EMERG)
LEVEL(alert,   LOG_ALERT)
LEVEL(crit,    LOG_CRIT)
LEVEL(err,     LOG_ERR)
LEVEL(warning, LOG_WARNING)
LEVEL(notice,  LOG_NOTICE)
LEVEL(info,    LOG_INFO)
LEVEL(debug,   LOG_DEBUG)
