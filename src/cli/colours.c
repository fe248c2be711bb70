/* Colours: making, measuring and adjusting them. Knows no theme and no document format. */
#include "colours.h"

#include <math.h>
#include <stddef.h>

static double clamp(double value)
{
    return value < 0.0 ? 0.0 : value > 1.0 ? 1.0 : value;
}

static unsigned char channel(double value)
{
    return (unsigned char)(255.0 * clamp(value) + 0.5);
}

/* The channel whose hue is this part of the circle away from the colour's. */
static double hue_channel(double low, double high, double hue)
{
    hue -= floor(hue);
    if (hue * 6.0 < 1.0)
        return low + (high - low) * hue * 6.0;
    if (hue * 2.0 < 1.0)
        return high;
    if (hue * 3.0 < 2.0)
        return low + (high - low) * (2.0 / 3.0 - hue) * 6.0;
    return low;
}

struct colour colour_from_hsl(struct hsl hsl, double gamma)
{
    double s = clamp(hsl.saturation), l = clamp(hsl.lightness);
    double high = l <= 0.5 ? l * (s + 1.0) : l + s - l * s;
    double low = l * 2.0 - high;
    double red = hue_channel(low, high, hsl.hue + 1.0 / 3.0);
    double green = hue_channel(low, high, hsl.hue);
    double blue = hue_channel(low, high, hsl.hue - 1.0 / 3.0);
    if (gamma == 1.0) /* pow would come to the same */
        return (struct colour){channel(red), channel(green), channel(blue)};
    return (struct colour){channel(pow(red, gamma)), channel(pow(green, gamma)),
                           channel(pow(blue, gamma))};
}

struct hsl colour_to_hsl(struct colour colour)
{
    double r = colour.red / 255.0, g = colour.green / 255.0, b = colour.blue / 255.0;
    double high = fmax(r, fmax(g, b)), low = fmin(r, fmin(g, b)), range = high - low;
    struct hsl hsl = {0.0, 0.0, (high + low) / 2.0};
    if (range == 0.0)
        return hsl;
    hsl.saturation = range / (1.0 - fabs(2.0 * hsl.lightness - 1.0));
    double sixths = high == r   ? (g - b) / range
                    : high == g ? 2.0 + (b - r) / range
                                : 4.0 + (r - g) / range;
    hsl.hue = sixths / 6.0;
    return hsl;
}

struct colour colour_mix(struct colour a, struct colour b, double fraction)
{
    double f = clamp(fraction);
    return (struct colour){
        channel((a.red + (b.red - a.red) * f) / 255.0),
        channel((a.green + (b.green - a.green) * f) / 255.0),
        channel((a.blue + (b.blue - a.blue) * f) / 255.0),
    };
}

static double linear(unsigned char value)
{
    static double known[256]; /* 0: not computed yet */
    double v = value / 255.0;
    if (v <= 0.04045)
        return v / 12.92;
    if (known[value] == 0.0)
        known[value] = pow((v + 0.055) / 1.055, 2.4);
    return known[value];
}

double colour_luminance(struct colour colour)
{
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) +
           0.0722 * linear(colour.blue);
}

double colour_contrast(struct colour a, struct colour b)
{
    double first = colour_luminance(a) + 0.05, second = colour_luminance(b) + 0.05;
    return first > second ? first / second : second / first;
}

/* One of the two always is: white on what has a luminance of at most 0.183, black on what has at
 * least 0.175. */
struct colour colour_text_on(struct colour background)
{
    int is_dark = colour_contrast(COLOUR_WHITE, background) >= COLOUR_TEXT_CONTRAST;
    return is_dark ? COLOUR_WHITE : COLOUR_BLACK;
}

struct colour colour_legible(struct colour colour, struct colour page, double contrast)
{
    if (colour_contrast(colour, page) >= contrast)
        return colour;
    int is_dark_page = colour_luminance(page) < 0.18;
    struct hsl hsl = colour_to_hsl(colour);
    double near = hsl.lightness,
           far = is_dark_page ? 1.0 : 0.0; /* far has the contrast, near has not */
    struct colour found = is_dark_page ? COLOUR_WHITE : COLOUR_BLACK;
    for (int step = 0; step < 10; step++) {
        hsl.lightness = (near + far) / 2.0;
        struct colour tried = colour_from_hsl(hsl, 1.0);
        if (colour_contrast(tried, page) >= contrast) {
            found = tried;
            far = hsl.lightness;
        } else {
            near = hsl.lightness;
        }
    }
    return found;
}

void colour_hex(struct colour colour, char hex[COLOUR_HEX_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char channels[] = {colour.red, colour.green, colour.blue};
    *hex++ = '#';
    for (size_t i = 0; i < sizeof channels; i++) {
        *hex++ = digits[channels[i] >> 4];
        *hex++ = digits[channels[i] & 15];
    }
    *hex = '\0';
}
