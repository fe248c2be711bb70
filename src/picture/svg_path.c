/* Numbers and paths of an SVG in few bytes. */
#include "svg_path.h"

#include <string.h>

#define PARAMETERS_MAX 2
#define COMMAND_SIZE 64 /* a command with all its parameters */

/* Coordinates are whole hundredths, so that sums and differences are exact. */
struct point {
    int64_t x, y;
};

struct writer {
    struct buffer *out;
    char command;  /* the last one written */
    int has_point; /* the number written last has one: one that starts with a point needs no blank */
    struct point current, start;
};

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *skip_separators(const char *at, const char *end)
{
    while (at < end && memchr(" ,\t\n\r", *at, 5) != NULL)
        at++;
    return at;
}

int svg_number_scan(const char **position, const char *end, int64_t *hundredths)
{
    const char *at = skip_separators(*position, end);
    int is_negative = at < end && *at == '-', has_digits = 0;
    size_t place = 0;
    int64_t sum = 0;
    at += is_negative;
    for (; at < end && is_digit(*at); at++, has_digits = 1) {
        if (sum > INT64_C(100000000000))
            return 0;
        sum = sum * 10 + (*at - '0');
    }
    if (at < end && *at == '.') {
        for (at++; at < end && is_digit(*at); at++, place++, has_digits = 1) {
            if (place < 2)
                sum = sum * 10 + (*at - '0');
            else if (place == 2 && *at >= '5')
                sum++;
        }
    }
    for (; place < 2; place++)
        sum *= 10;
    if (!has_digits)
        return 0;
    *position = at;
    *hundredths = is_negative ? -sum : sum;
    return 1;
}

/* Writes at most 24 bytes and returns their number. */
static size_t format_number(char *text, int64_t hundredths)
{
    char digits[24];
    size_t count = 0, length = 0;
    uint64_t value = hundredths < 0 ? -(uint64_t)hundredths : (uint64_t)hundredths;
    uint64_t whole = value / 100, part = value % 100;
    for (; whole > 0; whole /= 10)
        digits[count++] = (char)('0' + whole % 10);
    if (hundredths < 0)
        text[length++] = '-';
    while (count > 0)
        text[length++] = digits[--count];
    if (part > 0) {
        text[length++] = '.';
        text[length++] = (char)('0' + part / 10);
        if (part % 10 > 0)
            text[length++] = (char)('0' + part % 10);
    }
    if (value == 0)
        text[length++] = '0';
    return length;
}

/* What the command is behind what was written so far; *has_point becomes the writer's. */
static size_t format_command(const struct writer *writer, char text[COMMAND_SIZE], char command,
                             const int64_t *numbers, size_t count, int *has_point)
{
    size_t length = 0;
    int is_repeated = command == writer->command && memchr("Mmz", command, 3) == NULL;
    int is_joined = !is_repeated; /* nothing has to part the number from what is before it */
    *has_point = writer->has_point;
    if (!is_repeated)
        text[length++] = command;
    for (size_t i = 0; i < count; i++) {
        char number[24];
        size_t size = format_number(number, numbers[i]);
        if (!is_joined && number[0] != '-' && !(number[0] == '.' && *has_point))
            text[length++] = ' ';
        memcpy(text + length, number, size);
        length += size;
        *has_point = memchr(number, '.', size) != NULL;
        is_joined = 0;
    }
    return length;
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

/* The point that a command leads to; of H and V one coordinate is the current one. 0: there is none. */
static int scan_point(const char **at, const char *end, char command, struct point *point)
{
    int is_done = command == 'V' || svg_number_scan(at, end, &point->x);
    return is_done && (command == 'H' || svg_number_scan(at, end, &point->y));
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
        if (memchr("MLHVZ", command, 5) == NULL || (command != 'M' && !has_start) ||
            (command != 'Z' && !scan_point(&at, end, command, &to)))
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

void svg_path_append(struct buffer *out, const char *data, size_t length)
{
    size_t before = out->length;
    struct writer writer = {.out = out};
    if (rewrite(&writer, data, data + length))
        return;
    buffer_cut(out, before);
    buffer_append(out, data, length);
}

void svg_number_append(struct buffer *out, const char *number, size_t length)
{
    const char *at = number;
    int64_t hundredths;
    char text[24];
    if (svg_number_scan(&at, number + length, &hundredths) && at == number + length)
        buffer_append(out, text, format_number(text, hundredths));
    else
        buffer_append(out, number, length);
}
