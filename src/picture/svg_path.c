/* Numbers and paths of an SVG in few bytes. */
#include "svg_path.h"

#include <math.h>
#include <string.h>

#define PARAMETERS_MAX 2
#define WHOLE_MAX INT64_C(100000000000) /* no picture needs more than ten times that */
#define COMMAND_SIZE 64                 /* a command with all its parameters */

/* Coordinates are whole hundredths, so that sums and differences are exact. */
struct point {
    int64_t x, y;
};

struct writer {
    struct buffer *out;
    struct svg_placing placing;
    char command;  /* the last one written */
    int has_point; /* the number written last has one: one that starts with a point needs no blank */
    struct point current, start;
};

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int is_separator(char c)
{
    return c == ' ' || c == ',' || c == '\n' || c == '\t' || c == '\r';
}

static const char *skip_separators(const char *at, const char *end)
{
    while (at < end && is_separator(*at))
        at++;
    return at;
}

/* Reads a number in units of ten to the power of -places, rounded. As svg_number_scan otherwise. */
static int scan_number(const char **position, const char *end, size_t places, int64_t *units)
{
    const char *at = skip_separators(*position, end);
    int is_negative = at < end && *at == '-', has_digits = 0;
    size_t place = 0;
    int64_t sum = 0;
    at += is_negative;
    for (; at < end && is_digit(*at); at++, has_digits = 1) {
        if (sum > WHOLE_MAX)
            return 0;
        sum = sum * 10 + (*at - '0');
    }
    if (at < end && *at == '.') {
        for (at++; at < end && is_digit(*at); at++, place++, has_digits = 1) {
            if (place < places)
                sum = sum * 10 + (*at - '0');
            else if (place == places && *at >= '5')
                sum++;
        }
    }
    for (; place < places; place++)
        sum *= 10;
    if (!has_digits)
        return 0;
    *position = at;
    *units = is_negative ? -sum : sum;
    return 1;
}

int svg_number_scan(const char **position, const char *end, int64_t *hundredths)
{
    return scan_number(position, end, 2, hundredths);
}

/* Writes at most 24 bytes and returns where they end. */
static char *put_number(char *at, int64_t hundredths)
{
    uint64_t value = hundredths < 0 ? -(uint64_t)hundredths : (uint64_t)hundredths;
    uint64_t whole = value / 100, part = value % 100;
    if (hundredths < 0)
        *at++ = '-';
    size_t count = value == 0; /* of digits before the point */
    for (uint64_t left = whole; left > 0; left /= 10)
        count++;
    for (size_t i = count; i-- > 0; whole /= 10)
        at[i] = (char)('0' + whole % 10);
    at += count;
    if (part > 0) {
        *at++ = '.';
        *at++ = (char)('0' + part / 10);
        if (part % 10 > 0)
            *at++ = (char)('0' + part % 10);
    }
    return at;
}

static int starts_with_point(int64_t hundredths)
{
    return hundredths > 0 && hundredths < 100;
}

/* What the command is behind what was written so far; *has_point becomes the writer's. */
static size_t format_command(const struct writer *writer, char text[COMMAND_SIZE], char command,
                             const int64_t *numbers, size_t count, int *has_point)
{
    char *at = text;
    int is_repeated = command == writer->command && command != 'M' && command != 'm';
    int is_joined = !is_repeated; /* nothing has to part the number from what is before it */
    *has_point = writer->has_point;
    if (!is_repeated)
        *at++ = command;
    for (size_t i = 0; i < count; i++) {
        if (!is_joined && numbers[i] >= 0 && !(*has_point && starts_with_point(numbers[i])))
            *at++ = ' ';
        at = put_number(at, numbers[i]);
        *has_point = numbers[i] % 100 != 0;
        is_joined = 0;
    }
    return (size_t)(at - text);
}

/* The shorter of the absolute command and the relative one, which comes first when they are equally short. */
static void write_command(struct writer *writer, char absolute, const int64_t *numbers,
                          const int64_t *differences, size_t count)
{
    char texts[2][COMMAND_SIZE];
    int has_point[2];
    char relative = (char)(absolute - 'A' + 'a');
    size_t lengths[2] = {
        format_command(writer, texts[0], relative, differences, count, &has_point[0]),
        format_command(writer, texts[1], absolute, numbers, count, &has_point[1]),
    };
    int chosen = lengths[1] < lengths[0];
    buffer_append(writer->out, texts[chosen], lengths[chosen]);
    writer->command = chosen ? absolute : relative;
    writer->has_point = has_point[chosen];
}

static void write_line(struct writer *writer, struct point to)
{
    struct point from = writer->current;
    const int64_t numbers[2] = {to.x, to.y};
    const int64_t differences[2] = {to.x - from.x, to.y - from.y};
    if (to.y == from.y)
        write_command(writer, 'H', numbers, differences, 1);
    else if (to.x == from.x)
        write_command(writer, 'V', numbers + 1, differences + 1, 1);
    else
        write_command(writer, 'L', numbers, differences, 2);
    writer->current = to;
}

static void write_move(struct writer *writer, struct point to)
{
    const int64_t numbers[2] = {to.x, to.y};
    const int64_t differences[2] = {to.x - writer->current.x, to.y - writer->current.y};
    if (writer->command == '\0') { /* a path's first move is absolute in any case */
        char text[COMMAND_SIZE];
        size_t length = format_command(writer, text, 'M', numbers, 2, &writer->has_point);
        buffer_append(writer->out, text, length);
        writer->command = 'M';
    } else
        write_command(writer, 'M', numbers, differences, 2);
    writer->current = writer->start = to;
}

static void write_close(struct writer *writer)
{
    buffer_append_char(writer->out, 'z');
    writer->command = 'z';
    writer->current = writer->start;
}

static int scan_coordinate(const char **at, const char *end, double scale, double move,
                           int64_t *hundredths)
{
    int64_t millionths;
    if (scale == 1.0 && move == 0.0)
        return svg_number_scan(at, end, hundredths);
    if (!scan_number(at, end, 6, &millionths))
        return 0;
    double placed = ((double)millionths * scale + move * 1e6) / 1e4;
    if (!(fabs(placed) < (double)WHOLE_MAX))
        return 0;
    *hundredths = (int64_t)(placed + (placed < 0.0 ? -0.5 : 0.5));
    return 1;
}

/* The point that a command leads to; of H and V one coordinate is the current one. 0: there is none. */
static int scan_point(const struct svg_placing *placing, const char **at, const char *end,
                      char command, struct point *point)
{
    int is_done = command == 'V' || scan_coordinate(at, end, placing->scale, placing->x, &point->x);
    return is_done &&
           (command == 'H' || scan_coordinate(at, end, placing->scale, placing->y, &point->y));
}

static int is_known(char command)
{
    return command == 'M' || command == 'L' || command == 'H' || command == 'V' || command == 'Z';
}

/* 0: there is something that cairo does not write of shapes with straight edges. A move is written when something is
 * drawn from there: cairo ends every path with one that nothing follows. */
static int rewrite(struct writer *writer, const char *at, const char *end)
{
    struct point move = {0, 0};
    int has_move = 0, has_start = 0;
    while ((at = skip_separators(at, end)) < end) {
        char command = *at++;
        struct point to = has_move ? move : writer->current;
        if (!is_known(command) || (command != 'M' && !has_start) ||
            (command != 'Z' && !scan_point(&writer->placing, &at, end, command, &to)))
            return 0;
        if (command == 'M') {
            move = to;
            has_move = has_start = 1;
            continue;
        }
        if (has_move)
            write_move(writer, move);
        has_move = 0;
        if (command == 'Z')
            write_close(writer);
        else
            write_line(writer, to);
    }
    return 1;
}

int svg_placing_scan(const char *transform, size_t length, struct svg_placing *placing)
{
    static const char start[] = "matrix(";
    double numbers[6];
    const char *at = transform + sizeof start - 1, *end = transform + length;
    if (length < sizeof start || memcmp(transform, start, sizeof start - 1) != 0)
        return 0;
    for (size_t i = 0; i < 6; i++) {
        int64_t millionths;
        if (!scan_number(&at, end, 6, &millionths))
            return 0;
        numbers[i] = (double)millionths / 1e6;
    }
    *placing = (struct svg_placing){numbers[0], numbers[4], numbers[5]};
    return end - at == 1 && *at == ')' && numbers[0] == numbers[3] && numbers[0] > 0.0 &&
           numbers[1] == 0.0 && numbers[2] == 0.0;
}

int svg_path_append(struct buffer *out, const char *data, size_t length,
                    const struct svg_placing *placing)
{
    size_t before = out->length;
    struct writer writer = {.out = out, .placing = *placing};
    if (rewrite(&writer, data, data + length))
        return 1;
    buffer_cut(out, before);
    return 0;
}

void svg_number_append(struct buffer *out, const char *number, size_t length, double scale)
{
    const char *at = number;
    int64_t hundredths;
    char text[24];
    if (scan_coordinate(&at, number + length, scale, 0.0, &hundredths) && at == number + length)
        buffer_append(out, text, (size_t)(put_number(text, hundredths) - text));
    else
        buffer_append(out, number, length);
}
