/* What Graphviz calls formats. */
#include "formats.h"

#include <string.h>

const struct option_choice formats_suffixes[] = {
    {"dot", FORMAT_DOT},       {"gv", FORMAT_DOT},         {"txt", FORMAT_DOT},
    {"canon", FORMAT_TEXT},    {"cmap", FORMAT_TEXT},      {"cmapx", FORMAT_TEXT},
    {"cmapx_np", FORMAT_TEXT}, {"dot_json", FORMAT_TEXT},  {"fig", FORMAT_TEXT},
    {"imap", FORMAT_TEXT},     {"imap_np", FORMAT_TEXT},   {"ismap", FORMAT_TEXT},
    {"json", FORMAT_TEXT},     {"json0", FORMAT_TEXT},     {"pic", FORMAT_TEXT},
    {"plain", FORMAT_TEXT},    {"plain-ext", FORMAT_TEXT}, {"xdot", FORMAT_TEXT},
    {"xdot1.2", FORMAT_TEXT},  {"xdot1.4", FORMAT_TEXT},   {"xdot_json", FORMAT_TEXT},
    {"kitty", FORMAT_TEXT},    {"kittyz", FORMAT_TEXT},    {"sixel", FORMAT_TEXT},
    {"vt", FORMAT_TEXT},       {"vt-24bit", FORMAT_TEXT},  {"avif", FORMAT_PICTURE},
    {"bmp", FORMAT_PICTURE},   {"emf", FORMAT_PICTURE},    {"emfplus", FORMAT_PICTURE},
    {"eps", FORMAT_PICTURE},   {"exr", FORMAT_PICTURE},    {"gd", FORMAT_PICTURE},
    {"gd2", FORMAT_PICTURE},   {"gif", FORMAT_PICTURE},    {"icns", FORMAT_PICTURE},
    {"ico", FORMAT_PICTURE},   {"jp2", FORMAT_PICTURE},    {"jpe", FORMAT_PICTURE},
    {"jpeg", FORMAT_PICTURE},  {"jpg", FORMAT_PICTURE},    {"metafile", FORMAT_PICTURE},
    {"mp", FORMAT_PICTURE},    {"pct", FORMAT_PICTURE},    {"pdf", FORMAT_PICTURE},
    {"pict", FORMAT_PICTURE},  {"png", FORMAT_PICTURE},    {"pov", FORMAT_PICTURE},
    {"ps", FORMAT_PICTURE},    {"ps2", FORMAT_PICTURE},    {"psd", FORMAT_PICTURE},
    {"sgi", FORMAT_PICTURE},   {"svg", FORMAT_PICTURE},    {"svg_inline", FORMAT_PICTURE},
    {"svgz", FORMAT_PICTURE},  {"tga", FORMAT_PICTURE},    {"tif", FORMAT_PICTURE},
    {"tiff", FORMAT_PICTURE},  {"tk", FORMAT_PICTURE},     {"vdx", FORMAT_PICTURE},
    {"vml", FORMAT_PICTURE},   {"vmlz", FORMAT_PICTURE},   {"vrml", FORMAT_PICTURE},
    {"wbmp", FORMAT_PICTURE},  {"webp", FORMAT_PICTURE},   {NULL, 0},
};

int formats_kind(const char *name)
{
    for (const struct option_choice *c = formats_suffixes; c->name != NULL; c++)
        if (strcmp(c->name, name) == 0)
            return c->value;
    return FORMAT_PICTURE;
}
