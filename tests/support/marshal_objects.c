/* The smallest object of each kind. */
#include "marshal_objects.h"

const char slotted_codes[] = "iIlgfyxsutaAzZ([)<>{}:c";

void put_one(struct marshal_writer *writer, char code)
{
    static const unsigned char zero[16];
    put_code(writer, code);
    switch (code) {
    case 'g':
    case 'I':
        put_raw(writer, zero, 8);
        break;
    case 'y':
        put_raw(writer, zero, 16);
        break;
    case 'f':
        put_raw(writer, "\0011", 2);
        break;
    case 'x':
        put_raw(writer, "\0011\0012", 4);
        break;
    case 'z':
    case 'Z':
    case ')':
        put_raw(writer, zero, 1);
        break;
    case '{':
    case '}':
        put_raw(writer, "0", 1);
        break;
    case ':':
        put_raw(writer, "NNN", 3);
        break;
    case 'c':
        put_repeated(writer, zero, 4, 5);
        put_repeated(writer, "N", 1, 8);
        put_raw(writer, zero, 4);
        put_repeated(writer, "N", 1, 2);
        break;
    default: /* an empty size, or zero */
        put_raw(writer, zero, 4);
    }
}
