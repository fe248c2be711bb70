/* Bytes that mean harm, or that are merely broken: each is read or refused cleanly. The files of tests/fuzz/corpus are
 * replayed, whole and with single bytes changed; test_shapes.c builds larger ones. */
#include "support/run_suite.h"

#include <check.h>
#include <glob.h>
#include <math.h>
#include <pstats.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CORPUS "tests/fuzz/corpus/"
#define CORPUS_MIN 80 /* so that a missing folder does not pass */

static glob_t corpus;

static unsigned char *contents(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s", path);
    ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
    *size = (size_t)ftell(file);
    rewind(file);
    unsigned char *bytes = malloc(*size + 1);
    ck_assert_ptr_nonnull(bytes);
    ck_assert_uint_eq(fread(bytes, 1, *size, file), *size);
    fclose(file);
    return bytes;
}

/* What holds of every graph. */
static void assert_sound_profile(const pstats_profile *profile, const char *path)
{
    const pstats_graph *graph = pstats_profile_graph(profile);
    size_t function_count = pstats_graph_function_count(graph);
    for (size_t i = 0; i < pstats_graph_call_count(graph); i++) {
        const pstats_call *call = pstats_graph_call(graph, i);
        ck_assert_msg(call->caller < function_count && call->callee < function_count,
                      "%s: call %zu", path, i);
        ck_assert_msg(!pstats_graph_function(graph, call->callee)->is_caller_only, "%s: call %zu",
                      path, i);
    }
    for (size_t i = 0; i < function_count; i++) {
        const pstats_cost *cost = &pstats_graph_function(graph, i)->cost;
        ck_assert_msg(cost->calls >= PSTATS_CALLS_UNKNOWN &&
                          cost->primitive_calls >= PSTATS_CALLS_UNKNOWN &&
                          cost->calls >= cost->primitive_calls,
                      "%s: function %zu", path, i);
        double share = pstats_share(cost->cumulative, pstats_graph_total(graph));
        ck_assert_msg(share >= 0.0 && share <= 1.0, "%s: function %zu", path, i);
    }
    ck_assert_msg(isfinite(pstats_graph_total(graph)) && pstats_graph_total(graph) >= 0.0, "%s",
                  path);
    for (size_t i = 0; i < pstats_profile_warning_count(profile); i++)
        ck_assert_msg(pstats_profile_warning_at(profile, i)[0] != '\0', "%s", path);
}

/* What holds of every error. */
static void assert_clear_error(const pstats_error *error, size_t size, const char *path)
{
    ck_assert_msg(error->code >= PSTATS_ERROR_FORMAT && error->code <= PSTATS_ERROR_LIMIT,
                  "%s: code %d", path, (int)error->code);
    ck_assert_msg(error->offset <= size, "%s: offset %zu of %zu", path, error->offset, size);
    ck_assert_msg(error->message[0] != '\0' && strchr(error->message, '\n') == NULL, "%s: %s", path,
                  error->message);
}

static void read_and_check(const unsigned char *bytes, size_t size, const char *path)
{
    pstats_error error;
    unsigned char *exact =
        malloc(size > 0 ? size : 1); /* so that reading beyond the end is caught */
    ck_assert_ptr_nonnull(exact);
    memcpy(exact, bytes, size);
    pstats_profile *profile = pstats_profile_read_bytes(exact, size, NULL, &error);
    free(exact);
    if (profile != NULL)
        assert_sound_profile(profile, path);
    else
        assert_clear_error(&error, size, path);
    pstats_profile_free(profile);
}

START_TEST(every_file_of_the_corpus_is_read_or_refused_cleanly)
{
    size_t size;
    unsigned char *bytes = contents(corpus.gl_pathv[_i], &size);
    read_and_check(bytes, size, corpus.gl_pathv[_i]);
    free(bytes);
}
END_TEST

START_TEST(any_byte_may_be_wrong)
{
    static const unsigned char changes[] = {0x01, 0x80, 0xff, 0x1b};
    size_t size;
    unsigned char *bytes = contents(corpus.gl_pathv[_i], &size);
    for (size_t i = 0; i < size && i < 600; i++)
        for (size_t k = 0; k < sizeof changes; k++) {
            bytes[i] ^= changes[k];
            read_and_check(bytes, size, corpus.gl_pathv[_i]);
            bytes[i] ^= changes[k];
        }
    free(bytes);
}
END_TEST

/* ---- Chosen files: why they are refused, and where ---- */

static const struct {
    const char *name;
    pstats_code code; /* PSTATS_OK: it is read */
    size_t offset;
} chosen[] = {
    {"empty-dict", PSTATS_OK, 0},
    {"ok-minimal", PSTATS_OK, 0},
    {"marshal-v0", PSTATS_OK, 0},
    {"marshal-v2", PSTATS_OK, 0},
    {"marshal-v4", PSTATS_OK, 0},
    {"code-ok-311", PSTATS_OK, 0},
    {"sampled-ok", PSTATS_OK, 0},
    {"sampled-only", PSTATS_OK, 0},
    {"utf8-surrogate", PSTATS_OK, 0},
    {"trailing-newline", PSTATS_OK, 0},
    {"two-dumps", PSTATS_OK, 0},
    {"orphan-caller", PSTATS_OK, 0},
    {"mixed-callers", PSTATS_OK, 0},
    {"value-list", PSTATS_OK, 0},
    {"arity-caller-0", PSTATS_OK, 0},
    {"arity-caller-8", PSTATS_OK, 0},
    {"arity-caller-12", PSTATS_OK, 0},
    {"long-cc-googol", PSTATS_OK, 0},
    {"time-snan", PSTATS_OK, 0},
    {"shape-callers-frozendict", PSTATS_OK, 0},
    {"bz2", PSTATS_ERROR_FORMAT, 0},
    {"zip", PSTATS_ERROR_FORMAT, 0},
    {"pickle-4", PSTATS_ERROR_FORMAT, 0},
    {"lfs-pointer", PSTATS_ERROR_FORMAT, 0},
    {"callgrind", PSTATS_ERROR_FORMAT, 0},
    {"collapsed", PSTATS_ERROR_FORMAT, 0},
    {"base64", PSTATS_ERROR_FORMAT, 0},
    {"pyc-311", PSTATS_ERROR_FORMAT, 0},
    {"leading-bom", PSTATS_ERROR_FORMAT, 0},
    {"crlf", PSTATS_ERROR_FORMAT, 374},
    {"utf8-replaced", PSTATS_ERROR_FORMAT, 0},
    {"trunc-in-float", PSTATS_ERROR_TRUNCATED, 33},
    {"trunc-in-code", PSTATS_ERROR_TRUNCATED, 22},
    {"trunc-in-tuple-count", PSTATS_ERROR_TRUNCATED, 2},
    {"trunc-profile-3.12-568", PSTATS_ERROR_TRUNCATED, 568},
    {"ref-empty", PSTATS_ERROR_MARSHAL, 0},
    {"ref-neg", PSTATS_ERROR_MARSHAL, 11},
    {"ref-next", PSTATS_ERROR_MARSHAL, 11},
    {"ref-self-dict", PSTATS_ERROR_MARSHAL, 47},
    {"ref-value-self", PSTATS_ERROR_MARSHAL, 47},
    {"long-cc-digit-range", PSTATS_ERROR_MARSHAL, 19},
    {"long-tt-digit-8000", PSTATS_ERROR_MARSHAL, 29},
    {"textfloat-315F30", PSTATS_ERROR_MARSHAL, 29},
    {"utf8-overlong", PSTATS_ERROR_MARSHAL, 3},
    {"shape-name-null", PSTATS_ERROR_MARSHAL, 11},
    {"top-list-of-pairs", PSTATS_ERROR_RECORD, 0},
    {"shape-top-none", PSTATS_ERROR_RECORD, 0},
    {"code-top", PSTATS_ERROR_RECORD, 0},
    {"laughs-60", PSTATS_ERROR_RECORD, 3},
    {"arity-key-2", PSTATS_ERROR_RECORD, 1},
    {"arity-value-6", PSTATS_ERROR_RECORD, 17},
    {"arity-caller-3", PSTATS_ERROR_RECORD, 126},
    {"sampled-caller", PSTATS_ERROR_RECORD, 55},
    {"sampled-other", PSTATS_ERROR_RECORD, 1},
    {"shape-callers-set", PSTATS_ERROR_RECORD, 47},
};

START_TEST(chosen_files_are_refused_for_the_right_reason_at_the_right_place)
{
    char path[200];
    pstats_error error;
    snprintf(path, sizeof path, CORPUS "%s.bin", chosen[_i].name);
    pstats_profile *profile = pstats_profile_read_file(path, NULL, &error); /* when */
    ck_assert_msg((profile != NULL) == (chosen[_i].code == PSTATS_OK), "%s: %s", path,
                  error.message); /* then */
    if (profile == NULL)
        ck_assert_msg(error.code == chosen[_i].code && error.offset == chosen[_i].offset,
                      "%s: code %d at %zu: %s", path, (int)error.code, error.offset, error.message);
    pstats_profile_free(profile);
}
END_TEST

START_TEST(an_error_need_not_be_asked_for)
{
    ck_assert_ptr_null(pstats_profile_read_bytes("nonsense", 8, NULL, NULL));
    ck_assert_ptr_null(pstats_profile_read_file("/nonexistent/file", NULL, NULL));
}
END_TEST

#define LENGTH(array) ((int)(sizeof(array) / sizeof *(array)))

int main(void)
{
    if (glob(CORPUS "*.bin", 0, NULL, &corpus) != 0 || corpus.gl_pathc < CORPUS_MIN) {
        fprintf(stderr, "test_hostile: %s: fewer than %d files\n", CORPUS, CORPUS_MIN);
        return 1;
    }
    Suite *suite = suite_create("hostile");
    TCase *files = tcase_create("files");
    tcase_set_timeout(files, 0); /* none */
    tcase_add_loop_test(files, every_file_of_the_corpus_is_read_or_refused_cleanly, 0,
                        (int)corpus.gl_pathc);
    tcase_add_loop_test(files, any_byte_may_be_wrong, 0, (int)corpus.gl_pathc);
    tcase_add_loop_test(files, chosen_files_are_refused_for_the_right_reason_at_the_right_place, 0,
                        LENGTH(chosen));
    tcase_add_test(files, an_error_need_not_be_asked_for);
    suite_add_tcase(suite, files);
    int status = run_suite(suite);
    globfree(&corpus);
    return status;
}
