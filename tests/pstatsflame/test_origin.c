/* Whose code a function is. */
#include "pstatsflame/origin.h"

#include "support/run_suite.h"

#include <check.h>
#include <string.h>

static const struct {
    const char *file;
    enum origin origin;
    const char *module;
} files[] = {
    {"~", ORIGIN_BUILTIN, ""},
    {"", ORIGIN_BUILTIN, ""},
    {"/home/me/shop/shop/cart.py", ORIGIN_OWN, "shop/cart.py"},
    {"cart.py", ORIGIN_OWN, "cart.py"},
    {"shop/cart.py", ORIGIN_OWN, "shop/cart.py"},
    {"<string>", ORIGIN_OWN, "<string>"},
    {"<ipython-input-3-abc>", ORIGIN_OWN, "<ipython-input-3-abc>"},
    {"<frozen importlib._bootstrap>", ORIGIN_STANDARD, "<frozen importlib._bootstrap>"},
    {"/usr/lib/python3.11/json/decoder.py", ORIGIN_STANDARD, "json/decoder.py"},
    {"/usr/local/lib/python2.7/json/decoder.py", ORIGIN_STANDARD, "json/decoder.py"},
    {"/usr/lib64/python3.9/os.py", ORIGIN_STANDARD, "os.py"},
    {"/opt/pypy/lib/pypy3.9/os.py", ORIGIN_STANDARD, "os.py"},
    {"/home/me/.pyenv/versions/3.12.1/lib/python3.12/os.py", ORIGIN_STANDARD, "os.py"},
    {"/usr/lib/python311.zip/os.py", ORIGIN_STANDARD, "os.py"},
    {"/usr/lib/python3/dist-packages/yaml/loader.py", ORIGIN_PACKAGES, "yaml/loader.py"},
    {"/srv/venv/lib/python3.11/site-packages/yaml/loader.py", ORIGIN_PACKAGES, "yaml/loader.py"},
    {"/srv/venv/lib/python3.11/site-packages/a/site-packages/b.py", ORIGIN_PACKAGES, "b.py"},
    {"C:\\Users\\me\\app\\cart.py", ORIGIN_OWN, "app\\cart.py"},
    {"C:\\Python39\\Lib\\os.py", ORIGIN_STANDARD, "os.py"},
    {"c:\\hostedtoolcache\\windows\\Python\\3.9.13\\x64\\lib\\json\\decoder.py", ORIGIN_STANDARD,
     "json\\decoder.py"},
    {"C:\\Python39\\Lib\\site-packages\\yaml\\loader.py", ORIGIN_PACKAGES, "yaml\\loader.py"},
    /* names that only look like it */
    {"/home/me/lib/python-tools/x.py", ORIGIN_OWN, "python-tools/x.py"},
    {"/home/me/python3.11/x.py", ORIGIN_OWN, "python3.11/x.py"},
    {"/home/me/lib/python3.11", ORIGIN_OWN, "lib/python3.11"},
    {"/home/me/site-packages.py", ORIGIN_OWN, "me/site-packages.py"},
    {"/home/me/Lib/x.py", ORIGIN_OWN, "Lib/x.py"},
    {"a.zip/", ORIGIN_OWN, "a.zip/"},
    {"/", ORIGIN_OWN, "/"},
};

START_TEST(a_path_tells_whose_code_it_is_and_what_it_is_called_everywhere)
{
    pstats_function function = {.file = {files[_i].file, strlen(files[_i].file)}, .line = 1};
    pstats_text module;
    ck_assert_int_eq(origin_find(&function, &module), files[_i].origin);
    ck_assert_uint_eq(module.length, strlen(files[_i].module));
    ck_assert_mem_eq(module.bytes, files[_i].module, module.length);
}
END_TEST

START_TEST(frames_that_the_profiler_adds_are_not_the_users)
{
    pstats_function added = {.file = {"profile", 7}, .line = 0},
                    own = {.file = {"profile", 7}, .line = 3};
    pstats_text module;
    ck_assert_int_eq(origin_find(&added, &module), ORIGIN_STANDARD);
    ck_assert_int_eq(origin_find(&own, &module), ORIGIN_OWN);
}
END_TEST

/* So that thousands of functions that share a path of a megabyte cost no more than others do. */
START_TEST(of_a_path_beyond_all_measure_only_the_end_is_looked_at)
{
    static char path[1 << 20];
    static const char end[] = "/site-packages/yaml/loader.py";
    memset(path, 'x', sizeof path);
    memcpy(path + sizeof path - (sizeof end - 1), end, sizeof end - 1);
    pstats_function function = {.file = {path, sizeof path}, .line = 1};
    pstats_text module;
    ck_assert_int_eq(origin_find(&function, &module), ORIGIN_PACKAGES);
    ck_assert_uint_eq(module.length, strlen("yaml/loader.py"));
    memset(path, 'x', sizeof path);
    ck_assert_int_eq(origin_find(&function, &module), ORIGIN_OWN);
    ck_assert_uint_eq(module.length, 4096);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("origin");
    TCase *tests = tcase_create("origin");
    tcase_add_loop_test(tests, a_path_tells_whose_code_it_is_and_what_it_is_called_everywhere, 0,
                        (int)(sizeof files / sizeof *files));
    tcase_add_test(tests, of_a_path_beyond_all_measure_only_the_end_is_looked_at);
    tcase_add_test(tests, frames_that_the_profiler_adds_are_not_the_users);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
