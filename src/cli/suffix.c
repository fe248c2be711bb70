/* The formats that outputs' names ask for. */
#include "suffix.h"

#include "cli/buffer.h"
#include "cli/message.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

static const char *last_part(const char *path)
{
    const char *slash = path != NULL ? strrchr(path, '/') : NULL;
    return path == NULL ? "" : slash != NULL ? slash + 1 : path;
}

const char *suffix_of(const char *path)
{
    const char *name = last_part(path), *point = strrchr(name, '.');
    return point == NULL || point == name ? "" : point + 1;
}

const struct option_choice *suffix_find(const char *path, const struct option_choice *choices)
{
    const char *name = last_part(path);
    size_t length = strlen(name);
    for (const struct option_choice *c = choices; c->name != NULL; c++) {
        size_t wanted = strlen(c->name);
        if (length > wanted + 1 && name[length - wanted - 1] == '.' &&
            strcasecmp(name + length - wanted, c->name) == 0)
            return c;
    }
    return NULL;
}

static int is_first_of_its_value(const struct option_choice *choice,
                                 const struct option_choice *choices)
{
    const struct option_choice *c = choices;
    while (c->value != choice->value)
        c++;
    return c == choice;
}

/* ".a, .b or .c" */
static void append_list(struct buffer *list, const struct option_choice *choices)
{
    const char *last = NULL;
    for (const struct option_choice *c = choices; c->name != NULL; c++) {
        if (!is_first_of_its_value(c, choices))
            continue;
        if (last != NULL)
            buffer_append_format(list, "%s.%s", list->length > 0 ? ", " : "", last);
        last = c->name;
    }
    buffer_append_format(list, "%s.%s", list->length > 0 ? " or " : "", last);
}

int suffix_settle(int *format, const char *path, const struct option_choice *choices, int usual)
{
    struct buffer list = BUFFER_INIT;
    const struct option_choice *choice = suffix_find(path, choices);
    if (*format == 0)
        *format = choice != NULL ? choice->value : *suffix_of(path) == '\0' ? usual : 0;
    if (*format != 0)
        return 1;
    append_list(&list, choices);
    message_error(path, "no format has this suffix; use %s, or say which with -T",
                  list.failed ? "another" : buffer_string(&list));
    buffer_free(&list);
    return 0;
}
