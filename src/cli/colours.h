/* Colours: making, measuring and adjusting them. Knows no theme and no document format. */
#ifndef CLI_COLOURS_H
#define CLI_COLOURS_H

#define COLOUR_TEXT_CONTRAST 4.5 /* what WCAG 2 asks of text, level AA */
#define COLOUR_LINE_CONTRAST 3.0 /* and of what else has to be seen */

struct colour { /* sRGB */
    unsigned char red, green, blue;
};

#define COLOUR_WHITE ((struct colour){255, 255, 255})
#define COLOUR_BLACK ((struct colour){0, 0, 0})

struct hsl { /* each 0..1; hue is a part of the circle and may be any number */
    double hue, saturation, lightness;
};

/* As CSS has it; then every channel to the power of gamma. */
struct colour colour_from_hsl(struct hsl hsl, double gamma);
struct hsl colour_to_hsl(struct colour colour);

/* Between a (at 0) and b (at 1), channel by channel. */
struct colour colour_mix(struct colour a, struct colour b, double fraction);

double colour_luminance(struct colour colour);            /* relative, as WCAG 2 defines it: 0..1 */
double colour_contrast(struct colour a, struct colour b); /* 1..21 */

/* White where it is legible (at least COLOUR_TEXT_CONTRAST), else black, which then is. */
struct colour colour_text_on(struct colour background);

/* colour, or the nearest in its hue that has this contrast on page: darker on a light page, lighter
 * on a dark one. */
struct colour colour_legible(struct colour colour, struct colour page, double contrast);

#define COLOUR_HEX_SIZE 8
void colour_hex(struct colour colour, char hex[COLOUR_HEX_SIZE]); /* "#rrggbb" */

#endif
