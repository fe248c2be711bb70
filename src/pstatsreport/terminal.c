/* How text is fitted to where it goes. */
#include "terminal.h"

#include "cli/numbers.h"
#include "cli/output.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_UNKNOWN 80

static size_t terminal_width(void)
{
    long columns;
    struct winsize size;
    const char *text = getenv("COLUMNS");
    if (text != NULL && numbers_parse_long(text, &columns) && columns > 0)
        return (size_t)columns;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return WIDTH_UNKNOWN;
}

/* no-color.org: set, and not to nothing. */
static int wants_colour(void)
{
    const char *no_color = getenv("NO_COLOR"), *kind = getenv("TERM");
    return (no_color == NULL || *no_color == '\0') && kind != NULL && strcmp(kind, "dumb") != 0;
}

struct text_style terminal_style(const struct settings *settings)
{
    int is_terminal = output_is_terminal(settings->output);
    struct text_style style = {0, 0};
    if (settings->width >= 0)
        style.width = (size_t)settings->width;
    else if (is_terminal)
        style.width = terminal_width();
    style.is_coloured =
        settings->colouring == COLOURED_ALWAYS ||
        (settings->colouring == COLOURED_ON_TERMINALS && is_terminal && wants_colour());
    return style;
}
