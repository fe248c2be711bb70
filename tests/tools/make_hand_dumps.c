/* Writes the dumps of tests/data that no profiler at hand writes, into a folder: `make_hand_dumps FOLDER`. */
#include "../support/marshal_writer.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static void put_marker(struct marshal_writer *writer)
{
    put_tuple(writer, 1);
    put_string(writer, 'Z', "__sampled__", 11);
    put_code(writer, 'T');
}

/* ('profile', 0, <code object>): what python -m profile writes for the whole script. */
static void put_script_record(struct marshal_writer *writer)
{
    put_tuple(writer, 5);
    put_int(writer, 1);
    put_int(writer, 1);
    put_double(writer, 0.25);
    put_double(writer, 1.75);
    put_dict_begin(writer);
    put_key(writer, "profile", 0, "profiler");
    put_int(writer, 1);
    put_dict_end(writer);
}

/* ---- Python 3.14 and 3.15 ---- */

static void put_slice(struct marshal_writer *writer, int64_t start, int64_t stop)
{
    put_code(writer, ':');
    put_int(writer, start);
    put_int(writer, stop);
    put_code(writer, 'N');
}

/* Constants of all kinds, with references from one to the other and to a text that is the script's file name. */
static void write_slice(struct marshal_writer *writer)
{
    put_dict_begin(writer);
    put_tuple(writer, 3);
    put_text(writer, "profile");
    put_int(writer, 0);
    put_flag(writer);
    put_code_object_begin(writer, CODE_PYTHON_3_11);
    put_flag(writer);
    put_tuple(writer, 9);
    int32_t slice = put_flag(writer);
    put_slice(writer, 1, (int64_t)1 << 40);
    put_reference(writer, slice);
    put_code(writer, '>');
    put_raw_int32(writer, 2);
    put_text(writer, "one");
    put_slice(writer, -1, 2);
    put_code(writer, 'y');
    put_raw(writer, "\0\0\0\0\0\0\360\77\0\0\0\0\0\0\360\77", 16);
    put_code(writer, '.');
    put_code(writer, 'N');
    put_double(writer, 0.5);
    put_string(writer, 's', "\xff\0", 2);
    put_code_object_begin(writer, CODE_PYTHON_3_11);
    put_tuple(writer, 0);
    put_code_object_end(writer, CODE_PYTHON_3_11, "/srv/app/slices.py", "inner", 3);
    put_code_object_end(writer, CODE_PYTHON_3_11, "/srv/app/slices.py", "<module>", 1);
    put_script_record(writer);
    put_function_begin(writer, "/srv/app/slices.py", 3, "inner", 2, 2, 0.5, 0.5);
    put_key(writer, "profile", 0, "missing");
    put_int(writer, 2);
    put_dict_end(writer);
    put_dict_end(writer);
}

static void write_frozendict(struct marshal_writer *writer)
{
    put_dict_begin(writer);
    put_function_begin(writer, "/srv/app/frozen.py", 1, "<module>", 1, 1, 0.5, 1.5);
    put_dict_end(writer);
    put_key(writer, "/srv/app/frozen.py", 7, "lookup");
    put_tuple(writer, 5);
    put_int(writer, 3);
    put_int(writer, 3);
    put_double(writer, 1.0);
    put_double(writer, 1.0);
    put_code(writer, '}');
    put_key(writer, "/srv/app/frozen.py", 1, "<module>");
    put_caller_figures(writer, 3, 3, 1.0, 1.0);
    put_dict_end(writer);
    put_tuple(writer, 3);
    put_text(writer, "profile");
    put_int(writer, 0);
    put_code_object_begin(writer, CODE_PYTHON_3_11);
    put_tuple(writer, 1);
    put_code(writer, '}');
    put_text(writer, "key");
    put_slice(writer, 0, 1);
    put_dict_end(writer);
    put_code_object_end(writer, CODE_PYTHON_3_11, "/srv/app/frozen.py", "<module>", 1);
    put_script_record(writer);
    put_dict_end(writer);
}

static void put_samples_begin(struct marshal_writer *writer, int64_t line, const char *name,
                              int64_t direct, int64_t cumulative)
{
    double interval_seconds = 0.001;
    put_function_begin(writer, "/srv/app/loop.py", line, name, direct, cumulative,
                       (double)direct * interval_seconds, (double)cumulative * interval_seconds);
}

static void put_samples_caller(struct marshal_writer *writer, int64_t line, const char *name,
                               int64_t samples)
{
    put_key(writer, "/srv/app/loop.py", line, name);
    put_int(writer, samples);
}

/* One function on several lines; a recursive one whose callers count more samples than it has. */
static void write_sampled(struct marshal_writer *writer)
{
    put_flag(writer);
    put_dict_begin(writer);
    put_marker(writer);
    put_samples_begin(writer, 30, "<module>", 0, 1000);
    put_dict_end(writer);
    put_samples_begin(writer, 20, "main", 10, 600);
    put_samples_caller(writer, 30, "<module>", 600);
    put_dict_end(writer);
    put_samples_begin(writer, 21, "main", 0, 400);
    put_samples_caller(writer, 30, "<module>", 400);
    put_dict_end(writer);
    put_samples_begin(writer, 5, "walk", 300, 590);
    put_samples_caller(writer, 20, "main", 590);
    put_samples_caller(writer, 5, "walk", 1770);
    put_dict_end(writer);
    put_samples_begin(writer, 6, "walk", 690, 690);
    put_samples_caller(writer, 21, "main", 400);
    put_samples_caller(writer, 5, "walk", 290);
    put_dict_end(writer);
    put_dict_end(writer);
}

/* ---- Shapes that merging leaves, and shapes that are merely legal ---- */

static void put_four(struct marshal_writer *writer, int64_t a, int64_t b, double self,
                     double cumulative)
{
    put_int(writer, a);
    put_int(writer, b);
    put_double(writer, self);
    put_double(writer, cumulative);
}

/* Old versions of pstats.add strung caller tuples together; pyinstrument's counts add up to -2. */
static void write_groups(struct marshal_writer *writer)
{
    put_dict_begin(writer);
    put_function_begin(writer, "main.py", 1, "<module>", -2, -2, 0.5, 8.0);
    put_dict_end(writer);
    put_function_begin(writer, "work.py", 10, "work", 7, 9, 0.75, 7.5);
    put_key(writer, "main.py", 1, "<module>");
    put_tuple(writer, 8);
    put_four(writer, 2, 1, 0.1, 1.1);
    put_four(writer, 3, 3, 0.2, 2.2);
    put_key(writer, "work.py", 10, "work");
    put_tuple(writer, 12);
    put_four(writer, 1, 1, 0.1, 0.3);
    put_four(writer, 1, 0, 0.2, 0.3);
    put_four(writer, 1, 1, 0.3, 0.3);
    put_key(writer, "other.py", 3, "never_profiled");
    put_tuple(writer, 0);
    put_key(writer, "other.py", 4, "counted_only");
    put_int(writer, 1);
    put_dict_end(writer);
    put_function_begin(writer, "work.py", 20, "helper", -1, 4, 0.0, 0.0);
    put_key(writer, "work.py", 10, "work");
    put_caller_figures(writer, -2, -2, 0.0, 0.0);
    put_dict_end(writer);
    put_dict_end(writer);
}

static void put_short_long(struct marshal_writer *writer, int sign, int32_t digit_count,
                           uint16_t lowest)
{
    uint16_t digits[80] = {0}; /* 1200 bits */
    digits[0] = lowest;
    digits[digit_count - 1] |= 1;
    put_long(writer, sign, digits, digit_count);
}

static void put_extreme(struct marshal_writer *writer, int64_t line, double self, double cumulative)
{
    put_function_begin(writer, "extreme.py", line, "f", 1, 1, self, cumulative);
    put_dict_end(writer);
}

static void write_times(struct marshal_writer *writer)
{
    put_dict_begin(writer);
    put_extreme(writer, 1, INFINITY, NAN);
    put_extreme(writer, 2, -INFINITY, INFINITY);
    put_extreme(writer, 3, -0.0, 0.0);
    put_extreme(writer, 4, DBL_TRUE_MIN, DBL_MIN);
    put_extreme(writer, 5, DBL_MAX, DBL_MAX);
    put_extreme(writer, 6, -1.5, -2.5);
    put_extreme(writer, 7, 0.1, nextafter(0.3, 1.0));
    put_dict_end(writer);
}

/* Integers where times and counts are meant: halfway between two doubles, beyond 64 bits, beyond every double. */
static void write_integers(struct marshal_writer *writer)
{
    static const int64_t halfway[] = {((int64_t)1 << 53) + 1, ((int64_t)1 << 53) + 3,
                                      ((int64_t)1 << 54) + 2, INT64_MAX, INT64_MIN};
    put_dict_begin(writer);
    for (int i = 0; i < 5; i++) {
        put_key(writer, "integers.py", i, "time");
        put_tuple(writer, 5);
        put_int(writer, 1);
        put_int64(writer, 1);
        put_int(writer, halfway[i]);
        put_int64(writer, halfway[i]);
        put_dict_begin(writer);
        put_dict_end(writer);
    }
    put_key(writer, "integers.py", 5, "long");
    put_tuple(writer, 5);
    put_int(writer, INT64_MAX);
    put_short_long(writer, 1, 5, 0x7fff); /* 2^60 + 2^15 - 1 */
    put_short_long(writer, 1, 20, 1);     /* 2^285 + 1 */
    put_short_long(writer, -1, 20, 0x4001);
    put_dict_begin(writer);
    put_key(writer, "integers.py", 6, "caller");
    put_tuple(writer, 4);
    put_short_long(writer, 1, 6, 0); /* 2^75 */
    put_short_long(writer, 1, 6, 0);
    put_short_long(writer, 1, 69, 0); /* 2^1020 */
    put_short_long(writer, 1, 70, 0); /* 2^1035 */
    put_key(writer, "integers.py", 7, "caller");
    put_short_long(writer, 1, 8, 0); /* 2^105 */
    put_dict_end(writer);
    put_dict_end(writer);
}

/* ---- Texts and references ---- */

static void put_text_record(struct marshal_writer *writer, int64_t calls, char code,
                            const void *bytes, size_t size)
{
    put_tuple(writer, 3);
    put_string(writer, code, bytes, size);
    put_int(writer, 1);
    put_string(writer, code == 's' ? 's' : 'u', "f", 1);
    put_tuple(writer, 5);
    put_four(writer, calls, calls, 0.5, 0.5);
    put_dict_begin(writer);
    put_dict_end(writer);
}

static void write_texts(struct marshal_writer *writer)
{
    char long_name[300];
    memset(long_name, 'n', sizeof long_name);
    put_dict_begin(writer);
    put_text_record(writer, 1, 'z', "caf\xe9.py", 7);
    put_text_record(writer, 2, 'A', "na\xefve.py", 8);
    put_text_record(writer, 3, 'u', "caf\xc3\xa9.py",
                    8); /* the first again: the last one counts, in the first's place */
    put_text_record(writer, 4, 'u', "\xed\xa0\x80\xed\xb3\xa9", 6);
    put_text_record(writer, 5, 't', "\xf0\x9f\x90\x8d", 4);
    put_text_record(writer, 6, 'u', "nul\0inside\x7f\x1b", 12);
    put_text_record(writer, 7, 's', "bytes\xff\xc3", 7);
    put_text_record(writer, 8, 's', "\xed\xa0\x80", 3); /* bytes: no UTF-8 */
    put_text_record(writer, 9, 'a', long_name, sizeof long_name);
    put_text_record(writer, 10, 'Z', "", 0);
    put_dict_end(writer);
}

/* Everything that can be shared is: keys, strings, numbers, a value tuple and a callers dict. */
static void write_references(struct marshal_writer *writer)
{
    put_flag(writer);
    put_dict_begin(writer);
    int32_t key = put_flag(writer);
    put_tuple(writer, 3);
    int32_t file = put_flag(writer);
    put_text(writer, "shared.py");
    int32_t one = put_flag(writer);
    put_int(writer, 1);
    int32_t name = put_flag(writer);
    put_text(writer, "name");
    put_tuple(writer, 5);
    put_reference(writer, one);
    put_reference(writer, one);
    int32_t half = put_flag(writer);
    put_double(writer, 0.5);
    put_reference(writer, half);
    int32_t callers = put_flag(writer);
    put_dict_begin(writer);
    put_reference(writer, key);
    int32_t figures = put_flag(writer);
    put_caller_figures(writer, 1, 1, 0.5, 0.5);
    put_key(writer, "shared.py", 9, "other");
    put_reference(writer, figures);
    put_dict_end(writer);
    for (int line = 2; line < 5; line++) {
        put_tuple(writer, 3);
        put_reference(writer, file);
        put_int(writer, line);
        put_reference(writer, name);
        put_tuple(writer, 5);
        put_int(writer, line);
        put_reference(writer, one);
        put_reference(writer, half);
        put_double(writer, line);
        put_reference(writer, callers);
    }
    put_dict_end(writer);
}

static const struct {
    const char *name;
    int version;
    void (*write)(struct marshal_writer *writer);
} dumps[] = {
    {"hand-slice-v5", 5, write_slice},  {"hand-frozendict-v6", 6, write_frozendict},
    {"hand-sampled", 6, write_sampled}, {"hand-groups", 2, write_groups},
    {"hand-times", 4, write_times},     {"hand-integers", 2, write_integers},
    {"hand-texts", 4, write_texts},     {"hand-references", 4, write_references},
};

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: make_hand_dumps FOLDER\n", stderr);
        return 2;
    }
    for (size_t i = 0; i < sizeof dumps / sizeof *dumps; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s.pstats", argv[1], dumps[i].name);
        struct marshal_writer *writer = marshal_writer_new(dumps[i].version);
        dumps[i].write(writer);
        size_t size = marshal_writer_size(writer);
        FILE *file = fopen(path, "wb");
        int is_written =
            file != NULL && fwrite(marshal_writer_bytes(writer), 1, size, file) == size;
        marshal_writer_free(writer);
        if (file == NULL || fclose(file) != 0 || !is_written) {
            fprintf(stderr, "make_hand_dumps: %s: cannot be written\n", path);
            return 4;
        }
    }
    return 0;
}
