/* What pstatsflame can be asked for: its table of options and where their values go. */
#include "settings.h"

#include "cli/link.h"
#include "cli/message.h"
#include "cli/numbers.h"
#include "cli/pipeline.h"
#include "cli/rows.h"
#include "cli/suffix.h"
#include "pstatsflame/palette.h"

#include <string.h>
#include <strings.h>

#define COUNT_MAX 100e6

static const struct option_choice formats[] = {
    {"svg", FORMAT_SVG},       {"png", FORMAT_PNG},   {"pdf", FORMAT_PDF}, {"ps", FORMAT_PS},
    {"folded", FORMAT_FOLDED}, {"json", FORMAT_JSON}, {NULL, 0},
};

static const struct option options[] = {
    {.group = "Input and output", ROW_OUTPUT},
    {.names = "output-format",
     .letter = 'T',
     .argument = "TYPE",
     .kind = OPTION_CHOICE,
     VALUE(format),
     .choices = formats,
     .help = "What to write: a picture, the stacks as text, or where every frame is. Otherwise the "
             "suffix of FILE "
             "tells.",
     .fallback = "svg"},
    {ROW_QUIET},

    {.group = "Which stacks are shown",
     ROW_ROOT,
     .ignores_empty = 1,
     .help = "Begin stacks at these functions. NAME is one that frames show, such as loads or "
             "list.append, or, to be "
             "exact, app:10:main; it may hold the wildcards *, ? and [...]. Here and below: may "
             "be repeated."},
    {.names = "exclude",
     .argument = "NAME",
     .kind = OPTION_STRINGS,
     VALUE(excluded),
     .ignores_empty = 1,
     .help = "Leave these functions out, and what they call; their time stays in their callers' "
             "totals."},
    {.names = "max-depth",
     .argument = "COUNT",
     .kind = OPTION_INTEGER,
     VALUE(max_depth),
     .minimum = 1,
     .maximum = COUNT_MAX,
     .help = "Show at most COUNT levels of calls."},
    {ROW_THRESHOLD},
    {ROW_MAX_FRAMES},
    {.names = "reverse",
     .kind = OPTION_FLAG,
     VALUE(is_reversed),
     .help = "Begin with the functions that use time, and put their callers on them."},

    {.group = "Comparing",
     ROW_BASELINE,
     .help =
         "Show what has changed since the profile OLD: what takes more time now is orange, what "
         "takes less is blue, what is new is dark and has a plus sign. Several are added up, as "
         "FILEs are."},
    {.names = "negate",
     .kind = OPTION_FLAG,
     VALUE(is_negated),
     .help = "Let widths show the time before, so that what is gone is seen, too."},
    {ROW_NORMALISE_PATHS},

    {.group = "How they are drawn",
     .names = "title",
     .argument = "TEXT",
     .kind = OPTION_STRING,
     VALUE(title),
     .help = "The title of the picture.",
     .fallback = "Flame Graph"},
    {.names = "subtitle",
     .argument = "TEXT",
     .kind = OPTION_STRING,
     VALUE(subtitle),
     .help = "The line below it.",
     .fallback = "what is shown"},
    {.names = "inverted",
     .kind = OPTION_FLAG,
     VALUE(is_inverted),
     .help = "Let stacks grow downwards: an icicle graph."},
    {.names = "width",
     .argument = "PIXELS",
     .kind = OPTION_NUMBER,
     VALUE(width_px),
     .minimum = 100,
     .maximum = 32767,
     .help = "The width of the picture.",
     .fallback = "1200"},
    {.names = "height",
     .argument = "PIXELS",
     .kind = OPTION_NUMBER,
     VALUE(frame_height_px),
     .minimum = 1,
     .maximum = 1000,
     .help = "The height of a frame.",
     .fallback = "16, or what the font needs"},
    {.names = "minwidth",
     .argument = "WIDTH",
     .kind = OPTION_STRING,
     VALUE(minimum_width),
     .help =
         "Do not draw frames narrower than WIDTH, in pixels or, with a % sign, as a part of all.",
     .fallback = "0.1"},
    {.names = "fonttype",
     .argument = "FONT",
     .kind = OPTION_STRING,
     VALUE(font_family),
     .help = "The font of all text.",
     .fallback = "monospace"},
    {.names = "fontsize",
     .argument = "PIXELS",
     .kind = OPTION_NUMBER,
     VALUE(font_size_px),
     .minimum = 1,
     .maximum = 500,
     .help = "Its size.",
     .fallback = "12"},
    {.names = "countname",
     .argument = "TEXT",
     .kind = OPTION_STRING,
     VALUE(count_name),
     .help = "What amounts are counted in.",
     .fallback = "seconds"},
    {.names = "colors colours",
     .argument = "PALETTE",
     .kind = OPTION_CHOICE,
     VALUE(palette),
     .choices = palette_choices,
     .help = "Colours. The first two tell own code, installed packages, the standard library and "
             "built-in functions apart. With --baseline, colours show what has changed.",
     .fallback = "python"},
    {.names = "bgcolors bgcolours",
     .argument = "COLOR",
     .kind = OPTION_STRING,
     VALUE(background),
     .help = "The background: white, grey, yellow, blue, green, black or #rrggbb.",
     .fallback = "white"},
    {.names = "hash",
     .kind = OPTION_FLAG,
     VALUE(is_by_name),
     .help = "Choose the color by the function's name, not by its module."},
    {ROW_STRIP_PREFIX,
     .help = "Show files in FOLDER, link to them and compare them without that part of their path; "
             "may be repeated."},
    {ROW_LINK},
    {ROW_NO_COMPARE},
    {.names = "flamechart",
     .kind = OPTION_REFUSED,
     .is_hidden = 1,
     .help = "a pstats file does not tell when functions ran"},

    {.group = "About", ROW_HELP},
    {ROW_VERSION},
};

const struct option_table settings_table = {
    .program = "pstatsflame",
    .operands = "[FILE]...",
    .summary = "Draws a flame graph of Python profiles: the pstats files that cProfile, profile, "
               "yappi, pyinstrument and "
               "others write. These hold callers and callees but no stacks, so stacks are "
               "estimated; every function's "
               "own time is exact. Several FILEs are added up; without one, or for \"-\", standard "
               "input is read.",
    .options = options,
    .count = sizeof options / sizeof *options,
    .epilogue = ROWS_EPILOGUE("", "drawing or "),
};

/* ---- Checking ---- */

static int settle_minimum(struct settings *settings)
{
    const char *text = settings->minimum_width;
    char number[32];
    size_t length = strlen(text);
    int is_percent = length > 0 && text[length - 1] == '%';
    double value, maximum = is_percent ? 100.0 : 32767.0;
    length -= (size_t)is_percent;
    if (length >= sizeof number)
        length = 0; /* no number */
    memcpy(number, text, length);
    number[length] = '\0';
    if (!numbers_parse_double(number, &value) || value < 0.0 || value > maximum) {
        message_error("--minwidth",
                      "'%.60s' is neither a number of pixels nor a percentage such as 0.5%%", text);
        return 0;
    }
    settings->minimum_px = is_percent ? 0.0 : value;
    settings->minimum_fraction = is_percent ? value / 100.0 : 0.0;
    return 1;
}

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = c != '\0' ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;
    return found != NULL ? (int)(found - digits) : -1;
}

/* "#rgb" or "#rrggbb" */
static int parse_hex(const char *text, struct colour *colour)
{
    size_t length = strlen(text), each = length == 4 ? 1 : 2;
    int parts[3];
    if (text[0] != '#' || (length != 4 && length != 7))
        return 0;
    for (size_t i = 0; i < 3; i++) {
        int high = hex_digit(text[1 + i * each]), low = hex_digit(text[i * each + each]);
        if (high < 0 || low < 0)
            return 0;
        parts[i] = high * 16 + low;
    }
    *colour =
        (struct colour){(unsigned char)parts[0], (unsigned char)parts[1], (unsigned char)parts[2]};
    return 1;
}

static int settle_background(struct settings *settings)
{
    static const struct {
        const char *name;
        struct colour colour;
    } names[] = {
        {"white", {255, 255, 255}},  {"grey", {240, 240, 242}}, {"gray", {240, 240, 242}},
        {"yellow", {255, 252, 230}}, {"blue", {236, 244, 252}}, {"green", {236, 248, 236}},
        {"black", {13, 17, 23}},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(settings->background, names[i].name) == 0) {
            settings->page = names[i].colour;
            return 1;
        }
    if (parse_hex(settings->background, &settings->page))
        return 1;
    message_error("--bgcolors",
                  "'%.60s' is no color; use white, grey, yellow, blue, green, black or #rrggbb",
                  settings->background);
    return 0;
}

static int check_comparison(const struct settings *settings, const struct option_strings *paths)
{
    const char *option = settings->is_negated             ? "--negate"
                         : settings->has_normalised_paths ? "--normalise-paths"
                                                          : NULL;
    if (settings->baselines.count > 0 || option == NULL)
        return pipeline_reads_once(paths, &settings->baselines);
    message_error(option, "needs --baseline=OLD, a profile to compare with");
    return 0;
}

int settings_check(struct settings *settings, const struct option_strings *paths)
{
    const char *problem = settings->link != NULL ? link_problem(settings->link) : NULL;
    if (problem != NULL) {
        message_error("--link", "%s", problem);
        return 0;
    }
    return check_comparison(settings, paths) &&
           suffix_settle(&settings->format, settings->output, formats, FORMAT_SVG) &&
           settle_minimum(settings) && settle_background(settings);
}
