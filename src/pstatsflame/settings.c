/* What pstatsflame can be asked for: its table of options and where their values go. */
#include "settings.h"

#include "cli/link.h"
#include "cli/message.h"
#include "cli/numbers.h"
#include "pstatsflame/palette.h"

#include <stddef.h>
#include <string.h>

#define VALUE(member) .offset = offsetof(struct settings, member)
#define COUNT_MAX 100e6

static const struct option_choice formats[] = {
    {"svg", FORMAT_SVG},       {"png", FORMAT_PNG},   {"pdf", FORMAT_PDF}, {"ps", FORMAT_PS},
    {"folded", FORMAT_FOLDED}, {"json", FORMAT_JSON}, {NULL, 0},
};

static const struct option options[] = {
    {.group = "Input and output",
     .names = "output",
     .letter = 'o',
     .argument = "FILE",
     .kind = OPTION_STRING,
     VALUE(output),
     .help = "Write to FILE, which appears only when it is complete; \"-\" is standard output."},
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
    {.names = "quiet",
     .letter = 'q',
     .kind = OPTION_FLAG,
     VALUE(is_quiet),
     .help = "Print no warnings."},

    {.group = "Which stacks are shown",
     .names = "root",
     .argument = "NAME",
     .kind = OPTION_STRINGS,
     VALUE(roots),
     .help = "Begin stacks at these functions. NAME is one that frames show, such as loads or "
             "list.append, or, to be "
             "exact, app:10:main; it may hold the wildcards *, ? and [...]. Here and below: may "
             "be repeated."},
    {.names = "exclude",
     .argument = "NAME",
     .kind = OPTION_STRINGS,
     VALUE(excluded),
     .help = "Leave these functions out, and what they call; their time stays in their callers' "
             "totals."},
    {.names = "max-depth",
     .argument = "COUNT",
     .kind = OPTION_INTEGER,
     VALUE(max_depth),
     .minimum = 1,
     .maximum = COUNT_MAX,
     .help = "Show at most COUNT levels of calls."},
    {.names = "threshold",
     .argument = "PERCENTAGE",
     .kind = OPTION_NUMBER,
     VALUE(threshold_percent),
     .maximum = 100,
     .help = "Do not keep frames apart that are a smaller part of all; their time goes to the "
             "function's other frames.",
     .fallback = "0.001"},
    {.names = "max-frames",
     .argument = "COUNT",
     .kind = OPTION_INTEGER,
     VALUE(max_frames),
     .minimum = 1,
     .maximum = COUNT_MAX,
     .help = "Estimate at most so many frames, but one for each function.",
     .fallback = "200000"},
    {.names = "reverse",
     .kind = OPTION_FLAG,
     VALUE(is_reversed),
     .help = "Begin with the functions that use time, and put their callers on them."},

    {.group = "Comparing",
     .names = "baseline",
     .letter = 'b',
     .argument = "OLD",
     .kind = OPTION_STRINGS,
     VALUE(baselines),
     .help =
         "Show what has changed since the profile OLD: what takes more time now is orange, what "
         "takes less is blue, what is new is dark and has a plus sign. Several are added up, as "
         "FILEs are."},
    {.names = "negate",
     .kind = OPTION_FLAG,
     VALUE(is_negated),
     .help = "Let widths show the time before, so that what is gone is seen, too."},
    {.names = "normalise-paths normalize-paths",
     .kind = OPTION_FLAG,
     VALUE(has_normalised_paths),
     .help = "A module of Python or of an installed package is the same wherever it was "
             "installed."},

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
    {.names = "strip-prefix",
     .argument = "FOLDER",
     .kind = OPTION_STRINGS,
     VALUE(strip_prefixes),
     .help = "Show files in FOLDER, link to them and compare them without that part of their path; "
             "may be repeated."},
    {.names = "link",
     .argument = "ADDRESS",
     .kind = OPTION_STRING,
     VALUE(link),
     .help = "Link functions to ADDRESS, in which {file}, {line} and {name} are replaced. With "
             "--strip-prefix, only "
             "those in such a FOLDER."},
    {.names = "flamechart",
     .kind = OPTION_REFUSED,
     .is_hidden = 1,
     .help = "a pstats file does not tell when functions ran"},

    {.group = "About",
     .names = "help",
     .letter = 'h',
     .kind = OPTION_HELP,
     .help = "Show this and end."},
    {.names = "version",
     .kind = OPTION_VERSION,
     .help = "Show the versions of this program and its libraries."},
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
    .epilogue = "Options may be shortened while they stay clear. The exit status is 0 when all is "
                "well, 2 when the "
                "command line is wrong, 3 when an input is, and 4 when drawing or writing failed.",
};

/* ---- Checking ---- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int is_word(const char *text, const char *name)
{
    size_t i = 0;
    for (; text[i] != '\0' && name[i] != '\0' && lower(text[i]) == name[i]; i++)
        ;
    return text[i] == '\0' && name[i] == '\0';
}

/* Standard output, and what has no suffix, get an SVG. */
static int settle_format(struct settings *settings)
{
    if (settings->format != FORMAT_BY_SUFFIX)
        return 1;
    settings->format = FORMAT_SVG;
    const char *path = settings->output != NULL ? settings->output : "";
    const char *base = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path;
    const char *dot = strrchr(base, '.');
    if (dot == NULL || dot == base)
        return 1;
    for (const struct option_choice *c = formats; c->name != NULL; c++)
        if (is_word(dot + 1, c->name)) {
            settings->format = c->value;
            return 1;
        }
    message_error(path, "no format has this suffix; use .svg, .png, .pdf, .ps, .folded or .json, "
                        "or say which with -T");
    return 0;
}

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
    const char *found = c != '\0' ? strchr(digits, lower(c)) : NULL;
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
        if (is_word(settings->background, names[i].name)) {
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

/* An empty selector selects nothing in particular, as shell scripts with an unset variable expect. */
static void drop_empty(struct option_strings *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i][0] != '\0')
            list->items[kept++] = list->items[i];
    list->count = kept;
}

static size_t count_standard_input(const struct option_strings *paths)
{
    size_t count = 0;
    for (size_t i = 0; i < paths->count; i++)
        count += strcmp(paths->items[i], "-") == 0;
    return count;
}

static int check_comparison(const struct settings *settings, const struct option_strings *paths)
{
    const char *option = settings->is_negated             ? "--negate"
                         : settings->has_normalised_paths ? "--normalise-paths"
                                                          : NULL;
    size_t standard = count_standard_input(&settings->baselines) + count_standard_input(paths);
    if (settings->baselines.count == 0 && option != NULL)
        message_error(option, "needs --baseline=OLD, a profile to compare with");
    else if (standard + (paths->count == 0) > 1)
        message_error("-", "standard input can be read only once");
    else
        return 1;
    return 0;
}

int settings_check(struct settings *settings, const struct option_strings *paths)
{
    const char *problem = settings->link != NULL ? link_problem(settings->link) : NULL;
    if (problem != NULL) {
        message_error("--link", "%s", problem);
        return 0;
    }
    drop_empty(&settings->roots);
    drop_empty(&settings->excluded);
    return check_comparison(settings, paths) && settle_format(settings) &&
           settle_minimum(settings) && settle_background(settings);
}
