/* Runs ahead of reading, so that what reading will look at in memory has been fetched by then. */
#include "record_scout.h"

#include "prefetch.h"
#include "record_plain.h"

/* So much of a file takes as long to read as a look at memory does. */
#define AHEAD_BYTES 400
#define STEPS 4             /* at most, for a caller, which is two */
#define LONGEST_STEP 1024   /* more than two short texts take */
#define PLAIN_NUMBER_SIZE 5 /* or reference */

/* 0: neither a reference nor a short text. */
static size_t text_size(const unsigned char *bytes)
{
    if (*bytes == 'r')
        return PLAIN_NUMBER_SIZE;
    return ((*bytes & ~FLAG_REF) | 0x20) == 'z' ? (size_t)2 + bytes[1] : 0;
}

/* The items of a key: by its name, the function will be looked for. */
static size_t step_key(const struct record_reader *reader, const unsigned char *bytes)
{
    size_t file_size = text_size(bytes);
    const unsigned char *name = bytes + file_size + PLAIN_NUMBER_SIZE;
    size_t name_size = file_size > 0 ? text_size(name) : 0;
    if (name_size == 0)
        return 0;
    if (*name != 'r')
        text_prefetch(&reader->names, (pstats_text){(const char *)name + 2, name[1]});
    else if (plain_32_bits(name + 1) < reader->found_key_count)
        PREFETCH(&reader->found_keys[plain_32_bits(name + 1)]);
    return file_size + PLAIN_NUMBER_SIZE + name_size;
}

/* Returns the size of a key, of figures, or what stands between them, as nearly all dumps have them. 0: something else. */
static size_t step(const struct record_reader *reader, const unsigned char *bytes)
{
    if (*bytes == '0')
        return 1;
    if (*bytes != ')')
        return 0;
    size_t key_size;
    switch (bytes[1]) {
    case 3:
        key_size = step_key(reader, bytes + 2);
        return key_size > 0 ? 2 + key_size : 0;
    case 4:
        return 2 + PLAIN_COST_SIZE;
    case 5:
        return 2 + PLAIN_COST_SIZE + 1;
    default:
        return 0;
    }
}

void record_scout_run(struct record_reader *reader)
{
    const struct marshal *marshal = &reader->marshal;
    size_t offset = marshal_offset(marshal);
    if (reader->scouted < offset)
        reader->scouted = offset;
    for (int i = 0; i < STEPS && reader->scouted < offset + AHEAD_BYTES; i++) {
        size_t at = reader->scouted - marshal->window_offset;
        size_t size = at + LONGEST_STEP <= marshal->size ? step(reader, marshal->bytes + at) : 0;
        if (size == 0)
            return; /* until reading is there */
        reader->scouted += size;
    }
}
