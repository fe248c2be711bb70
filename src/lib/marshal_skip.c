/* Reads over objects that nobody wants, however deep they are. */
#include "marshal_skip.h"

#include "arena.h"

/* A container whose children are being skipped. */
struct marshal_open {
    size_t slot;
    size_t left;      /* children; of a dict: SIZE_MAX */
    size_t line_when; /* of a code object: its line stands where so many are left; else 0 */
};

static int open_container(struct marshal *marshal, const struct marshal_object *object,
                          struct marshal_open *open)
{
    *open = (struct marshal_open){object->slot, object->count, 0};
    switch (object->kind) {
    case MARSHAL_DICT:
        open->left = SIZE_MAX;
        break;
    case MARSHAL_CODE:
        marshal_code_head(marshal);
        open->line_when = marshal_code_tail_objects(marshal);
        open->left = MARSHAL_CODE_OBJECTS + open->line_when;
        break;
    case MARSHAL_SEQUENCE:
    case MARSHAL_SET:
    case MARSHAL_SLICE:
        break;
    default:
        return 0; /* has no children */
    }
    if (!marshal_enter(marshal, object))
        return 0;
    if (marshal->stack == NULL)
        marshal->stack = array_new(MARSHAL_MAX_DEPTH + 1, sizeof *marshal->stack);
    if (marshal->stack == NULL) {
        marshal_fail(marshal, PSTATS_ERROR_MEMORY, object->offset, "out of memory");
        return 0;
    }
    return 1;
}

/* Python reads a dict until a NULL, be it a key or a value, and takes a NULL nowhere else. */
static int is_end(struct marshal *marshal, const struct marshal_object *object,
                  struct marshal_open *open)
{
    if (object->kind != MARSHAL_NULL)
        return 0;
    if (open->left != SIZE_MAX)
        marshal_fail(marshal, PSTATS_ERROR_MARSHAL, object->offset,
                     "an object is missing; the file is damaged");
    open->left = 0;
    return 1;
}

void marshal_skip(struct marshal *marshal, const struct marshal_object *object)
{
    struct marshal_open open;
    size_t count = 0; /* containers around the next object */
    if (!open_container(marshal, object, &open))
        return;
    marshal->stack[count++] = open;
    while (count > 0 && !marshal->failed) {
        struct marshal_open *top = &marshal->stack[count - 1];
        struct marshal_object child;
        if (top->left == 0) {
            marshal_remember(marshal, top->slot, MARSHAL_ROLE_NONE, 0);
            marshal_leave(marshal);
            count--;
            continue;
        }
        if (top->line_when != 0 && top->left == top->line_when) {
            marshal_code_line(marshal);
            top->line_when = 0;
        }
        marshal_next(marshal, &child);
        if (is_end(marshal, &child, top))
            continue;
        if (top->left != SIZE_MAX)
            top->left--;
        if (open_container(marshal, &child, &open))
            marshal->stack[count++] = open;
    }
}

void marshal_skip_next(struct marshal *marshal)
{
    struct marshal_object object;
    marshal_next(marshal, &object);
    if (object.kind == MARSHAL_NULL)
        marshal_fail(marshal, PSTATS_ERROR_MARSHAL, object.offset,
                     "an object is missing; the file is damaged");
    marshal_skip(marshal, &object);
}
