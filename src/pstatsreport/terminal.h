/* How text is fitted to where it goes. */
#ifndef PSTATSREPORT_TERMINAL_H
#define PSTATSREPORT_TERMINAL_H

#include "pstatsreport/settings.h"
#include "pstatsreport/write.h"

/* As the settings say, else as the terminal is: COLUMNS and NO_COLOR in the environment count for
 * terminals alone. */
struct text_style terminal_style(const struct settings *settings);

#endif
