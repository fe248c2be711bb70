/* Numbers and paths of an SVG in few bytes. */
#include "svg_path.h"

#include <stdlib.h>
#include <string.h>

#define PARAMETERS_MAX 6
#define COMMAND_SIZE 160 /* a command with all its parameters */

#define FINE 100 /* to a hundredth */
#define CONIC_TOLERANCE (2 * FINE)

/* Coordinates are whole hundredths as they are written, so that sums and differences are exact, and whole
 * ten-thousandths as they are read. */
struct point {
    int64_t x, y;
};

struct writer {
    struct buffer *out;
    char command;  /* the last one written */
    int has_point; /* the number written last has one: one that starts with a point needs no blank */
    struct point current, start; /* as written */
    struct point exact;          /* the current one as read */
    struct point control;        /* of the last quadratic curve, as written */
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

/* A number with that many decimal places, times ten to the power of them. */
static int scan_number(const char **position, const char *end, size_t places, int64_t *value)
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
    *value = is_negative ? -sum : sum;
    return 1;
}

int svg_number_scan(const char **position, const char *end, int64_t *hundredths)
{
    return scan_number(position, end, 2, hundredths);
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

static int64_t coarse(int64_t exact)
{
    return (exact < 0 ? exact - FINE / 2 : exact + FINE / 2) / FINE;
}

static int is_near(struct point a, struct point b, int64_t tolerance)
{
    return llabs(a.x - b.x) <= tolerance && llabs(a.y - b.y) <= tolerance;
}

/* The curves of most fonts are quadratic, and cairo raises their degree: this is undone. 0: the curve is cubic indeed.
 * Otherwise *control is the one point that shapes it. */
static int find_control(const struct writer *writer, const struct point points[3],
                        struct point *control)
{
    struct point from = writer->exact, to = points[2];
    struct point first = {(3 * points[0].x - from.x) / 2, (3 * points[0].y - from.y) / 2};
    struct point second = {(3 * points[1].x - to.x) / 2, (3 * points[1].y - to.y) / 2};
    if (!is_near(first, second, CONIC_TOLERANCE))
        return 0;
    *control = (struct point){coarse((first.x + second.x) / 2), coarse((first.y + second.y) / 2)};
    return 1;
}

static void write_points(struct writer *writer, char absolute, const struct point *points,
                         size_t count)
{
    int64_t numbers[PARAMETERS_MAX], differences[PARAMETERS_MAX];
    for (size_t i = 0; i < count; i++) {
        numbers[2 * i] = points[i].x;
        numbers[2 * i + 1] = points[i].y;
        differences[2 * i] = points[i].x - writer->current.x;
        differences[2 * i + 1] = points[i].y - writer->current.y;
    }
    write_command(writer, absolute, numbers, differences, 2 * count);
    writer->current = points[count - 1];
}

/* points as read: two that shape the curve and its end. */
static void write_curve(struct writer *writer, const struct point points[3])
{
    struct point written[3], control;
    for (size_t i = 0; i < 3; i++)
        written[i] = (struct point){coarse(points[i].x), coarse(points[i].y)};
    struct point mirrored = {2 * writer->current.x - writer->control.x,
                             2 * writer->current.y - writer->control.y};
    int is_smooth = writer->command != '\0' && strchr("QqTt", writer->command) != NULL;
    if (!find_control(writer, points, &control))
        write_points(writer, 'C', written, 3);
    else if (is_smooth && is_near(control, mirrored, 1)) {
        write_points(writer, 'T', written + 2, 1);
        writer->control = mirrored;
    } else {
        written[1] = control;
        write_points(writer, 'Q', written + 1, 2);
        writer->control = control;
    }
}

static void write_move(struct writer *writer, struct point to)
{
    if (writer->command == '\0') { /* a path's first move is absolute in any case */
        const int64_t numbers[2] = {to.x, to.y};
        char text[COMMAND_SIZE];
        size_t length = format_command(writer, text, 'M', numbers, 2, &writer->has_point);
        buffer_append(writer->out, text, length);
        writer->command = 'M';
        writer->current = to;
    } else
        write_points(writer, 'M', &to, 1);
    writer->start = to;
}

static void write_close(struct writer *writer)
{
    buffer_append_char(writer->out, 'z');
    writer->command = 'z';
    writer->current = writer->start;
}

static size_t parameter_count(char command)
{
    switch (command) {
    case 'Z':
        return 0;
    case 'H':
    case 'V':
        return 1;
    case 'C':
        return PARAMETERS_MAX;
    default:
        return 2;
    }
}

/* points as read; of H and V one coordinate is the current one. */
static void write_step(struct writer *writer, char command, const struct point points[3])
{
    if (command == 'Z') {
        write_close(writer);
        return;
    }
    const struct point *to = &points[command == 'C' ? 2 : 0];
    if (command == 'C')
        write_curve(writer, points);
    else
        write_line(writer, (struct point){coarse(to->x), coarse(to->y)});
    writer->exact = *to;
}

/* 0: there is something that cairo does not write. A move is written when something is drawn from there: cairo ends
 * every path with one that nothing follows. */
static int rewrite(struct writer *writer, const char *at, const char *end)
{
    struct point move = {0, 0}, start = {0, 0}; /* as read */
    int has_move = 0, has_start = 0;
    while ((at = skip_separators(at, end)) < end) {
        char command = *at++;
        if (memchr("MLHVCZ", command, 6) == NULL || (command != 'M' && !has_start))
            return 0;
        struct point points[3] = {writer->exact, {0, 0}, {0, 0}};
        for (size_t i = command == 'V', last = i + parameter_count(command); i < last; i++) {
            struct point *point = &points[i / 2];
            if (!scan_number(&at, end, 4, i % 2 == 0 ? &point->x : &point->y))
                return 0;
        }
        if (command == 'M') {
            writer->exact = move = points[0];
            has_move = has_start = 1;
            continue;
        }
        if (has_move) {
            write_move(writer, (struct point){coarse(move.x), coarse(move.y)});
            start = move;
        }
        has_move = 0;
        write_step(writer, command, points);
        if (command == 'Z')
            writer->exact = start;
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
