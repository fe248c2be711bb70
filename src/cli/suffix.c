/* The formats that outputs' names ask for. */
#include "suffix.h"

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

int suffix_choose(const char *path, const struct option_choice *choices, int otherwise)
{
    const char *name = last_part(path);
    size_t length = strlen(name);
    for (const struct option_choice *c = choices; c->name != NULL; c++) {
        size_t wanted = strlen(c->name);
        if (length > wanted + 1 && name[length - wanted - 1] == '.' &&
            strcasecmp(name + length - wanted, c->name) == 0)
            return c->value;
    }
    return otherwise;
}

void suffix_warn(const char *path, const char *spoken_of, const char *usual)
{
    message_warning(path,
                    "'%.100s' is no format that %s, so this is %s; --output-format=TYPE asks for "
                    "another",
                    suffix_of(path), spoken_of, usual);
}
