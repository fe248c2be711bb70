/* What the last run is to have said; else the test ends. */
#include "run_checks.h"

#include "run_program.h"

#include <check.h>
#include <string.h>

void assert_done(void)
{
    ck_assert_msg(run.status == 0, "exit status %d: %s", run.status, run.err);
}

void assert_has(const char *text)
{
    ck_assert_msg(strstr(run.out, text) != NULL, "no '%s' in:\n%.20000s", text, run.out);
}

void assert_lacks(const char *text)
{
    ck_assert_msg(strstr(run.out, text) == NULL, "'%s' in:\n%.20000s", text, run.out);
}

size_t count(const char *text)
{
    size_t found = 0;
    for (const char *at = run.out; (at = strstr(at, text)) != NULL; at += strlen(text))
        found++;
    return found;
}
