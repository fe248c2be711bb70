/* Tells who waits at a terminal what takes so long. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#ifdef __GNUC__
#define PROGRESS_PRINTF __attribute__((format(printf, 1, 2)))
#else
#define PROGRESS_PRINTF
#endif

/* What the program does from here on. Shown on standard error, when that is a terminal, once the
 * program has run for a second, even while it is inside another library; the line is wiped when the
 * next stage, or nothing, follows. */
void progress_stage(const char *format, ...) PROGRESS_PRINTF;
void progress_clear(void); /* nothing more to say; wipes what is shown */

#endif
