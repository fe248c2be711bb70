/* JSON, looked at without being kept. */
#ifndef TESTS_JSON_H
#define TESTS_JSON_H

/* Whether text is one value as RFC 8259 has it, in UTF-8, nested at most 64 deep. */
int json_is_valid(const char *text);

#endif
