/* Tells who waits at a terminal what takes so long. */
#include "progress.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

/* The alarm reads stage, so it is written only while the alarm is held back. */
static char stage[120];
static volatile sig_atomic_t is_late; /* the second is over */
static volatile sig_atomic_t is_shown;

static void put(const char *text)
{
    size_t length = 0;
    while (text[length] != '\0')
        length++;
    if (write(STDERR_FILENO, text, length) < 0)
        return; /* nobody looks: nothing to be done */
}

static void wipe(void)
{
    if (is_shown)
        put("\r\033[K");
    is_shown = 0;
}

static void show(void)
{
    wipe();
    if (stage[0] == '\0')
        return;
    put(stage);
    is_shown = 1;
}

static void on_alarm(int signal_number)
{
    (void)signal_number;
    int saved = errno;
    is_late = 1;
    show();
    errno = saved;
}

static void set_stage(const char *text)
{
    sigset_t alarm_set, before;
    sigemptyset(&alarm_set);
    sigaddset(&alarm_set, SIGALRM);
    sigprocmask(SIG_BLOCK, &alarm_set, &before);
    snprintf(stage, sizeof stage, "%s", text);
    if (is_late)
        show();
    sigprocmask(SIG_SETMASK, &before, NULL);
}

static void start(void)
{
    static int is_started;
    if (is_started)
        return;
    is_started = 1;
    struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    const struct itimerval second = {.it_value = {.tv_sec = 1}};
    if (sigaction(SIGALRM, &action, NULL) == 0)
        setitimer(ITIMER_REAL, &second, NULL);
}

static int can_wipe(void) /* a dumb terminal cannot, and neither can a log */
{
    const char *terminal = getenv("TERM");
    return isatty(STDERR_FILENO) && terminal != NULL && strcmp(terminal, "dumb") != 0;
}

void progress_stage(const char *format, ...)
{
    if (!can_wipe())
        return;
    char text[sizeof stage];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    start();
    set_stage(text);
}

void progress_clear(void)
{
    if (stage[0] != '\0')
        set_stage("");
}
