/* Small text files, whole. */
#ifndef PSTATSREPORT_LINES_H
#define PSTATSREPORT_LINES_H

/* All of the file as one string, for the caller to free. NULL: a message was printed, and
 * *exit_code is set. */
char *lines_read(const char *path, int *exit_code);

#endif
